"""The report of 2014 made again, from what was entered out of its document: its sections, statements and budget."""

import io

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from audit.demo import paper_years, report_2014
from audit.demo.people import REVIEWED, Cast
from audit.reports import operations
from audit.reports.content import Report
from audit.reports.operations.formats import FORMS
from audit.reports.rules.freezing import frozen, thawed
from audit.rounds.models import Round
from tests.reports import documents
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.story import BOARDS

BUDGET = "Verksamhetens budgetutfall 2011–2013, mnkr"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    return house_on_sqlite


@pytest.fixture
def round_id(house: House) -> int:
    boards = dict(zip(REVIEWED, house.board_ids(*BOARDS), strict=True))
    cast = Cast(boards, house.accounts)
    with house.database.transaction() as session:
        made = paper_years.take_in(session, cast=cast, at=house.clock())
        report_2014.enter(session, cast=cast, round_id=made, at=house.clock())
    return made


@pytest.fixture
def report(house: House, round_id: int) -> Report:
    with house.database.transaction(write=False) as session:
        return operations.build(session, round_=session.get_one(Round, round_id)).report


def test_it_has_the_sections_the_statements_and_the_budget_of_the_document(report: Report) -> None:
    file = FORMS["docx"].make(report)
    assert [text for level, text in documents.headings(file) if level == 2][:8] == [
        "Förslag till beslut", "Sammanfattning", "Bakgrund", "Ärendet", "Ärendets beredning",
        "Förvaltningens synpunkter och förslag", "Förbättringsområden", "Bilagor",
    ]  # fmt: skip
    assert documents.tables(file)[BUDGET] == [
        ["Nämnd", "2011", "2012", "2013"],
        ["Kungsholmen", "−3,7", "−3,4", "+1,3"],
        ["Norrmalm", "−5,7", "−5,3", "−2,7"],
    ]
    views = "\n".join(documents.under(file, "Förvaltningens synpunkter och förslag"))
    for quoted in paper_years.OF_2014:
        assert quoted.words in views or quoted.page == paper_years.AREAS
    assert len([one for one in documents.under(file, "Förbättringsområden") if one]) == 4
    judged = documents.tables(file)["Omdömen 2014"]
    assert [row[2] for row in judged if len(row) == 4][1:] != []
    assert {row[1] for row in judged[1:] if len(row) == 4} == {"I ordning", "Delvis i ordning", "Brister"}
    assert f"»{paper_years.COMPLETE}«" in {row[2] for row in judged if len(row) == 4}


def test_the_budget_is_the_same_in_every_form_and_a_number_in_the_workbook(report: Report) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(FORMS["xlsx"].make(report)))
    sheet = next(name for name in book.sheet_names if name.startswith("Verksamhetens"))
    assert book.get_sheet_by_name(sheet).to_python()[1:] == [
        ["Kungsholmen", -3.7, -3.4, 1.3],
        ["Norrmalm", -5.7, -5.3, -2.7],
    ]
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(FORMS["pdf"].make(report))).pages)
    for shown in ("−3,7", "−3,4", "+1,3", "−5,7", "−5,3", "−2,7"):
        assert shown in pages


def test_a_table_is_pasted_into_a_section_and_taken_out_again(house: House, round_id: int) -> None:
    client = house.client("samordnare")
    where = f"/omgangar/{round_id}/rapport/avsnitt/bakgrund/tabeller"
    wrong = client.fill(where, caption="Hushåll", rows="Nämnd;2014;2015\nKungsholmen;184;166;9")
    assert wrong.status_code == 422
    assert "Rad 2 har 4 celler, men rubrikraden har 3." in text_of(parse(wrong))
    typed = "Nämnd;2014;2015\nKungsholmen {{ 7*7 }};1 184;–\n=1+1;187;160"
    assert client.fill(where, caption="Hushåll <b>", rows=typed, source="Verksamhetsberättelse").status_code == 302
    page = parse(client.get(f"/omgangar/{round_id}/rapport"))
    table = next(each for each in page.iter("table") if text_of(each).startswith("Hushåll <b>"))
    cells = [[text_of(cell) for cell in row] for row in table.iter("tr")]
    assert cells == [["Nämnd", "2014", "2015"], ["Kungsholmen {{ 7*7 }}", "1 184", "–"], ["=1+1", "187", "160"]]
    assert client.fill(where, 0).status_code == 302
    assert "Hushåll <b>" not in text_of(parse(client.get(f"/omgangar/{round_id}/rapport")))


def test_a_table_stands_where_the_text_names_it_in_every_form(house: House, round_id: int) -> None:
    client, section = house.client("samordnare"), f"/omgangar/{round_id}/rapport/avsnitt/bakgrund"
    for caption in ("Hushåll, antal", "Sist"):
        rows = f"Nämnd;2014\n{caption} {{{{ 7*7 }}}};184"
        client.fill(f"{section}/tabeller", "Lägg till tabellen", caption=caption, rows=rows)
    client.fill(
        section, text="Före.\n[tabell:  HUSHÅLL,  antal ]\nEfter.\n\n[Tabell: finns inte]\n[Tabell: hushåll, antal]"
    )
    with house.database.transaction(write=False) as session:
        report = operations.build(session, round_=session.get_one(Round, round_id)).report
    told = next(one for one in report.sections if one.key == "bakgrund")
    assert [(len(blocks), [table.caption for table in tables]) for blocks, tables in told.flow] == [
        (1, ["Hushåll, antal"]),
        (2, ["Sist"]),
    ]
    order = ["Före.", "Hushåll, antal", "Efter.", "[Tabell: finns inte]", "[Tabell: hushåll, antal]", "Sist"]
    page = text_of(parse(client.get(f"/omgangar/{round_id}/rapport")))
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(FORMS["pdf"].make(report))).pages)
    word = "\n".join(documents.paragraphs(FORMS["docx"].make(report)))
    html = FORMS["html"].make(report).decode()
    for shown in (page, pdf, word, html):
        inside = shown[shown.index("Före.") :]
        places = [inside.find(text) for text in order]
        assert places == sorted(places)
        assert -1 not in places
    assert thawed(frozen(report)) == report
    assert "»[Tabell: finns inte]« är ingen tabell i avsnittet" in page
