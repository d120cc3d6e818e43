"""Makes the Word template that comes with the program: head, headings and tables as the boards know them, to be
changed in Word by whoever wants another look."""

import io
from datetime import datetime
from typing import Any

from audit.reports.renderings.word import CELL_STYLE, NOTE_STYLE, TABLE_STYLE, repacked

SANS, SERIF = "Arial", "Times New Roman"
STEERING, HEAD, NOTICE, ANNEX = "Styrrad", "Tjänsteutlåtande huvud", "Anmärkning", "Heading 1, ny sida"
CONTENTS, BEGINS_CONTENTS, ENDS_CONTENTS = "Innehåll", "Innehåll börjar", "Innehåll slutar"
LISTED, FIELD = "Innehållsrad", 'TOC \\o "1-2" \\b innehall \\h \\z'
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
    (STEERING, "{%p for block in section.blocks %}"),
    (STEERING, "{%p for line in block.lines %}"),
    (STEERING, "{%p if block.listed %}"),
    ("List Bullet", "{{ line }}"),
    (STEERING, "{%p else %}"),
    ("Body Text", "{{ line }}"),
    (STEERING, "{%p endif %}"),
    (STEERING, "{%p endfor %}"),
    (STEERING, "{%p endfor %}"),
    (STEERING, "{%p for table in section.tables %}"),
    ("Caption", "{{ table.caption }}"),
    (STEERING, "{{p table.grid }}"),
    (STEERING, "{%p for note in table.notes %}"),
    (NOTE_STYLE, "{{ note }}"),
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
    _set_styles(document)
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


def _set_properties(properties: Any) -> None:
    properties.title, properties.subject = "Mall för tjänsteutlåtande", "Tjänsteutlåtande"
    properties.author = properties.last_modified_by = "Stickprov"
    properties.comments, properties.language = "", "sv-SE"
    properties.created = properties.modified = MADE
    properties.revision = 1


# ---- Styles -----------------------------------------------------------------------------------------------------


def _set_styles(document: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm, Pt

    _font(document, "Normal", SERIF, 11.5)
    for name, size, before, after in (("Heading 1", 17, 18, 10), ("Heading 2", 13, 16, 4), ("Heading 3", 11, 12, 4)):
        heading = _font(document, name, SANS, size, bold=True)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(before), Pt(after)
        heading.paragraph_format.keep_with_next = True
    for name, before, after in (("Body Text", 4, 5), ("List Bullet", 1, 2)):
        body = _font(document, name, SERIF, 11.5)
        body.paragraph_format.space_before, body.paragraph_format.space_after = Pt(before), Pt(after)
        body.paragraph_format.line_spacing = 1.15
    caption = _font(document, "Caption", SANS, 9.5, bold=True)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(12), Pt(3)
    caption.paragraph_format.keep_with_next = True
    cell = _font(document, CELL_STYLE, SANS, 8.5)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1.5)
    cell.paragraph_format.line_spacing = 1.0
    _font(document, NOTE_STYLE, SANS, 8).paragraph_format.space_before = Pt(3)
    head = _font(document, HEAD, SANS, 10)
    head.paragraph_format.space_after = Pt(2)
    head.paragraph_format.left_indent, head.paragraph_format.first_line_indent = Cm(3), Cm(-3)
    head.paragraph_format.tab_stops.add_tab_stop(Cm(3))
    notice = _font(document, NOTICE, SANS, 10, bold=True)
    notice.paragraph_format.space_before, notice.paragraph_format.space_after = Pt(8), Pt(10)
    contents = _font(document, CONTENTS, SANS, 10, bold=True)
    contents.paragraph_format.space_before, contents.paragraph_format.space_after = Pt(4), Pt(0)
    _font(document, LISTED, SERIF, 10).paragraph_format.space_after = Pt(1)
    header = _font(document, "Header", SANS, 9)
    header.paragraph_format.space_after = Pt(0)
    header.paragraph_format.tab_stops.clear_all()
    header.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    _font(document, STEERING, SANS, 8, grey=True).paragraph_format.space_after = Pt(0)
    _add_table_style(document)


def _font(document: Any, name: str, font: str, size: float, *, bold: bool = False, grey: bool = False) -> Any:
    """The paragraph style called `name`, made if there is none, in that font and black."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    if name not in [style.name for style in document.styles]:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    style = document.styles[name]
    style.hidden, style.quick_style = False, True
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    style.font.color.rgb = RGBColor(0x80, 0x80, 0x80) if grey else RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    return style


TABLE_STYLE_XML = f"""
<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="table" w:customStyle="1"
  w:styleId="{TABLE_STYLE}">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
    <w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>
  </w:tblBorders>
  <w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>
    <w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
</w:style>
"""


def _add_table_style(document: Any) -> None:
    from docx.oxml import parse_xml

    document.styles.element.append(parse_xml(TABLE_STYLE_XML))


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
