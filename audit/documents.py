"""A document as PDF/UA: a typst template, filled with data that never becomes part of the template."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "templates"
MIME = "application/pdf"
# PDF/UA refuses a character that no font holds; only typst knows which ones those are.
WITHOUT_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf_file(template: str, data: Mapping[str, object], *, dated: datetime) -> bytes:
    """Set a document.

    Args:
        template: a file of `templates/`, such as `rounds/protocol.typ`; it finds the data in `shared/document.typ`.
        data: what the template is filled with: texts, numbers, lists and dictionaries, as for JSON.
        dated: when the document was made, as it says itself.

    Returns:
        A tagged PDF (PDF/UA-1). The same data, template and time give the same bytes. A character that none of
        the fonts holds stands as its code, `[U+1F600]`, and `data.coded` tells the template that there is one.

    Raises:
        typst.TypstError: for a fault in the template.
    """
    from typst import TypstError

    text = json.dumps({**data, "coded": False}, ensure_ascii=False)
    try:
        return _compiled(template, text, dated)
    except TypstError as error:
        unknown = _without_glyph(error.diagnostic)
        if not unknown:
            raise
    codes = str.maketrans({character: f"[U+{ord(character):04X}]" for character in unknown})
    return _compiled(template, json.dumps({**json.loads(text.translate(codes)), "coded": True}), dated)


def _without_glyph(diagnostic: str) -> set[str]:
    """The characters that typst says it has no sign for."""
    texts = [ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in WITHOUT_GLYPH.findall(diagnostic)]
    return {character for character in "".join(texts) if not character.isascii()}


def _compiled(template: str, text: str, dated: datetime) -> bytes:
    import typst

    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        format="pdf",
        ignore_system_fonts=True,  # only those that typst brings: the same pages on every machine
        sys_inputs={"data": text},
        pdf_standards="ua-1",
        timestamp=dated.astimezone(UTC).replace(microsecond=0),
    )
