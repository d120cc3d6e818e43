"""Makes the Word template that comes with the program: head, headings and tables as the boards know them, to be
changed in Word by whoever wants another look."""

import io
from datetime import datetime
from typing import Any

from audit.reports.renderings.word import CELL_STYLE, NOTE_STYLE, TABLE_STYLE, repacked
from audit.reports.renderings.word_styles import CONTENTS, HEAD, LISTED, NOTICE, STEERING, set_styles

# Lines that have a style of another name, and something of their own beside it.
ANNEX, BEGINS_CONTENTS, ENDS_CONTENTS = "Heading 1, ny sida", "Innehåll börjar", "Innehåll slutar"
FIELD = 'TOC \\o "1-2" \\b innehall \\h \\z'
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - python-docx takes a moment without zone for UTC
GUIDE = (
    "Så ändrar du mallen: byt sidhuvud och marginaler fritt, och ändra utseendet i formatmallarna Rubrik 1–3, "
    f"Brödtext, Punktlista, Beskrivning, {TABLE_STYLE}, {CELL_STYLE} och {NOTE_STYLE}. Låt raderna med klamrar stå "
    "i sin ordning: där fylls rapporten i. De grå raderna kommer inte med."
)
# The body, a line at a time: its style and text. Steering lines vanish when the report is filled in.
BODY = (
    (STEERING, f"{{#p {GUIDE} #}}"),
    (STEERING, "{%p if notice %}"),
    (NOTICE, "{{ notice }}"),
    (STEERING, "{%p endif %}"),
    (HEAD, "Handläggare\t{{ head.officer }}"),
    (HEAD, "Till\t{{ head.recipient }}"),
    ("Heading 1", "{{ title }}"),
    (CONTENTS, "Innehåll"),
    (BEGINS_CONTENTS, ""),
    (STEERING, "{%p for entry in contents %}"),
    (LISTED, "{{ entry }}"),
    (STEERING, "{%p endfor %}"),
    (ENDS_CONTENTS, ""),
    (STEERING, "{%p for section in sections %}"),
    (STEERING, "{%p if section.level == 1 %}"),
    (ANNEX, "{{ section.heading }}"),
    (STEERING, "{%p elif section.level == 2 %}"),
    ("Heading 2", "{{ section.heading }}"),
    (STEERING, "{%p else %}"),
    ("Heading 3", "{{ section.heading }}"),
    (STEERING, "{%p endif %}"),
    (STEERING, "{%p for piece in section.pieces %}"),
    (STEERING, "{%p for block in piece.blocks %}"),
    (STEERING, "{%p for line in block.lines %}"),
    (STEERING, "{%p if block.listed %}"),
    ("List Bullet", "{{ line }}"),
    (STEERING, "{%p else %}"),
    ("Body Text", "{{ line }}"),
    (STEERING, "{%p endif %}"),
    (STEERING, "{%p endfor %}"),
    (STEERING, "{%p endfor %}"),
    (STEERING, "{%p for table in piece.tables %}"),
    ("Caption", "{{ table.caption }}"),
    (STEERING, "{{p table.grid }}"),
    (STEERING, "{%p for note in table.notes %}"),
    (NOTE_STYLE, "{{ note }}"),
    (STEERING, "{%p endfor %}"),
    (STEERING, "{%p endfor %}"),
    (STEERING, "{%p endfor %}"),
    (STEERING, "{%p endfor %}"),
    ("Body Text", ""),
)


STYLE_OF = {ANNEX: "Heading 1", BEGINS_CONTENTS: STEERING, ENDS_CONTENTS: STEERING}


