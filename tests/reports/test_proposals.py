"""The proposed texts say what was counted, and nothing that the counts do not carry."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.comparison.rules import Year
from audit.reports.content import Block
from audit.reports.rules.composition import HeadText, compose
from audit.reports.rules.facts import (
    AgreedArea,
    AgreementFacts,
    AreaFacts,
    BoardFacts,
    DrawFacts,
    ImprovementFacts,
    ObservationFacts,
    QuestionFacts,
    ReplyFacts,
    ReportFacts,
)
from audit.reports.rules.figures import figures_of
from audit.reports.rules.phrases import PHRASES
from audit.reports.rules.proposals import SECTIONS
from audit.reports.rules.text import blocks, genitive, line, listing, paragraph, printable, untagged
from audit.wording import agreed_of
from checklists import AnswerCounts

SPACE = "\N{NO-BREAK SPACE}"
YES = AnswerCounts(ja=10)
WORDS_WITHOUT_NUMBERS = ("förbättr", "försämr", "sällan", "brister", "flertalet")


def board(name: str = "Kungsholmen", **different: object) -> BoardFacts:
    plain = BoardFacts(
        id=1, name=name, population=166, frame_sha256="a" * 64, drawn=10, in_use=10, signed=10, replaced={}
    )
    return replace(plain, **different)  # type: ignore[arg-type]


def question(number: int, *counts: AnswerCounts) -> QuestionFacts:
    return QuestionFacts(f"q{number}", f"Fråga {number}?", counts)


def facts(areas: Mapping[str, tuple[QuestionFacts, ...]] | None = None, **different: object) -> ReportFacts:
    """A finished round of one board, two areas and no deviation, if nothing else is said."""
    told = areas or {"Ansökan": (question(1, YES), question(2, YES)), "Journal": (question(3, YES),)}
    plain = ReportFacts(
        round_id=5,
        year=2026,
        kind="arenden",
        invented=False,
        created_at=datetime(2026, 9, 1, tzinfo=UTC),
        period_from=date(2026, 1, 1),
        period_to=date(2026, 6, 30),
        checklist="akt-2026.1",
        boards=(board(),),
        areas=tuple(AreaFacts(name, asked) for name, asked in told.items()),
        draw=DrawFacts(date(2026, 9, 3), "3841-5526", "Parternas tärningar"),
        meetings=(),
        observations=(),
        replies=ReplyFacts(0, 0),
        improvements=(),
        years=(Year(5, 2026, "2026", False, False),),
        cells={},
    )
    return replace(plain, **different)  # type: ignore[arg-type]


def proposed(section: str, of: ReportFacts) -> str:
    return untagged(SECTIONS[section][1](of)).replace("\N{NO-BREAK SPACE}", " ")


def test_all_is_said_only_where_all_were_counted() -> None:
    assert "I samtliga 3 frågor är svaret Ja för varje akt" in proposed("sammanfattning", facts())
    one_unanswered = {"Ansökan": (question(1, YES), question(2, AnswerCounts(ej_aktuellt=10)), question(3, YES))}
    told = proposed("sammanfattning", facts(one_unanswered))
    assert "samtliga" not in told
    assert "I 2 av 3 frågor är svaret Ja för varje akt där frågan var aktuell och gick att bedöma." in told
    assert "De övriga gick inte att bedöma." in told


def test_deviations_are_told_by_count_first() -> None:
    some = {"Ansökan": (question(1, AnswerCounts(ja=7, delvis=1, nej=2)), question(2, YES), question(3, YES))}
    told = proposed("sammanfattning", facts(some))
    assert "I 1 av 3 frågor är svaret Nej eller Delvis för minst en akt." in told
    assert "- Fråga 1? Nej eller Delvis i 3 av 10 granskade akter." in told
    assert "Med 95 % säkerhet har mellan 12 och 106 av de 166 akterna den avvikelsen." in told
    assert "Ansökan: avvikelser i 1 av 3 frågor.\n- Fråga 1? 3 av 10 akter." in proposed("synpunkter", facts(some))


def test_what_could_not_be_assessed_stands_beside_and_is_no_deviation() -> None:
    some = {"Ansökan": (question(1, AnswerCounts(ja=4, ej_aktuellt=3, kan_ej_bedomas=3)),)}
    told = proposed("synpunkter", facts(some))
    assert "Inga avvikelser finns i området ansökan" in told
    assert "I 1 av 1 frågor är svaret Kan ej bedömas för minst en akt." in told


def test_an_area_that_nobody_could_answer_is_not_called_in_order() -> None:
    some = {"Ansökan": (question(1, AnswerCounts(ej_aktuellt=10)),), "Journal": (question(2, YES),)}
    told = proposed("synpunkter", facts(some))
    assert "Ansökan: ingen fråga var aktuell och gick att bedöma." in told
    assert "Inga avvikelser finns i området journal: svaret är Ja på frågan för varje akt" in told


@pytest.mark.parametrize("amount", [3, 4, 5, 6, 12])
def test_the_most_deviating_questions_are_never_chosen_among_equals(amount: int) -> None:
    equal = tuple(question(number, AnswerCounts(ja=9, nej=1)) for number in range(1, amount + 1))
    told = proposed("sammanfattning", facts({"Ansökan": equal}))
    assert told.count("\n- Fråga") == (amount if amount <= 5 else 0)


def test_an_unfinished_review_says_so() -> None:
    under_way = facts(boards=(board(signed=7),))
    for section in ("sammanfattning", "arendet"):
        assert "Granskningen är inte avslutad: 7 av 10 akter är färdiggranskade." in proposed(section, under_way)
        assert "inte avslutad" not in proposed(section, facts())


def test_nothing_reviewed_gives_a_report_without_results() -> None:
    nothing = facts({"Ansökan": (question(1, AnswerCounts()),)}, boards=(board(signed=0),))
    assert "samtliga" not in proposed("sammanfattning", nothing)
    assert "Ansökan: ingen fråga var aktuell och gick att bedöma." in proposed("synpunkter", nothing)


def test_replaced_and_missing_files_are_told() -> None:
    some = facts(boards=(board(replaced={"Akten saknas": 1, "Akten är utlånad": 2}, missing=1),))
    assert "3 akter ersattes med nästa reserv. Orsak: akten saknas (1) och akten är utlånad (2)." in proposed(
        "arendet", some
    )
    assert "Det gick inte att hitta 1 akt från Kungsholmen." in proposed("synpunkter", some)


def test_earlier_years_are_named_and_no_change_is_claimed() -> None:
    years = (
        Year(1, 2010, "2010", True, False),
        Year(2, 2014, "2014", True, False),
        Year(5, 2026, "2026", False, False),
    )
    told = facts(years=years)
    assert "finns från 2010 och 2014." in proposed("bakgrund", told)
    assert "visar inte i sig om något har blivit bättre eller sämre" in proposed("synpunkter", told)


def test_no_proposal_uses_words_that_no_number_carries() -> None:
    some = facts({"Ansökan": (question(1, AnswerCounts(ja=1, nej=9)), question(2, YES))})
    for section, (_, propose) in SECTIONS.items():
        if section != "forbattringsomraden":
            assert [word for word in WORDS_WITHOUT_NUMBERS if word in propose(some).lower()] == []


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (AnswerCounts(ja=4, nej=6), "- Fråga 1? Avvikelser ofta, 6 av 10 akter."),
        (AnswerCounts(ja=5, nej=5), "- Fråga 1? Avvikelser ofta, 5 av 10 akter."),
        (AnswerCounts(ja=6, nej=4), "- Fråga 1? 4 av 10 akter."),
        (AnswerCounts(ja=8, nej=2), "- Fråga 1? Avvikelser i enstaka akter, 2 av 10 akter."),
        (AnswerCounts(ja=7, nej=2, ej_aktuellt=1), "- Fråga 1? 2 av 9 akter."),
        (AnswerCounts(ja=3, delvis=1), "- Fråga 1? 1 av 4 akter."),
    ],
)
def test_a_word_for_how_often_is_used_only_where_its_definition_holds(counts: AnswerCounts, said: str) -> None:
    told = proposed("synpunkter", facts({"Ansökan": (question(1, counts), question(2, YES))}))
    assert said in told.split("\n")
    enough = counts.applicable >= 5 and counts.ja * 5 >= counts.applicable * 4
    assert ("i huvudsak i ordning" in told) == enough


@given(st.integers(0, 40), st.integers(0, 40))
def test_no_two_words_contradict_each_other(deviations: int, others: int) -> None:
    holds = {phrase.word for phrase in PHRASES if phrase.holds(deviations, deviations + others)}
    assert not {"samtliga", "ofta"} <= holds
    assert not {"ofta", "enstaka"} <= holds
    assert not {"ofta", "i huvudsak"} <= holds
    assert ("samtliga" in holds) == (deviations == 0 < others)


def test_the_guide_explains_every_word_as_it_is_defined() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "anvandarguide.md").read_text(encoding="utf-8")
    for phrase in PHRASES:
        assert f"| »{phrase.word}« | {phrase.meaning} |" in guide


def test_one_board_and_several_are_worded_each_in_its_way() -> None:
    assert proposed("beredning", facts()) == "Ärendet har beretts av Kungsholmens stadsdelsförvaltning."
    two = facts(
        {"Ansökan": (question(1, YES, YES),)}, boards=(board(), board("Norra innerstaden", population=300, id=2))
    )
    assert proposed("beredning", two) == (
        "Ärendet har beretts i samverkan mellan Kungsholmens och Norra innerstadens stadsdelsförvaltningar."
    )
    assert "omfattar 20 akter (10 från Kungsholmen och 10 från Norra innerstaden)" in proposed("sammanfattning", two)
    assert "bland 466 ärenden med beslut" in proposed("sammanfattning", two)


def test_what_an_observation_is_held_against_and_why_it_comes_about_is_told_where_it_is_known() -> None:
    known = ObservationFacts("Barnen", "", "Sett.", "Bedömt.", "Gör så.", "4 kap. 1 § SoL", "Rutin saknas. Ny mall.")
    told = proposed("synpunkter", facts(observations=(known,), replies=ReplyFacts(0, 0)))
    expected = "Sett.\n\nStälls mot: 4 kap. 1 § SoL\n\nBedömning: Bedömt.\n\nOrsak: Rutin saknas. Ny mall.\n\nRekomm"
    assert expected in told


def test_observations_and_improvement_areas_are_told_in_their_own_words() -> None:
    told = facts(
        observations=(ObservationFacts("Barnen", "Kungsholmen", "Sett.", "Bedömt.", ""),),
        replies=ReplyFacts(1, 0),
        improvements=(
            ImprovementFacts("Öppet område", "Med text.", "2014", "Chefen", None, "Kvarstår", closed=False),
            ImprovementFacts("Tillbaka", "", "2014", "Chefen", None, "Återkommande", closed=False, recurrences=1),
            ImprovementFacts("Stängt område", "", "2014", "Chefen", None, "Åtgärdat", closed=True),
            ImprovementFacts(
                "Borta nu",
                "",
                "2014",
                "Chefen",
                None,
                "Åtgärdat",
                True,
                lasted="11 år",
                supported=(("Fråga?", "Ingen."),),
            ),
        ),
    )
    assert (
        "Iakttagelse 1: Barnen (Kungsholmen)\n\nSett.\n\nBedömning: Bedömt.\n\nEnheten har svarat på 1 av 1"
        in proposed("synpunkter", told)
    )
    assert "och delar 0 av 1." in proposed("synpunkter", told)
    in_part = replace(told, replies=ReplyFacts(1, 0, partly=1))
    assert "och delar 0 av 1, 1 delvis." in proposed("synpunkter", in_part)
    assert proposed("forbattringsomraden", told) == (
        "Nedanstående områden följs upp vid nästa granskning.\n\n- Öppet område: Med text.\n- Tillbaka\n\n"
        "Återkommande efter att ha varit stängda: »Tillbaka«.\n\nBedömda som åtgärdade:\n\n"
        "- Stängt område: stängt med ett skrivet skäl, inte av ett stickprov.\n- Borta nu (efter 11 år): Fråga? Ingen."
    )
    assert "2 förbättringsområden följs vidare: »Öppet område« och »Tillbaka«. Återkommande" in proposed(
        "sammanfattning", told
    )


def test_an_annex_tells_how_far_two_agreed_where_two_have_reviewed() -> None:
    assert [annex.key for annex in compose(facts(), head=HeadText(), texts={}).annexes] == ["bilaga-aktgranskning"]
    alike = agreed_of(((8, 1), (0, 1)))
    areas = (AgreedArea("Ansökan", alike, (("Fråga 1?", alike),)),)
    told = facts(agreement=AgreementFacts(5, alike, areas))
    annex = compose(told, head=HeadText(), texts={}).annexes[1]
    assert annex.heading.heading == "Bilaga: Samstämmighet mellan granskare"
    table = annex.sections[0].tables[0]
    assert [str(cell) for cell in table.rows[0].cells][:2] == ["Ansökan", f"9 av 10 (90{SPACE}%)"]
    assert proposed("bilagor", told).endswith("\n2. Samstämmighet mellan granskare")


def test_the_head_is_proposed_until_it_is_filled_in() -> None:
    empty = compose(facts(), head=HeadText(), texts={}).head
    assert (empty.administration, empty.recipient, empty.officer, empty.dated_on) == (
        "Kungsholmens stadsdelsförvaltning",
        "Kungsholmens stadsdelsnämnd",
        "–",
        "–",
    )
    filled = compose(facts(), head=HeadText(officer="Samordnaren", dated_on=date(2026, 12, 1)), texts={})
    assert (filled.head.officer, filled.head.dated_on, filled.dated.date()) == (
        "Samordnaren",
        "2026-12-01",
        date(2026, 12, 1),
    )


def test_a_written_text_stands_in_place_of_its_proposal_and_of_no_other() -> None:
    report = compose(facts(), head=HeadText(), texts={"bakgrund": "Egen text."})
    by_key = {section.key: section for section in report.sections}
    assert by_key["bakgrund"].blocks == (paragraph("Egen text."),)
    assert by_key["arendet"].blocks == blocks(SECTIONS["arendet"][1](facts()), figures_of(facts()))


def test_only_invented_data_is_called_invented() -> None:
    assert compose(facts(), head=HeadText(), texts={}).notice == ""
    assert "påhittade" in compose(facts(invented=True), head=HeadText(), texts={}).notice


def test_text_becomes_paragraphs_and_lists() -> None:
    text = "Ett stycke\nmed två rader.\n\n \nInledning:\n- ett\n– två\n\nSlut"
    assert blocks(text) == (
        paragraph("Ett stycke\nmed två rader."),
        paragraph("Inledning:"),
        Block((line("ett"), line("två")), listed=True),
        paragraph("Slut"),
    )
    assert blocks("") == blocks(" \n\n ") == ()
    assert blocks("-utan mellanslag\n−3,7 mnkr") == (paragraph("-utan mellanslag\n−3,7 mnkr"),)


def test_only_what_no_document_can_hold_is_taken_out_of_a_text() -> None:
    assert printable("a\r\nb\rc\x0bd\x00\x07\ufffe") == "a\nb\nc\nd"
    assert printable("{{ 7*7 }} <b> & 😀 \t") == "{{ 7*7 }} <b> & 😀 \t"


@pytest.mark.parametrize(("name", "said"), [("Kungsholmen", "Kungsholmens"), ("Hornsgatans", "Hornsgatans")])
def test_boards_are_named_in_the_genitive(name: str, said: str) -> None:
    assert genitive(name) == said


def test_words_are_listed_as_in_a_sentence() -> None:
    assert [listing([]), listing("A"), listing("AB"), listing("ABC")] == ["", "A", "A och B", "A, B och C"]


@given(st.text(alphabet="ab.{%}<>&_#😀 \t\n"))
def test_nothing_that_is_typed_is_lost_on_the_way_to_paragraphs(text: str) -> None:
    kept = "".join(one.text for block in blocks(text) for one in block.lines)
    assert "".join(kept.split()) == "".join(text.split())
