"""Word files opened again with another reader than the one that wrote them."""

import io
import zipfile
from typing import Any

from docx import Document

Rows = list[list[str]]


def opened(file: bytes) -> Any:
    return Document(io.BytesIO(file))


def headings(file: bytes) -> list[tuple[int, str]]:
    """Every heading with its level, in the order of the document."""
    return [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
        for paragraph in opened(file).paragraphs
        if paragraph.style.name.startswith("Heading ")
    ]


def paragraphs(file: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(file).paragraphs]


def under(file: bytes, heading: str) -> list[str]:
    """The paragraphs between a heading and the next."""
    found: list[str] = []
    inside = False
    for paragraph in opened(file).paragraphs:
        if paragraph.style.name.startswith("Heading "):
            inside = paragraph.text == heading
        elif inside and paragraph.style.name != "Caption":
            found.append(paragraph.text)
    return found


def tables(file: bytes) -> dict[str, Rows]:
    """Every table of the body by its caption, as rows of text; a cell across all columns stands alone."""
    document = opened(file)
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert len(captions) == len(document.tables) == len(set(captions))
    return {
        caption: [_cells(row) for row in table.rows] for caption, table in zip(captions, document.tables, strict=True)
    }


def _cells(row: Any) -> list[str]:
    cells = [cell.text for cell in row.cells]
    return cells[:1] if len(row._tr.tc_lst) == 1 else cells


def everything(file: bytes) -> str:
    """The XML of every part, to prove that something is nowhere in the file."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
