"""The Word file, opened again with python-docx: its numbers are those of the database, its form that of 2014."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from audit.accounts.operations import known
from audit.reports.content import Column, Row, Table
from audit.reports.operations import BuiltReport
from audit.reports.renderings.word import TEMPLATE, table_xml, word_file
from audit.reports.renderings.word_template import default_template
from audit.reports.rules.composition import compose
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.wording import limits_of, within
from checklists import AnswerCounts
from tests.reports import documents
from tests.reports.reported import SPACE, Reported, answers, expected_cells
from tests.reports.told import QUOTATION, SEEN, TITLE, Told
from tests.support.house import House
from tests.support.story import BOARDS, POPULATION, SIZE


@pytest.fixture
def house(of_2026: Reported) -> House:
    return of_2026.house


@pytest.fixture
def told(of_2026: Reported) -> Told:
    return of_2026.told


@pytest.fixture
def report(of_2026: Reported) -> BuiltReport:
    return of_2026.built


@pytest.fixture
def file(of_2026: Reported) -> bytes:
    return of_2026.file


def with_text(report: BuiltReport, section: str, text: str) -> bytes:
    """The report as a Word file with `text` written into one of its sections."""
    return word_file(compose(report.facts, head=report.head, texts={section: text}))


def test_every_number_in_the_question_tables_is_the_number_of_answers_given(
    house: House, told: Told, report: BuiltReport, file: bytes
) -> None:
    counted, found = answers(house, told.round_id), documents.tables(file)
    assert sum(counted.values()) == 25 * 5
    for area in report.facts.areas:
        rows = iter(found[f"{area.name}: svar per fråga och nämnd"][1:])
        for question in area.questions:
            assert next(rows) == [question.text]
            kungsholmen, norrmalm = report.facts.sampled(question)
            for name, boards, sampled in (
                ("Kungsholmen", ("Kungsholmen",), [kungsholmen]),
                ("Norrmalm", ("Norrmalm",), [norrmalm]),
                ("Tillsammans", BOARDS, [kungsholmen, norrmalm]),
            ):
                limits = within(limits_of(sampled))
                assert next(rows) == [name, *expected_cells(counted, boards, [question.id]), limits]
        assert list(rows) == []


def test_the_areas_are_summed_beside_the_administrations_views(
    house: House, told: Told, report: BuiltReport, file: bytes
) -> None:
    counted = answers(house, told.round_id)
    rows = documents.tables(file)["Svar per område, Kungsholmen och Norrmalm"][1:]
    expected = [
        [area.name, *expected_cells(counted, BOARDS, [question.id for question in area.questions])]
        for area in report.facts.areas
    ]
    every = [question.id for question in report.facts.questions]
    assert rows == [*expected, ["Alla områden", *expected_cells(counted, BOARDS, every)]]


def test_the_method_tells_frames_draw_and_replacements(house: House, told: Told, file: bytes) -> None:
    found = documents.tables(file)
    assert found["Urvalsram och urval, antal akter"][1:] == [
        ["Kungsholmen", str(POPULATION), str(SIZE), "0", str(SIZE), "3"],
        ["Norrmalm", str(POPULATION), str(SIZE), "1", str(SIZE), "2"],
        ["Tillsammans", "80", "6", "1", "6", "5"],
    ]
    assert found["Ersatta akter efter orsak"] == [["Nämnd", "Akten saknas"], *[["Kungsholmen", "0"], ["Norrmalm", "1"]],
                                                  ["Tillsammans", "1"]]  # fmt: skip
    method = "\n".join(documents.under(file, "Metod"))
    with house.database.transaction(write=False) as session:
        drawn = rounds.draw_of(session, told.round_id)
        assert drawn
        for stratum in drawn.protocol["strata"].values():
            assert stratum["sha256"] in method
    assert (
        "med fröet »4-2-6-1-5-3«. Fröets källa: Kungsholmen: 4-2-6 (tärningar); Norrmalm: 1-5-3 (tärningar)." in method
    )


def test_earlier_years_stand_beside_this_one_as_deep_as_they_are_known(file: bytes) -> None:
    found = documents.tables(file)
    investigation = found["Utredning: åren sida vid sida"]
    assert investigation[0] == ["Nämnd", "2014", "2026*", "Mot året före"]
    assert investigation[2:4] == [
        ["Kungsholmen", "–", "3 av 3", "–"],
        ["Norrmalm", "7 av 9", "1 av 2", "inte prövad"],
    ]
    application = found["Ansökan: åren sida vid sida"]
    assert application[5:7] == [
        ["Kungsholmen", "I ordning", "3 av 3", "–"],
        ["Norrmalm", "I ordning", "2 av 2", "–"],
    ]
    quoted = found["Omdömen i ord, citerade ur tidigare års dokument"][1:]
    assert [row[:4] for row in quoted] == [
        ["2014", "Alla nämnder", f"»{QUOTATION}«", f"Tjänsteutlåtande 2014, s.{SPACE}3"]
    ]


def test_the_sections_stand_in_the_order_of_2014(file: bytes) -> None:
    found = documents.headings(file)
    assert [text for level, text in found if level == 1] == [
        "Aktgranskning 2026 för Kungsholmen och Norrmalm",
        "Bilaga: Aktgranskning 2026",
    ]
    assert [text for level, text in found if level == 2] == [
        "Förslag till beslut",
        "Sammanfattning",
        "Bakgrund",
        "Ärendet",
        "Ärendets beredning",
        "Förvaltningens synpunkter och förslag",
        "Förbättringsområden",
        "Bilagor",
        "Metod",
        "Svar per fråga och område",
        "Jämförelse med tidigare år",
    ]
    assert [text for level, text in found if level == 3][:2] == ["Ansökan", "Utredning"]


def test_the_file_is_a_swedish_a4_document_with_numbered_pages(file: bytes) -> None:
    document = documents.opened(file)
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert document.core_properties.title == "Aktgranskning 2026 för Kungsholmen och Norrmalm"
    assert document.core_properties.language == "sv-SE"
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    for header in (page.first_page_header, page.header):
        fields = [element.get(qn("w:instr")) for element in header._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
        text = "".join(element.text or "" for element in header._element.iter(qn("w:t")))
        assert "Sid 1 (1)" in text
        assert "Tjänsteutlåtande" in text


def test_every_table_repeats_its_header_row_and_says_what_it_is(file: bytes) -> None:
    for table in documents.opened(file).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert "Kolumner: " in table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_the_contents_are_a_field_that_names_every_heading(report: BuiltReport, file: bytes) -> None:
    document = documents.opened(file)
    field = "".join(element.text or "" for element in document.element.body.iter(qn("w:instrText")))
    assert field.startswith("TOC")
    # Word counts the pages when the file is opened.
    assert document.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    listed = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Innehållsrad"]
    assert listed == [part.heading for part in report.report.parts if part.level < 3]


def test_the_report_holds_no_case_id_and_no_comment_of_a_single_answer(house: House, told: Told, file: bytes) -> None:
    inside = documents.everything(file)
    with house.database.transaction(write=False) as session:
        units = rounds.sample(session, told.round_id)
        comments = [one.comment for one in reviews.given_answers(session, round_id=told.round_id) if one.comment]
    assert len(comments) == 4
    assert [text for text in [*comments, *(unit.unit_id for unit in units)] if text in inside] == []


def test_only_what_the_unit_has_been_told_is_reported(file: bytes) -> None:
    views = documents.under(file, "Förvaltningens synpunkter och förslag")
    place = views.index(f"Iakttagelse 1: {TITLE}")
    assert views[place + 1 : place + 4] == [
        SEEN,
        "Bedömning: Bristen är väsentlig.",
        "Rekommendation: Inför en rubrik om barnen.",
    ]
    assert "Enheten har svarat på 1 av 1 iakttagelser och delar 1 av 1." in views
    assert "Utkast som ingen har delat" not in documents.everything(file)


TYPED = (
    "{{ 7*7 }} och {% raw %} och {# x #} och {{p x }} och {_{ y }_} och {_% z %_}",
    "<b>fet</b> & <w:p/> &amp; ]]>",
    "emoji 😀 och 'enkla' \"dubbla\" citattecken",
    "rad ett\nrad två\tefter tabb",
)


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_typed_is_printed_as_typed(report: BuiltReport, typed: str) -> None:
    assert documents.under(with_text(report, "bakgrund", typed), "Bakgrund") == [typed]


def test_typed_text_in_tables_is_printed_as_typed_too() -> None:
    table = Table("{{ 7*7 }}", (Column("A"), Column("B")), (Row(("<b>", "{_{ & }}")),))
    xml = table_xml(table, 9000)
    assert "49" not in xml
    assert "&lt;b&gt;" in xml


def test_a_very_long_text_comes_through_whole(report: BuiltReport) -> None:
    long = "\n\n".join(f"Stycke {number}. {'Några ord till. ' * 30}Slut." for number in range(400))
    assert len(long) > 190_000
    assert documents.under(with_text(report, "arendet", long), "Ärendet") == long.split("\n\n")


def test_lists_become_lists_in_the_document(file: bytes) -> None:
    document = documents.opened(file)
    points = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "List Bullet"]
    expected = "Barnperspektivet i dokumentationen: Att åskådliggöra barnperspektivet i dokumentationen."
    assert expected in points


def test_the_same_report_is_the_same_file(report: BuiltReport, file: bytes) -> None:
    assert word_file(report.report) == file


def test_the_template_in_the_repository_is_the_one_that_the_program_makes() -> None:
    assert TEMPLATE.read_bytes() == default_template()


def steering(file: bytes) -> Iterator[str]:
    for line in documents.paragraphs(file):
        if "{%p" in line or "{{" in line:
            yield line


def test_the_template_shows_an_officer_where_the_report_goes() -> None:
    lines = list(steering(default_template()))
    assert "{{ title }}" in lines
    assert "{%p for section in sections %}" in lines


def test_the_counts_of_all_boards_are_added_up(report: BuiltReport) -> None:
    question = report.facts.areas[0].questions[0]
    assert question.counts == (
        AnswerCounts(nej=1, delvis=1, kan_ej_bedomas=1),
        AnswerCounts(ja=1, ej_aktuellt=1),
    )
    assert question.total == AnswerCounts(ja=1, nej=1, delvis=1, kan_ej_bedomas=1, ej_aktuellt=1)
    assert known(report.round_.id) == report.round_id


OFFICE = shutil.which("soffice")

if OFFICE:  # Where there is none there is no such test: a skipped one would pass for a seen one.

    def test_libreoffice_shows_every_text_and_number_of_the_report(
        report: BuiltReport, file: bytes, tmp_path: Path
    ) -> None:
        (tmp_path / "rapport.docx").write_bytes(file)
        profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
        convert = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
        subprocess.run([*convert, str(tmp_path / "rapport.docx")], check=True, timeout=120, capture_output=True)
        pages = [page.extract_text() for page in PdfReader(tmp_path / "rapport.pdf").pages]
        assert f"Sid {len(pages)} ({len(pages)})" in pages[-1]
        head = "".join(f"Tjänsteutlåtande, dnr {report.report.head.registry_number}".split())
        shown = "".join(re.sub(rf"^{re.escape(head)}Sid\d+\(\d+\)", "", "".join(page.split())) for page in pages)
        missing = [text for _, text in report.report.texts() if "".join(text.split()) not in shown]
        assert missing == []
