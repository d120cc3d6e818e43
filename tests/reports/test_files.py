"""PDF, workbook and page, each opened again with somebody else's reader: their numbers are those of the database."""

import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import html5lib
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from audit.reports.content import Figure, Report, Row, RowKind, Table
from audit.reports.operations.formats import FORMS
from audit.reports.renderings.workbook import headings
from audit.reports.rules.composition import compose
from tests.reports.reported import CODES, Reported, answers
from tests.support.story import BOARDS

TYPED = "{{ 7*7 }} #panic() $x$ =1+1 <b> \U0001f600"


@pytest.fixture
def report(of_2026: Reported) -> Report:
    return of_2026.built.report


def made(report: Report, form: str) -> bytes:
    return FORMS[form].make(report)


def words(text: str) -> str:
    return "".join(text.split())


def pages(file: bytes) -> str:
    return "".join(words(page.extract_text()) for page in PdfReader(io.BytesIO(file)).pages)


def sheets(file: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def counted(of_2026: Reported) -> Counter[tuple[str, str, str]]:
    return answers(of_2026.house, of_2026.told.round_id)


def test_every_figure_is_the_number_of_answers_it_says_it_is_made_of(of_2026: Reported, report: Report) -> None:
    given, names = counted(of_2026), {board: name for name, board in of_2026.house.boards.items()}
    checked = 0
    for key, figure in report.figures.items():
        made_of = figure.made_of
        if made_of and made_of.question_ids and key.startswith(("svar", "omrade")) and isinstance(figure.value, int):
            amount = sum(
                given[names[board], question, value]
                for board in made_of.board_ids
                for question in made_of.question_ids
                for value in made_of.values
            )
            assert (key, figure.value) == (key, amount)
            checked += 1
    assert checked > 25 * 5 * 3


def test_the_same_figure_is_the_same_wherever_it_stands(report: Report) -> None:
    seen: dict[str, Figure] = {}
    for _, piece in report.pieces():
        if isinstance(piece, Figure):
            assert seen.setdefault(piece.key, piece) == piece
    assert len(seen) > 300


def test_the_workbook_holds_each_table_with_its_figures_as_numbers(of_2026: Reported, report: Report) -> None:
    given, found = counted(of_2026), sheets(made(report, "xlsx"))
    table = next(table for table in report.tables() if table.key == "svar-namnd-ansokan")
    rows = found["Svar Ansökan"]
    assert rows[0] == ["Fråga", *headings(table)[1:]]
    questions = of_2026.built.facts.areas[0].questions
    wanted = [(question, names) for question in questions for names in (*((name,) for name in BOARDS), BOARDS)]
    for row, (question, names) in zip(rows[1:], wanted, strict=True):
        assert row[0] == question.text
        assert row[2:7] == [sum(given[name, question.id, code] for name in names) for code in CODES]
    assert [type(cell) for cell in rows[-1][2:]] == [float] * 9
    assert set(found) >= {"Om rapporten", "Förklaringar"}
    assert len(found) == 2 + sum(1 for _ in report.tables())


def test_a_sheet_keeps_its_head_in_sight_and_its_words_are_never_formulas(report: Report) -> None:
    first = report.sections[0]
    table = Table("=1+1", report.annexes[0].sections[0].tables[0].columns[:1], (Row(("=SUM(A1)",)), Row((TYPED,))))
    changed = replace(report, title="=2+2", sections=(replace(first, tables=(table, table)),))
    file = made(changed, "xlsx")
    found = sheets(file)
    assert found["=1+1"] == found["=1+1 2"] == [["Nämnd"], ["=SUM(A1)"], [TYPED]]
    import zipfile

    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<f>" not in sheet


def test_the_pdf_shows_every_text_and_number_of_the_report(report: Report) -> None:
    reader = PdfReader(io.BytesIO(made(report, "pdf")))
    heads = [words(page.extract_text(visitor_text=None)) for page in reader.pages]
    head = words(f"Tjänsteutlåtande, dnr {report.head.registry_number}")
    shown = "".join(re.sub(f"^{re.escape(head)}Sid[0-9]+[(][0-9]+[)]", "", page) for page in heads)
    shown = shown.replace("\xad", "").replace("-", "")
    missing = [text for _, text in report.texts() if words(text).replace("-", "") not in shown]
    assert missing == []


def test_the_pdf_is_tagged_titled_in_swedish_and_tells_what_its_tables_hold(report: Report) -> None:
    reader = PdfReader(io.BytesIO(made(report, "pdf")))
    root: Any = reader.root_object
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "sv-SE"
    assert reader.metadata is not None
    assert reader.metadata.title == report.title
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    tags = Counter(tag["/S"] for tag in elements(root["/StructTreeRoot"]))
    tables = list(report.tables())
    assert tags["/Table"] == len(tables)
    headed = sum(len(table.columns) for table in tables)
    groups = sum(1 for table in tables for row in table.rows if row.kind is RowKind.GROUP)
    assert tags["/TH"] >= headed + groups
    assert tags["/Caption"] == len(tables)
    scopes = Counter(
        scope for tag in elements(root["/StructTreeRoot"]) if tag["/S"] == "/TH" for scope in scopes_of(tag)
    )
    assert scopes == {"/Column": tags["/TH"]}
    assert tags["/Figure"] == 0, "a picture wants a text in its place"
    assert [str(mark["/Title"]) for mark in marks(reader.outline)] == [part.heading for part in report.parts]


def scopes_of(tag: Any) -> list[str]:
    """What a heading in a table is the heading of."""
    held = tag.get("/A", [])
    told = (one.get_object() for one in (held if isinstance(held, list) else [held]))
    return [str(one["/Scope"]) for one in told if "/Scope" in one]


def elements(node: Any) -> list[Any]:
    """Every element of the structure tree, in order."""
    held = node.get_object()
    found = [held] if "/S" in held else []
    kids = held.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(kid, "get") and ("/S" in kid or "/K" in kid):
            found.extend(elements(kid))
    return found


def marks(outline: Any) -> list[Any]:
    return [one for mark in outline for one in (marks(mark) if isinstance(mark, list) else [mark])]


def test_the_page_shows_every_text_and_fetches_nothing(report: Report) -> None:
    file = made(report, "html")
    page = html5lib.parse(file, namespaceHTMLElements=False)
    body, title = page.find("body"), page.find("head/title")
    assert body is not None
    assert title is not None
    shown = words("".join(body.itertext()))
    assert [text for place, text in report.texts() if words(text) not in shown and place != "Titeln"] == []
    assert page.get("lang") == "sv"
    assert title.text == report.title
    assert b"http" not in file
    assert b"<script" not in file


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_what_is_typed_is_shown_and_never_run(of_2026: Reported, form: str) -> None:
    built = of_2026.built
    typed = f"{TYPED}\n\n- punkt {TYPED}"
    file = made(compose(built.facts, head=replace(built.head, officer=TYPED), texts={"bakgrund": typed}), form)
    shown = pages(file) if form == "pdf" else words("".join(html5lib.parse(file).itertext()))
    wanted = words(TYPED).replace("\U0001f600", "[U+1F600]") if form == "pdf" else words(TYPED)
    assert shown.count(wanted) == 3


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_section_of_200_000_characters_is_set_whole(of_2026: Reported, form: str) -> None:
    built = of_2026.built
    long = "\n\n".join(f"Stycke {number}. {'Några ord till. ' * 31}" for number in range(392))
    assert 195_000 < len(long) <= 200_000
    file = made(compose(built.facts, head=built.head, texts={"arendet": long}), form)
    shown = pages(file) if form == "pdf" else words(file.decode())
    assert all(f"Stycke{number}." in shown for number in range(392))


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_is_the_same_file(report: Report, form: str) -> None:
    assert made(report, form) == made(report, form)
