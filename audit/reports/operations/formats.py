"""The files that a report can be had as. Each is made of its content alone, so that a frozen report serves too."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from audit import documents
from audit.reports.content import Report
from audit.reports.renderings import page, pdf, word, workbook


@dataclass(frozen=True)
class Form:
    """A kind of file: how its name ends, what it is called, and what makes it."""

    suffix: str
    name: str
    mime: str
    make: Callable[[Report], bytes]


FORMS: Mapping[str, Form] = {
    form.suffix: form
    for form in (
        Form("docx", "Word", word.MIME, word.word_file),
        Form("pdf", "PDF", documents.MIME, pdf.report_pdf),
        Form("xlsx", "Excel", workbook.MIME, workbook.workbook),
        Form("html", "Webbsida", page.MIME, page.html_file),
    )
}
"""The files by the end of their name."""


def file_name(title: str, suffix: str) -> str:
    """»Aktgranskning 2026 för Kungsholmen.docx«, with nothing in it that a file system would refuse."""
    return re.sub(r'[\\/:*?"<>|\s]+', " ", title).strip() + f".{suffix}"
