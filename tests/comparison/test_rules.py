"""What an earlier year tells: the deepest that is known, and tables pasted from its document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checklists_shipped import load
from audit.comparison.rules import (
    Depth,
    Judgement,
    PasteFault,
    Statement,
    Year,
    changes_of,
    choose,
    parse_answers,
    parse_counts,
)
from checklists import AnswerCounts
from tests.wording.test_limits import plain

QUESTIONS = {"application_on_file": "Finns en ansökan?", "journal_continuous": "Är journalen löpande?"}
SCALE = {"ja": "Ja", "delvis": "Delvis", "nej": "Nej", "ej_aktuellt": "Ej aktuellt"}
WORDS = Statement(Judgement.IN_ORDER, "Besluten är kompletta.", "Tjänsteutlåtande 2014", "3")


def test_single_answers_say_more_than_counts_and_counts_more_than_words() -> None:
    answers, table = AnswerCounts(ja=7, nej=3), AnswerCounts(ja=6, nej=4)
    assert choose(answers, table, [WORDS]).counts == answers
    assert choose(None, table, [WORDS]).depth is Depth.COUNTS
    assert choose(None, None, [WORDS]).depth is Depth.WORDS
    assert choose(None, None, []).depth is Depth.NOTHING


def test_counts_of_no_file_at_all_are_not_taken_for_knowledge() -> None:
    assert choose(AnswerCounts(), AnswerCounts(), [WORDS]).depth is Depth.WORDS


def test_words_are_kept_beside_the_counts() -> None:
    assert choose(AnswerCounts(ja=1), None, [WORDS]).statements == (WORDS,)


def test_a_table_is_read_by_question_name_or_text_with_tab_or_semicolon() -> None:
    rows, faults = parse_counts(
        "Fråga;Ja;Delvis;Nej;Ej aktuellt;Kan ej bedömas;Granskade\n"
        "application_on_file;9;0;1;0;0;10\n\n"
        "Är journalen löpande?\t7\t2\t1",
        QUESTIONS,
    )
    assert faults == []
    assert [(row.question_id, row.counts) for row in rows] == [
        ("application_on_file", AnswerCounts(ja=9, nej=1)),
        ("journal_continuous", AnswerCounts(ja=7, delvis=2, nej=1)),
    ]


def test_every_fault_of_a_pasted_table_is_named_with_its_line() -> None:
    rows, faults = parse_counts(
        "application_on_file;9;0;1;0;0;11\nokänd fråga;1\njournal_continuous;sju;-1\njournal_continuous;1;2;3;4;5;15;7",
        QUESTIONS,
    )
    assert rows == []
    assert [(fault.line, fault.column) for fault in faults] == [
        (1, "Granskade"), (2, "Fråga"), (3, "Ja"), (3, "Delvis"), (4, "Rad"),
    ]  # fmt: skip
    assert "summerar till 10" in str(faults[0])


def doubts(text: str) -> list[str]:
    rows, faults = parse_counts(text, QUESTIONS)
    assert faults == []
    return [plain(doubt) for row in rows for doubt in row.doubts]


def test_the_same_question_twice_is_in_doubt_on_both_lines() -> None:
    assert (
        doubts("application_on_file;9\napplication_on_file;8")
        == ["Frågan står på rad 1 och 2. Den kan bara ha ett svar för året."] * 2
    )


def test_figures_that_contradict_each_other_are_told_with_their_arithmetic() -> None:
    heading = "Fråga;Ja;Delvis;Nej;Granskade;Avvikelser;Procent\n"
    assert doubts("application_on_file;7;2;1;0;0;11") == [
        "Ja 7 + Delvis 2 + Nej 1 + Ej aktuellt 0 + Kan ej bedömas 0 summerar till 10, men Granskade är 11."
    ]
    assert doubts(heading + "application_on_file;;;;10;12;") == ["12 avvikelser, men bara 10 akter är granskade."]
    assert doubts(heading + "application_on_file;7;2;1;10;4;") == ["Delvis 2 + Nej 1 = 3, men Avvikelser är 4."]
    assert doubts(heading + "application_on_file;7;2;1;10;3;80 %") == ["Ja 7 av 10 är 70 %, men dokumentet säger 80 %."]
    assert doubts(heading + "application_on_file;;;;10;;73") == [
        "73 % av 10 akter går inte att få: 7 av 10 är 70 %, 8 av 10 är 80 %."
    ]
    assert doubts(heading + "application_on_file;;;;400;;70 %") == [
        "70 % av 400 akter kan vara allt från 278 till 282."
    ]
    assert doubts(heading + "application_on_file;;;;;;70 %") == [
        "70 % står ensamt: utan antalet granskade säger det inte hur många."
    ]


def test_figures_that_agree_are_in_no_doubt_however_little_the_document_tells() -> None:
    heading = "Fråga;Granskade;Avvikelser;Andel Ja\n"
    for told in ("10;3;70 %", "10;;70 %", "10;3;", "10;3;0.7", "3;1;66,7 %"):
        rows, faults = parse_counts(f"{heading}application_on_file;{told}", QUESTIONS)
        assert (faults, rows[0].doubts) == ([], ()), told
        assert rows[0].counts.reviewed == rows[0].figures.reviewed


def test_a_heading_that_nobody_knows_is_a_fault_with_what_to_call_it() -> None:
    _, faults = parse_counts("Fråga;Ja;Kanske\napplication_on_file;1;2", QUESTIONS)
    assert str(faults[0]).startswith(
        "Rad 1, Rubrik: »Kanske« – rubriken är okänd eller står två gånger. Kalla kolumnen Ja"
    )


def test_an_empty_paste_is_a_fault() -> None:
    assert parse_counts(" \n", QUESTIONS)[1] == [PasteFault(1, "Fråga", "", "klistra in minst en rad.")]
    assert parse_answers("", QUESTIONS, SCALE)[1]


def test_single_answers_are_read_by_label_or_code() -> None:
    rows, faults = parse_answers(
        "Akt;Fråga;Svar;Kommentar\n1;application_on_file;Ja\n1;journal_continuous;nej;Lucka i mars", QUESTIONS, SCALE
    )
    assert faults == []
    assert [(row.file_label, row.value, row.comment) for row in rows] == [("1", "ja", ""), ("1", "nej", "Lucka i mars")]


def test_every_fault_of_pasted_answers_is_named_with_its_line() -> None:
    _, faults = parse_answers(
        ";application_on_file;Ja\n1;vad;Kanske\n2;application_on_file;Ja\n2;application_on_file;Nej", QUESTIONS, SCALE
    )
    assert [(fault.line, fault.column) for fault in faults] == [(1, "Akt"), (2, "Fråga"), (2, "Svar"), (4, "Fråga")]


@pytest.mark.parametrize("parse", [parse_counts, lambda text, asked: parse_answers(text, asked, SCALE)])
@given(text=st.text())
def test_whatever_is_pasted_gives_rows_or_faults_never_both_and_never_neither(parse, text) -> None:  # type: ignore[no-untyped-def]
    rows, faults = parse(text, QUESTIONS)
    assert bool(rows) != bool(faults)


@pytest.mark.parametrize("by_amount", [(False, False), (True, False), (False, True)])
def test_a_year_whose_payments_were_drawn_by_amount_is_never_tested(by_amount: tuple[bool, bool]) -> None:
    asked = load("utbetalning-2026.1")
    pay = asked.questions[0].id
    years = [
        Year(number, 2024 + number, "Påhittad", False, True, asked, (pay,), by_amount=by_amount[number - 1])
        for number in (1, 2)
    ]
    cells = {
        (1, 7, pay): choose(AnswerCounts(ja=40), None, []),
        (2, 7, pay): choose(AnswerCounts(nej=40), None, []),
    }
    found = changes_of(years, cells, board_id=7, question_ids=[pay])
    assert found is not None
    assert ("säkerställd" in found.in_a_word(pay)) is not any(by_amount)
