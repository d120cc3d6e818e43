"""The record of a log check as a Word file, for boards whose registry keeps Word."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from audit.reports.renderings.word import repacked

# Each table's headings with the widths of their columns in centimetres: the page's 16 together.
FACTS = {"Uppgift": 4.5, "Värde": 11.5}
COLUMNS = {"Plats": 1.5, "Post": 1.5, "Tid": 2.8, "Vem och vad": 4.2, "Gäller": 2.9, "Bedömning": 3.1}
UNUSUAL = {"Regel": 3.6, "Vem": 4.2, "Mått": 4.2, "Poster": 4.0}


def word_file(told: Mapping[str, Any], *, dated: datetime) -> bytes:
    """What is told (as `judging.record` gives it) as a Word file. The same content and time give the same bytes."""
    from docx import Document

    document = Document()
    _set_up(document, f"Loggkontroll, {told['board']}", dated)
    document.add_heading("Loggkontroll", level=0)
    document.add_paragraph(f"{told['board']}, {told['period']}")
    for remark in told["remarks"]:
        document.add_paragraph(remark)
    document.add_heading("Dragningen", level=1)
    _table(document, FACTS, _facts(told))
    document.add_heading("Dragna poster", level=1)
    _table(document, COLUMNS, [_entry(one) for one in told["entries"]])
    document.add_heading("Ovanligt i perioden", level=1)
    _unusual(document, told)
    if told["signed"]:
        document.add_heading("Slutsats", level=1)
        document.add_paragraph(told["conclusion"])
        signed = [("Signerad", f"{told['signed']} av {told['signer']}"), ("Protokollets hash", told["kept_sha256"])]
        _table(document, FACTS, signed)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _set_up(document: Any, title: str, dated: datetime) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    properties = document.core_properties
    properties.title, properties.language, properties.author, properties.comments = title, "sv-SE", "", ""
    properties.created = properties.modified = dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _facts(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("Poster att dra bland", str(told["population"])),
        ("Slag", ", ".join(told["kinds"])),
        ("Hash av posterna", told["sha256"]),
        ("Frö", told["seed"]),
        ("Fröets källa", told["seed_source"]),
        ("Drogs", f"{told['made']} av {told['maker']}"),
    ]


def _entry(one: Mapping[str, Any]) -> tuple[str, ...]:
    judged = ", ".join(filter(None, (one["verdict"], one["judge"]))) + (f": {one['note']}" if one["note"] else "")
    who = ": ".join(filter(None, (one["who"], one["what"])))
    return str(one["place"]), str(one["sequence"]), one["at"], who, one["case"], judged


def _unusual(document: Any, told: Mapping[str, Any]) -> None:
    rows = [(one["rule"], one["who"], one["measure"], ", ".join(map(str, one["entries"]))) for one in told["unusual"]]
    if rows:
        _table(document, UNUSUAL, rows)
    else:
        document.add_paragraph("Reglerna pekade inte ut något.")
    document.add_heading("Reglerna", level=2)
    for rule in told["rules"]:
        said = ". ".join(filter(None, (rule["name"], rule["settings"])))
        document.add_paragraph(f"{said}. Ser inte: {rule['blind']}", style="List Bullet")


def _table(document: Any, headings: Mapping[str, float], rows: Iterable[Sequence[str]]) -> None:
    """A table whose first row is its head, on every page that it comes to."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, headings.values(), strict=True):
        column.width = column.cells[0].width = Cm(width)
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
