"""A document holds what it was given, word for word, tagged for those who listen to it, and nothing is run as code."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from audit.documents import pdf_file

DATED = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)
TEMPLATE = "rounds/protocol.typ"
TICKET = "5f" * 32


def data(text: str) -> dict[str, Any]:
    """A protocol in which everything that somebody could have typed is the text."""
    unit = {"place": 1, "id": text, "hidden": False, "drawn_as": "Urval", "ticket": TICKET}
    facts = [{"name": "Frö", "value": text, "kind": kind} for kind in ("code", "text")]
    stratum = {
        "name": text, "facts": facts, "notes": [text], "caption": "1 akt i urvalet", "sample": 1, "units": [unit],
        "drawn_as": "Drogs som",
    }  # fmt: skip
    replaced = {"id": text, "stratum": text, "reason": "Akten saknas", "reserve": text, "at": "2026-11-22 10:30"}
    return {
        "title": "Urvalsprotokoll", "foot": text, "round": text, "about": text, "remarks": [text], "facts": facts,
        "focus": [text],
        "seed_parts": [{"board": text, "value": text, "source": text}], "rule": ["Så dras det."], "strata": [stratum],
        "replaced": {"heading": "Ersatta", "none": "", "caption": "1 akt", "rows": [replaced]},
        "frame_file": "ram.csv", "recipe": text, "verify": text, "aside": [], "recipe_gives": "det här",
    }  # fmt: skip


def words(file: bytes) -> str:
    """All that stands on the pages, without the places where lines are broken."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())


@pytest.mark.parametrize(
    "text",
    [
        "#panic() #let x = 1",
        "$ x^2 $ ] } ) *fet* _kursiv_ = Rubrik",
        "{{ seed }} {% raw %} @ref <label> \\u{41} ~",
        "Å" * 200,
    ],
)
def test_what_was_typed_is_shown_and_never_run(text: str) -> None:
    shown = words(pdf_file(TEMPLATE, data(text), dated=DATED))
    assert shown.count("".join(text.split())) >= 18


def test_a_character_that_no_font_holds_stands_as_its_code() -> None:
    shown = words(pdf_file(TEMPLATE, data('id 😀 "汉" \u200d'), dated=DATED))
    assert 'id[U+1F600]"[U+6C49]"' in shown
    assert "Etttecken" in shown
    assert "Etttecken" not in words(pdf_file(TEMPLATE, data("id"), dated=DATED))


def test_nothing_reaches_beyond_the_page() -> None:
    for page in PdfReader(io.BytesIO(pdf_file(TEMPLATE, data("W" * 200), dated=DATED))).pages:
        places: list[float] = []

        def keep(_text: str, _user: Any, matrix: list[float], *_font: Any, kept: list[float] = places) -> None:
            kept.append(matrix[4])

        page.extract_text(visitor_text=keep)
        assert max(places) < float(page.mediabox.width) - 50


def test_it_is_tagged_titled_and_in_swedish() -> None:
    reader = PdfReader(io.BytesIO(pdf_file(TEMPLATE, data("text"), dated=DATED)))
    root: Any = reader.root_object
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "sv-SE"
    assert reader.metadata is not None
    assert reader.metadata.title == "Urvalsprotokoll"
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    marks = [str(mark["/Title"]) for mark in reader.outline if not isinstance(mark, list)]
    assert marks == ["Dragningen", "text", "Ersatta", "Så gör du om dragningen"]


def test_the_same_data_gives_the_same_file() -> None:
    assert pdf_file(TEMPLATE, data("text"), dated=DATED) == pdf_file(TEMPLATE, data("text"), dated=DATED)
