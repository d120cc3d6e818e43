"""The list of all errors as a file that a spreadsheet opens without carrying anything out."""

from collections.abc import Iterable, Iterator

from audit.registers.rules.tables import Fault

HEADINGS = ("Rad", "Kolumn", "Värde", "Här väntas")
# A cell that begins so may be taken for a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
WHOLE_FILE = "hela filen"


def csv_lines(errors: Iterable[Fault]) -> Iterator[str]:
    """The lines of a CSV file with semicolons, headings first; every cell quoted, none of them a formula."""
    yield _line(HEADINGS)
    for error in errors:
        yield _line((str(error.row or WHOLE_FILE), error.column, error.value, error.expected))


def _line(cells: Iterable[str]) -> str:
    return ";".join('"' + harmless(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"


def harmless(cell: str) -> str:
    """`cell` with an apostrophe before what a spreadsheet might take for the beginning of a formula."""
    return f"'{cell}" if cell.lstrip().startswith(DANGEROUS) or cell.startswith(DANGEROUS) else cell
