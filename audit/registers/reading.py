"""From a file's bytes to a raw table: what kind of file it is, recognised by its content and never by its name."""

from collections.abc import Sequence

from audit.registers.delimited import read_delimited, read_delimited_rows
from audit.registers.refusals import UnreadableError
from audit.registers.rules.tables import RawRow, RawTable
from audit.registers.workbook import read_workbook, read_workbook_rows

MAX_BYTES = 50_000_000
MAX_ROWS = 500_000

SAVE_AS = "Spara utdraget som XLSX eller som CSV med kodningen UTF-8 och läs in det igen."
OTHER_FILES: Sequence[tuple[bytes, str]] = (
    (b"%PDF", "en PDF"),
    (b"\xd0\xcf\x11\xe0", "en arbetsbok i det äldre formatet XLS, eller skyddad med lösenord"),
    (b"{\\rtf", "ett RTF-dokument"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"GIF8", "en bild"),
    (b"\x1f\x8b", "en packad fil"),
    (b"7z\xbc\xaf", "en packad fil"),
    (b"Rar!", "en packad fil"),
)
MARKUP = ((b"<!doctype", "en webbsida"), (b"<html", "en webbsida"), (b"<?xml", "ett XML-dokument"))


def read_table(
    data: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
    encoding: str | None = None,
    separator: str | None = None,
) -> RawTable:
    """The table in `data`, a CSV file or an XLSX workbook. Raises UnreadableError, in words, where it is neither.

    `encoding` (a Python codec name) and `separator` (one sign) override what would be recognised in a CSV file.
    Line numbers are those of the file, the first being 1.
    """
    _refuse(data, max_bytes)
    if data.startswith(b"PK"):
        return read_workbook(data, max_rows=max_rows)
    return read_delimited(data, max_rows=max_rows, encoding=encoding, separator=separator)


def read_rows(data: bytes, *, max_bytes: int, max_rows: int) -> list[RawRow]:
    """Every line of a CSV file or of a workbook's first sheet that holds anything, as it stands: for tables of figures,
    whose totals are figures too. Raises UnreadableError, in words."""
    _refuse(data, max_bytes)
    read = read_workbook_rows if data.startswith(b"PK") else read_delimited_rows
    return read(data, max_rows=max_rows)


def _refuse(data: bytes, max_bytes: int) -> None:
    """Refuse what is too large, empty, or plainly another kind of file."""
    if len(data) > max_bytes:
        raise UnreadableError(too_large(len(data), max_bytes))
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableError("en fil med innehåll; filen är tom")
    _refuse_other_files(data)


def too_large(size: int, limit: int) -> str:
    """What to say of a file of `size` bytes where `limit` is the most."""
    return f"en fil på högst {limit // 1_000_000} MB; den här är {-(-size // 1_000_000)} MB"


def _refuse_other_files(data: bytes) -> None:
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for signature, what in OTHER_FILES:
        if data.startswith(signature):
            raise UnreadableError(f"en CSV-fil eller en XLSX-arbetsbok; det här är {what}. {SAVE_AS}")
    for signature, what in MARKUP:
        if start.startswith(signature):
            raise UnreadableError(f"en CSV-fil eller en XLSX-arbetsbok; det här är {what}. {SAVE_AS}")