def default_template() -> bytes:
    """The template as a Word file, always the same bytes."""
    from docx import Document

    document = Document()
    _leave_out(document)
    _set_page(document)
    _set_language(document)
    set_styles(document)
    _write_headers(document.sections[0])
    for style, text in BODY:
        paragraph = document.add_paragraph(style=STYLE_OF.get(style, style))
        _part_of_contents(paragraph, style)
        label, tab, rest = text.partition("\t")
        paragraph.add_run(label).bold = True if tab else None
        paragraph.add_run(tab + rest)
        paragraph.paragraph_format.page_break_before = True if style == ANNEX else None
    _beside(document.paragraphs[-1], "bookmarkEnd")
    _set_properties(document.core_properties)
    _count_on_opening(document)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _part_of_contents(paragraph: Any, which: str) -> None:
    """The field around the list of contents, which Word fills in; a bookmark says what it is the contents of."""
    if which == BEGINS_CONTENTS:
        _mark(paragraph, "fldChar", fldCharType="begin", dirty="true")
        _mark(paragraph, "instrText", text=FIELD)
        _mark(paragraph, "fldChar", fldCharType="separate")
    elif which == ENDS_CONTENTS:
        _mark(paragraph, "fldChar", fldCharType="end")
        _beside(paragraph, "bookmarkStart", name="innehall")


def _mark(paragraph: Any, name: str, text: str = "", **attributes: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    element.text = text or None
    paragraph.add_run()._r.append(element)


def _beside(paragraph: Any, element_name: str, **attributes: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{element_name}")
    for key, value in {"id": "1", **attributes}.items():
        element.set(qn(f"w:{key}"), value)
    paragraph._p.append(element)


def _leave_out(document: Any) -> None:
    """What python-docx's own template brings and nobody needs: a picture of it, and a hundred styles for tables."""
    from docx.enum.style import WD_STYLE_TYPE

    for part in (document.part.package, document.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                del part.rels[key]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()


def _set_page(document: Any) -> None:
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.2)
    page.header_distance = Cm(1.2)
    page.different_first_page_header_footer = True


def _set_language(document: Any) -> None:
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "sv-SE")
    for sign, name in ((",", "w:decimalSymbol"), (";", "w:listSeparator")):
        for element in document.settings.element.iter(qn(name)):
            element.set(qn("w:val"), sign)


def _count_on_opening(document: Any) -> None:
    """Word asks when the report is opened, and then fills in the contents with their pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:updateFields")
    mark.set(qn("w:val"), "true")
    # The schema wants it where it stands: right before what tells of compatibility.
    document.settings.element.find(qn("w:compat")).addprevious(mark)


def _set_properties(properties: Any) -> None:
    properties.title, properties.subject = "Mall för tjänsteutlåtande", "Tjänsteutlåtande"
    properties.author = properties.last_modified_by = "Stickprov"
    properties.comments, properties.language = "", "sv-SE"
    properties.created = properties.modified = MADE
    properties.revision = 1


# ---- The head of each page --------------------------------------------------------------------------------------


def _write_headers(page: Any) -> None:
    """The first page has the whole head; those after it the registry number and the page."""
    from docx.shared import Cm

    first = page.first_page_header
    table = first.add_table(rows=1, cols=2, width=Cm(16))
    for cell, width in zip(table.rows[0].cells, (Cm(10.6), Cm(5.4)), strict=True):
        cell.width = width
    left, right = table.rows[0].cells
    _lines(left, ("{{ head.administration }}", "{{ head.department }}"))
    _lines(right, ("Tjänsteutlåtande", "Dnr {{ head.registry_number }}", "{{ head.dated_on }}"))
    _page_number(right.add_paragraph(style="Header"))
    first._element.remove(first.paragraphs[0]._p)
    first.add_paragraph(style="Header")
    following = page.header.paragraphs[0]
    following.text = "Tjänsteutlåtande, dnr {{ head.registry_number }}\t"
    _page_number(following)


def _lines(cell: Any, texts: tuple[str, ...]) -> None:
    for place, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = "Header"
        paragraph.add_run(text).bold = place == 0


def _page_number(paragraph: Any) -> None:
    """»Sid n (N)« as fields, which Word counts by itself."""
    paragraph.add_run("Sid ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" (")
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(")")


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    shown = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    shown.append(text)
    field.append(shown)
    paragraph._p.append(field)  # python-docx has no way of its own to add a field
