"""When an area is carried, and when it may close, decided without a database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.findings.rules import QuestionResult
from audit.improvements.rules import (
    MINIMUM_APPLICABLE,
    AreaStatus,
    Judged,
    RoundPlace,
    Sample,
    closing_lacks,
    follow_up_faults,
    is_carried,
    is_overdue,
    judged_in,
    status_after,
)
from checklists import AnswerCounts
from tests.findings.test_rules import question

TODAY = date(2026, 9, 1)
BOARDS = {1: "Kungsholmen", 2: "Norrmalm"}
QUESTIONS = {"a": "Fråga a?"}


def judged(
    id_: int, day: date, status: AreaStatus, place: RoundPlace | None = None, *, noted: date | None = None
) -> Judged:
    return Judged(id_, day, status, at(noted or day), place)


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def sample(*results: QuestionResult, later: bool = True, signed: int = 20, reviews: int = 20) -> Sample:
    return Sample(results, later, signed, reviews, "arenden")


def result(id_: str, *by_board: AnswerCounts) -> QuestionResult:
    return QuestionResult(question(id_), dict(enumerate(by_board, start=1)), ())


CLEAN = result("a", AnswerCounts(ja=3, ej_aktuellt=7), AnswerCounts(ja=2, ej_aktuellt=8))


def lacks(found: Sample | None, **values: object) -> list[str]:
    arguments = {"questions": QUESTIONS, "board_names": BOARDS, **values}
    return [lack.replace("\N{NO-BREAK SPACE}", " ") for lack in closing_lacks(found, **arguments)]  # type: ignore[arg-type]


def test_a_later_sample_with_enough_files_and_no_deviation_supports_closing() -> None:
    assert lacks(sample(CLEAN)) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "Ingen omgång är vald"),
        (sample(CLEAN, later=False), "Området kom upp i den här omgången."),
        (sample(CLEAN, signed=19), "Granskningen är inte klar: 19 av 20 akter är signerade."),
        (sample(result("a", AnswerCounts(ja=4), AnswerCounts(ej_aktuellt=9))), "Frågan gick att bedöma i 4 akter"),
        (sample(result("a", AnswerCounts(ja=9), AnswerCounts(ja=8, delvis=1))), "Det finns avvikelser: Fråga a?"),
        (sample(result("a", AnswerCounts(ja=9), AnswerCounts())), "Inget är granskat i Norrmalm."),
        (sample(result("b", AnswerCounts(ja=9), AnswerCounts(ja=9))), "Frågan ställdes inte i omgången: Fråga a?"),
    ],
)
def test_each_thing_that_is_lacking_is_said(found: Sample | None, said: str) -> None:
    assert [lack for lack in lacks(found) if lack.startswith(said)] == [lacks(found)[0]]


def test_an_area_without_questions_can_not_be_closed_by_a_sample() -> None:
    assert lacks(sample(CLEAN), questions={}) == [
        "Området har inga kopplade frågor, så inget stickprov kan visa hur det ser ut nu."
    ]


def test_the_smallest_number_of_files_can_be_set() -> None:
    assert lacks(sample(CLEAN), minimum=6)
    assert lacks(sample(result("a", AnswerCounts(ja=1), AnswerCounts(ja=1))), minimum=2) == []


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 5), min_size=2, max_size=2))
def test_closing_is_supported_exactly_when_enough_is_applicable_and_nothing_deviates(
    drawn: list[tuple[int, int, int, int, int]],
) -> None:
    one = result("a", *(AnswerCounts(*counts) for counts in drawn))
    each_board_reviewed = all(counts.reviewed for counts in one.by_board.values())
    supported = each_board_reviewed and one.total.applicable >= MINIMUM_APPLICABLE and not one.total.deviations
    assert (lacks(sample(one)) == []) == supported


def test_an_area_stands_as_its_latest_follow_up_says_whatever_was_noted_first() -> None:
    first = judged(2, date(2024, 11, 1), AreaStatus.DONE)
    second = judged(1, date(2025, 11, 1), AreaStatus.REMAINS)
    assert status_after([]) is AreaStatus.OPEN
    assert status_after([second, first]) is AreaStatus.REMAINS
    assert status_after([first, judged(3, first.followed_on, AreaStatus.PARTLY)]) is AreaStatus.PARTLY


def test_an_area_is_overdue_the_day_after_its_due_day_unless_it_is_done() -> None:
    assert not is_overdue(AreaStatus.OPEN, TODAY, TODAY)
    assert is_overdue(AreaStatus.PARTLY, TODAY - timedelta(days=1), TODAY)
    assert not is_overdue(AreaStatus.DONE, date(2014, 1, 1), TODAY)
    assert not is_overdue(AreaStatus.OPEN, None, TODAY)


def carried(*follow_ups: Judged, origin: tuple[int, int] | None = (2014, 9)) -> bool:
    return is_carried(origin=origin, place=(2026, 3), begun_on=TODAY, follow_ups=follow_ups)


def test_open_areas_of_earlier_rounds_are_carried() -> None:
    assert carried()
    assert carried(origin=None)
    assert not carried(origin=(2026, 3))
    assert not carried(origin=(2027, 1))


def test_an_area_closed_before_the_round_is_not_carried_but_one_closed_in_it_is() -> None:
    assert not carried(judged(1, date(2025, 11, 1), AreaStatus.DONE, (2025, 2)))
    assert not carried(judged(1, date(2026, 8, 31), AreaStatus.DONE))
    assert carried(judged(1, date(2026, 11, 1), AreaStatus.DONE, (2026, 3)))
    assert carried(judged(1, date(2026, 9, 2), AreaStatus.DONE))
    assert carried(
        judged(1, date(2024, 11, 1), AreaStatus.DONE, (2024, 1)),
        judged(2, date(2025, 11, 1), AreaStatus.REMAINS, (2025, 2)),
    )


def test_a_rounds_judgement_is_its_own_before_one_made_outside_any_round() -> None:
    outside = judged(2, date(2026, 10, 1), AreaStatus.PARTLY)
    own = judged(1, date(2026, 9, 15), AreaStatus.REMAINS, (2026, 3))
    later = judged(3, date(2027, 1, 15), AreaStatus.DONE)
    earlier = judged(4, date(2026, 8, 1), AreaStatus.DONE)
    place = {"place": (2026, 3), "begun_on": TODAY}
    assert judged_in([outside, own], **place) is own  # type: ignore[arg-type]
    assert judged_in([outside, later, earlier], **place) is outside  # type: ignore[arg-type]
    assert judged_in([later, earlier], **place) is None  # type: ignore[arg-type]


def fields(status: AreaStatus, **values: object) -> list[str]:
    follow_up = {"note": "Uppföljt.", "exception": "", "followed_on": TODAY, "today": TODAY, "lacks": [], **values}
    return [fault.field for fault in follow_up_faults(status=status, **follow_up)]  # type: ignore[arg-type]


def test_closing_without_support_takes_a_written_exception() -> None:
    assert fields(AreaStatus.DONE) == []
    assert fields(AreaStatus.DONE, lacks=["Ingen omgång är vald."]) == ["exception"]
    assert fields(AreaStatus.DONE, lacks=["Ingen omgång är vald."], exception="Uppgiften har flyttat.") == []
    assert fields(AreaStatus.REMAINS, lacks=["Ingen omgång är vald."]) == []


def test_a_follow_up_says_what_on_what_and_when() -> None:
    assert fields(AreaStatus.OPEN, note="", followed_on=date(2026, 9, 2)) == ["status", "note", "followed_on"]
