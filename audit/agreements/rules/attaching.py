"""Which files may be attached to an agreement."""

from dataclasses import dataclass

LARGEST_FILE = 5_000_000
LONGEST_NAME = 150


@dataclass(frozen=True)
class FileType:
    """A kind of file: how its name ends, what it is called on the web, and the bytes it begins with."""

    mime: str
    begins: bytes


OFFICE = "application/vnd.openxmlformats-officedocument"
FILE_TYPES = {
    "pdf": FileType("application/pdf", b"%PDF-"),
    "docx": FileType(f"{OFFICE}.wordprocessingml.document", b"PK\x03\x04"),
    "xlsx": FileType(f"{OFFICE}.spreadsheetml.sheet", b"PK\x03\x04"),
}


def file_fault(name: str, content: bytes) -> str | None:
    """Why a file can't be attached, in a sentence; None if it can. The content must be what the name says."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in FILE_TYPES:
        return "Filen ska vara PDF, Word (.docx) eller Excel (.xlsx)."
    if not content:
        return "Filen är tom."
    if len(content) > LARGEST_FILE:
        return "Filen är större än 5 MB."
    if len(name) > LONGEST_NAME or not name.isprintable():
        return f"Filens namn får ha högst {LONGEST_NAME} tecken, och inga osynliga."
    if not content.startswith(FILE_TYPES[ending].begins):
        return f"Filen heter .{ending} men innehållet är något annat. Spara om den och försök igen."
    return None


def mime_of(name: str) -> str:
    """What a file that may be attached is called on the web."""
    return FILE_TYPES[name.rpartition(".")[2].lower()].mime
