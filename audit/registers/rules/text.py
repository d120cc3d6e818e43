"""Text as people and systems write it: folded for comparison, repaired where an encoding went wrong."""

import re
import unicodedata
from collections.abc import Iterator

MISREAD_AS = ("cp1252", "latin-1", "cp437", "cp850", "mac_roman")
OLD_CODE_PAGES = ("cp850", "cp437", "mac_roman")
INVISIBLE = "\ufeff\u200b\u200e\u200f"


def clean(raw: str) -> str:
    """`raw` composed (NFC) and without surrounding white space or invisible marks."""
    return unicodedata.normalize("NFC", raw.strip().strip(INVISIBLE).strip())


def one_line(raw: str) -> str:
    """`raw` with every run of white space (line breaks too) as one space."""
    return " ".join(raw.split())


def fold(text: str) -> str:
    """`text` as bare lower-case ASCII letters and digits: »Ärende-Nr« and »arendenr« become the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isascii() and sign.isalnum())


def words(text: str) -> list[str]:
    """The words of a heading, each folded: »Sökandes namn« gives `sokandes`, `namn`."""
    return [folded for part in re.split(r"[\W_]+", text) if (folded := fold(part))]


def readings(text: str) -> list[str]:
    """`text` and what it may have been before an encoding went wrong (»Ã–stermalm« → »Östermalm«)."""
    found = [text]
    if not text.isascii():
        once = list(_undone(text))
        found += once + [twice for variant in once for twice in _undone(variant)]
        found += list(_other_code_pages(text))
    return list(dict.fromkeys(found))


def _undone(text: str) -> Iterator[str]:
    for codec in MISREAD_AS:
        try:
            yield text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue


def _other_code_pages(text: str) -> Iterator[str]:
    for codec in OLD_CODE_PAGES:
        try:
            yield text.encode("cp1252").decode(codec)
        except UnicodeError:
            continue
