"""A report as a Word file: the template that officers can change, filled with the content model."""

import io
import re
import zipfile
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO

from markupsafe import Markup, escape

from audit.reports.content import Block, Report, Row, RowKind, Section, Table

TEMPLATE = Path(__file__).parents[3] / "templates" / "reports" / "tjansteutlatande.docx"
TABLE_STYLE, CELL_STYLE, NOTE_STYLE = "Rapporttabell", "Tabelltext", "Tabellnot"
# docxtpl turns »{_{« into »{{« after filling in. A sign that no text holds keeps the two apart until that is done.
APART = "\ufdd0"
TURNED = re.compile(r"(?<=[{}%])_")
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMU_PER_TWIP = 635
SHORT = 15
HIDDEN_LEVEL = 3
EARLIEST = (1980, 1, 1, 0, 0, 0)


def word_file(report: Report, template: Path | BinaryIO = TEMPLATE, environment: Any = None) -> bytes:
    """The report as a Word file. The same report and template give the same bytes.

    Whatever people have typed is filled in as it stands: it never becomes part of the template.
    """
    from docxtpl import DocxTemplate

    from audit.reports.renderings.word_sandbox import TemplateEnvironment

    document = DocxTemplate(template)
    document.init_docx()
    width = _text_width(document.docx)
    document.render(_context(report, width), environment or TemplateEnvironment())
    _set_properties(document.docx.core_properties, report)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _text_width(document: Any) -> int:
    """The width between the margins, in twentieths of a point."""
    page = document.sections[-1]
    return int(page.page_width - page.left_margin - page.right_margin) // EMU_PER_TWIP


def _set_properties(properties: Any, report: Report) -> None:
    dated = report.dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title = report.title
    properties.subject = "Tjänsteutlåtande"
    properties.author = properties.last_modified_by = report.head.administration
    properties.language = "sv-SE"
    properties.comments = report.notice
    properties.created = properties.modified = dated
    properties.revision = 1


def repacked(file: bytes) -> bytes:
    """The same file, packed without the time of packing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = before.read(name)
            after.writestr(entry, content.replace(APART.encode(), b"") if name.endswith(".xml") else content)
    return target.getvalue()


# ---- What the template is filled with ---------------------------------------------------------------------------


def _typed(text: str) -> str:
    return TURNED.sub(f"{APART}_", text)


def _context(report: Report, width: int) -> dict[str, object]:
    head = report.head
    return {
        "title": _typed(report.title),
        "notice": _typed(report.notice),
        "head": {name: _typed(getattr(head, name)) for name in head.__dataclass_fields__},
        "contents": [_typed(section.heading) for section in report.parts if section.level < HIDDEN_LEVEL],
        "sections": [_section(section, width) for section in report.parts],
    }


def _section(section: Section, width: int) -> dict[str, object]:
    pieces: list[dict[str, list[dict[str, object]]]] = [
        {"blocks": [_block(block) for block in blocks], "tables": [_table(table, width) for table in tables]}
        for blocks, tables in section.flow
    ]
    return {
        "heading": _typed(section.heading),
        "level": section.level,
        "pieces": pieces,
        # Templates from before tables could stand within the text have the two apart.
        "blocks": [block for piece in pieces for block in piece["blocks"]],
        "tables": [table for piece in pieces for table in piece["tables"]],
    }


def _block(block: Block) -> dict[str, object]:
    return {"listed": block.listed, "lines": [_typed(line.text) for line in block.lines]}


def _table(table: Table, width: int) -> dict[str, object]:
    return {
        "caption": _typed(table.caption),
        "grid": Markup(table_xml(table, width)),  # noqa: S704 - made of escaped text only
        "notes": [_typed(note) for note in table.notes],
    }


# ---- Tables -----------------------------------------------------------------------------------------------------


def table_xml(table: Table, width: int) -> str:
    """The table in WordprocessingML: a header row repeated on every page, groups and their rows held together."""
    shares = [column.share for column in table.columns]
    widths = [width * share // sum(shares) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    titles = Row(tuple(column.title for column in table.columns))
    head = _row_xml(table, titles, widths, "<w:tblHeader/>", keep=True)
    body = "".join(
        _row_xml(table, row, widths, "", keep=_stays_with_next(table, place)) for place, row in enumerate(table.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="{_escaped(table.caption)}"/>'
        f'<w:tblDescription w:val="{_escaped(table.description)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _stays_with_next(table: Table, place: int) -> bool:
    """Whether the row must not be parted from the next by a page break: a group stays whole, as does a short table."""
    if place == len(table.rows) - 1:
        return False
    if any(row.kind is RowKind.GROUP for row in table.rows):
        return table.rows[place + 1].kind is not RowKind.GROUP
    return len(table.rows) <= SHORT


def _row_xml(table: Table, row: Row, widths: list[int], mark: str, *, keep: bool) -> str:
    if row.kind is RowKind.GROUP:
        cells = _cell_xml(
            str(row.cells[0]), sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>', "", bold=True, keep=keep
        )
    else:
        aligned = ('<w:jc w:val="right"/>' if column.numeric else "" for column in table.columns)
        line = '<w:tcBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="808080"/></w:tcBorders>'
        border = line if row.kind is RowKind.SUM else ""
        bold = bool(mark) or row.kind is RowKind.SUM
        cells = "".join(
            _cell_xml(str(cell), width, border, alignment, bold=bold, keep=keep)
            for cell, width, alignment in zip(row.cells, widths, aligned, strict=True)
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{cells}</w:tr>"


def _cell_xml(text: str, width: int, properties: str, alignment: str, *, bold: bool, keep: bool) -> str:
    paragraph = f'<w:pStyle w:val="{CELL_STYLE}"/>{"<w:keepNext/>" if keep else ""}{alignment}'
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr><w:p><w:pPr>{paragraph}</w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:p></w:tc>'
    )


def _escaped(text: str) -> str:
    return str(escape(_typed(text)))
