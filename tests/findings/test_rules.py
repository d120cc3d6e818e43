"""From answers to observations, decided without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings.rules import (
    DeviatingAnswer,
    MissingFiles,
    QuestionResult,
    Severity,
    Stance,
    case_ids_in,
    compiled,
    missing_text,
    proposals,
    reply_faults,
    seen_text,
    worst,
)
from checklists import AnswerCounts, Question

TODAY = date(2026, 9, 1)
NAMES = {1: "Kungsholmen", 2: "Norrmalm"}


def question(id_: str, area: str = "journal", severity: str = "vasentlig") -> Question:
    return Question(
        id=id_,
        area=area,
        text=f"Fråga {id_}?",
        applies_when="true",
        deviation="",
        guidance="",
        refs=(),
        severity=severity,
        legal_date="",
        core=True,
    )


def result(asked: Question, **by_board: AnswerCounts) -> QuestionResult:
    return QuestionResult(asked, {int(board[1:]): counts for board, counts in by_board.items()}, ())


def answer(id_: int, board: int, unit: str, asked: str = "a") -> DeviatingAnswer:
    return DeviatingAnswer(id_, board, unit, asked, "nej", "")


def test_results_are_compiled_per_question_and_board_in_order() -> None:
    counts = {(1, "a"): AnswerCounts(ja=1, nej=1), (2, "a"): AnswerCounts(ja=2), (3, "a"): AnswerCounts(nej=9)}
    answers = [answer(7, 2, "N-1"), answer(8, 1, "K-2"), answer(9, 1, "K-1"), answer(10, 3, "Ö-1")]
    first, second = compiled([question("a"), question("b")], [1, 2], counts, answers)
    assert dict(first.by_board) == {1: AnswerCounts(ja=1, nej=1), 2: AnswerCounts(ja=2)}
    assert first.total == AnswerCounts(ja=3, nej=1)
    assert [one.unit_id for one in first.answers] == ["K-1", "K-2", "N-1"]
    assert second.total == AnswerCounts()
    assert first.of_boards([2]).answers == (answers[0],)


def test_deviations_are_proposed_by_area_the_most_severe_first() -> None:
    results = [
        result(question("a"), b1=AnswerCounts(nej=3), b2=AnswerCounts(delvis=1)),
        result(question("b", "beslut", "mindre"), b1=AnswerCounts(ja=3), b2=AnswerCounts(ja=3)),
        result(question("c", "beslut", "kritisk"), b1=AnswerCounts(ja=3), b2=AnswerCounts(nej=1)),
        result(question("d"), b1=AnswerCounts(delvis=1), b2=AnswerCounts(ja=3)),
    ]
    law, journal = proposals(results)
    assert (law.area_id, law.board_id, law.question_ids, law.severity) == ("beslut", 2, ("c",), Severity.CRITICAL)
    assert (journal.board_id, journal.question_ids, journal.deviations) == (None, ("a", "d"), 5)


def test_what_an_observation_rests_on_is_not_proposed_again() -> None:
    results = [result(question("a"), b1=AnswerCounts(nej=3), b2=AnswerCounts(delvis=1))]
    (left,) = proposals(results, taken={(1, "a")})
    assert (left.board_id, left.deviations) == (2, 1)
    assert proposals(results, taken={(1, "a"), (2, "a")}) == []


def test_in_a_round_of_one_board_a_proposal_concerns_the_whole_round() -> None:
    (only,) = proposals([result(question("a"), b1=AnswerCounts(nej=1))])
    assert only.board_id is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ansokan", "beslut", "journal"]),
            st.sampled_from(list(Severity)),
            st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=2),
        ),
        max_size=8,
    ),
    st.sets(st.tuples(st.integers(1, 2), st.sampled_from(list("01234567")))),
)
def test_every_open_deviation_is_in_exactly_one_proposal(
    drawn: list[tuple[str, Severity, list[tuple[int, int]]]], taken: set[tuple[int, str]]
) -> None:
    results = [
        result(
            question(str(place), area, severity),
            b1=AnswerCounts(ja=boards[0][0], nej=boards[0][1]),
            b2=AnswerCounts(ja=boards[1][0], nej=boards[1][1]),
        )
        for place, (area, severity, boards) in enumerate(drawn)
    ]
    proposed = proposals(results, taken=taken)
    still_open = {
        (board, one.question.id): counts.deviations
        for one in results
        for board, counts in one.by_board.items()
        if counts.deviations and (board, one.question.id) not in taken
    }
    assert sum(one.deviations for one in proposed) == sum(still_open.values())
    asked = [id_ for one in proposed for id_ in one.question_ids]
    assert sorted(asked) == sorted({id_ for _, id_ in still_open})
    assert len({one.area_id for one in proposed}) == len(proposed)


def test_the_worst_severity_counts() -> None:
    assert worst([Severity.MINOR, Severity.CRITICAL, Severity.MATERIAL]) is Severity.CRITICAL
    assert worst([]) is Severity.MINOR


def test_what_was_seen_is_told_board_by_board_in_counts() -> None:
    results = [result(question("a"), b1=AnswerCounts(ja=7, delvis=1, nej=2), b2=AnswerCounts(ej_aktuellt=3))]
    told = seen_text(results, board_names=NAMES, kind="arenden").replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "Fråga a?\n"
        "Kungsholmen: Nej eller Delvis i 3 av 10 akter.\n"
        "Norrmalm: frågan var inte aktuell, eller gick inte att bedöma, i någon av 3 akter."
    )


def test_a_single_board_is_not_named_and_questions_stand_apart() -> None:
    results = [result(question("a"), b1=AnswerCounts(nej=1)), result(question("b"), b1=AnswerCounts())]
    told = seen_text(results, board_names=NAMES, kind="arenden").replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Fråga a?\nNej eller Delvis i 1 av 1 akt.\n\nFråga b?\nInga akter granskade."


def test_missing_files_are_told_without_case_ids() -> None:
    missing = {1: MissingFiles(("K-00001",), 11), 2: MissingFiles(("N-00001", "N-00002"), 12)}
    assert missing_text(missing, board_names=NAMES, kind="arenden") == (
        "Kungsholmen: 1 av 11 akter i urvalet gick inte att hitta.\n"
        "Norrmalm: 2 av 12 akter i urvalet gick inte att hitta."
    )


def test_a_case_that_a_text_names_is_found() -> None:
    ids = ["KUN-001", "KUN-0012", "2014"]
    assert case_ids_in("Se akt kun-001, s. 4.", ids) == ["KUN-001"]
    assert case_ids_in("Se KUN-0012.", ids) == ["KUN-0012"]
    assert case_ids_in("År 2014 saknades det.", ids) == []
    assert case_ids_in("KUN-00123", ids) == []


@given(st.text(max_size=30), st.text(max_size=30), st.from_regex(r"[A-Z]{3}-[0-9]{4}", fullmatch=True))
def test_a_case_id_between_spaces_is_always_found(before: str, after: str, case_id: str) -> None:
    assert case_ids_in(f"{before} {case_id} {after}", [case_id]) == [case_id]


def fault_fields(**reply: object) -> list[str]:
    given_reply = {"stance": Stance.AGREES, "text": "", "measure": "", "due_on": None, "today": TODAY, **reply}
    return [fault.field for fault in reply_faults(**given_reply)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "fields"),
    [
        ({}, []),
        ({"stance": Stance.DISAGREES}, ["text"]),
        ({"stance": Stance.PARTLY}, ["text"]),
        ({"stance": Stance.DISAGREES, "text": "Barnen är vuxna."}, []),
        ({"stance": Stance.PARTLY, "correction": "Barnen är vuxna."}, []),
        ({"correction": "Barnen är vuxna."}, ["correction"]),
        ({"responsible": "Enhetschefen"}, ["measure"]),
        ({"responsible": "Enhetschefen", "measure": "Ny mall."}, []),
        ({"due_on": date(2026, 12, 1)}, ["measure"]),
        ({"due_on": TODAY, "measure": "Ny mall."}, []),
        ({"due_on": date(2026, 8, 31), "measure": "Ny mall."}, ["due_on"]),
        ({"due_on": date(2206, 12, 1), "measure": "Ny mall."}, ["due_on"]),
    ],
)
def test_a_reply_says_why_what_and_when(reply: dict[str, object], fields: list[str]) -> None:
    assert fault_fields(**reply) == fields
