"""The styles of the Word template that comes with the program: fonts, headings, lists, tables."""

from typing import Any

from audit.reports.renderings.word import CELL_STYLE, NOTE_STYLE, TABLE_STYLE

SANS, SERIF = "Arial", "Times New Roman"
STEERING, HEAD, NOTICE = "Styrrad", "Tjänsteutlåtande huvud", "Anmärkning"
CONTENTS, LISTED = "Innehåll", "Innehållsrad"


def set_styles(document: Any) -> None:
    """Give the document its styles, in place of those that it was made with."""
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
