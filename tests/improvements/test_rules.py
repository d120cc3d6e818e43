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
    MeasureStatus,
    Recurred,
    RoundPlace,
    Sample,
    apart,
    closed_on,
    closing_lacks,
    evidence_faults,
    follow_up_faults,
    is_carried,
    is_overdue,
    judged_in,
    may_recur,
    measure_faults,
    measure_is_overdue,
    status_after,
    time_said,
)
from checklists import AnswerCounts, parse
from tests.checklists.small import SMALL, altered
from tests.checklists.test_versions import OLDER
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


# ---- Coming back ------------------------------------------------------------------------------------------------

CLOSED = judged(1, date(2025, 11, 12), AreaStatus.DONE, (2025, 2))
BACK = Recurred((2026, 3), at(date(2026, 10, 5)))


def test_a_recurrence_stands_first_until_it_is_judged() -> None:
    assert status_after([CLOSED], [BACK]) is AreaStatus.RECURRED
    for place in ((2026, 3), (2027, 4), None):
        since = judged(2, date(2026, 11, 12), AreaStatus.PARTLY, place)
        assert status_after([CLOSED, since], [BACK]) is AreaStatus.PARTLY
    of_before = judged(3, date(2026, 11, 12), AreaStatus.DONE, (2025, 2))
    noted_before = judged(4, date(2026, 10, 1), AreaStatus.DONE, (2026, 3))
    assert status_after([CLOSED, of_before, noted_before], [BACK]) is AreaStatus.RECURRED


def test_only_what_was_closed_when_the_round_began_can_come_back_in_it() -> None:
    place = {"origin": (2014, 9), "place": (2026, 3), "begun_on": TODAY}
    assert may_recur(**place, follow_ups=[CLOSED])  # type: ignore[arg-type]
    assert not may_recur(**place, follow_ups=[])  # type: ignore[arg-type]
    assert not may_recur(**place, follow_ups=[judged(1, date(2026, 9, 2), AreaStatus.DONE)])  # type: ignore[arg-type]
    assert not may_recur(**{**place, "origin": (2026, 3)}, follow_ups=[CLOSED])  # type: ignore[arg-type]


def test_what_has_come_back_is_carried_and_judged_anew() -> None:
    where = {"place": (2026, 3), "begun_on": TODAY}
    assert is_carried(origin=(2014, 9), follow_ups=[CLOSED], recurrences=[BACK], **where)  # type: ignore[arg-type]
    before, after = (judged(n, date(2026, 10, day), AreaStatus.REMAINS, (2026, 3)) for n, day in ((2, 4), (3, 6)))
    assert judged_in([CLOSED, before], recurrences=[BACK], **where) is None  # type: ignore[arg-type]
    assert judged_in([CLOSED, before, after], recurrences=[BACK], **where) is after  # type: ignore[arg-type]
    next_round = {"place": (2027, 4), "begun_on": date(2027, 9, 1)}
    assert is_carried(origin=(2014, 9), follow_ups=[CLOSED], recurrences=[BACK], **next_round)  # type: ignore[arg-type]


def test_the_day_of_closing_is_the_first_of_those_without_a_break() -> None:
    still = judged(2, date(2026, 11, 12), AreaStatus.DONE, (2026, 3))
    assert closed_on([CLOSED, still]) == CLOSED.followed_on
    assert closed_on([CLOSED, still], [BACK]) == still.followed_on
    assert closed_on([CLOSED], [BACK]) is None
    assert closed_on([judged(0, date(2024, 1, 1), AreaStatus.DONE), judged(1, TODAY, AreaStatus.PARTLY)]) is None


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (2014, date(2025, 1, 1), "11 år"),
        (2014, date(2014, 12, 1), "under ett år"),
        (date(2025, 1, 31), date(2025, 2, 28), "under en månad"),
        (date(2025, 1, 31), date(2025, 3, 31), "2 månader"),
        (date(2024, 11, 12), date(2026, 11, 11), "23 månader"),
        (date(2024, 11, 12), date(2026, 11, 12), "2 år"),
    ],
)
def test_time_is_said_in_whole_months_or_years(since: int | date, until: date, said: str) -> None:
    assert time_said(since, until).replace("\N{NO-BREAK SPACE}", " ") == said


# ---- Questions over versions ------------------------------------------------------------------------------------


def test_a_link_survives_a_new_version_unless_that_asks_something_else() -> None:
    newer = parse(SMALL, source="nyare.toml")
    known = {"akt-2027.1": OLDER, "akt-2027.2": newer}
    links = dict.fromkeys(("application_on_file", "old_question"), "akt-2027.1")
    assert apart(links, asked=OLDER, known=known) == {}
    assert apart(links, asked=newer, known=known) == {
        "application_on_file": "Frågan är ändrad i akt-2027.2 så att svaren inte kan jämföras (Ny ordalydelse)",
        "old_question": "Frågan finns inte i akt-2027.2",
    }
    compares = parse(altered("comparable = false", "comparable = true"), source="nyare.toml")
    assert list(apart(links, asked=compares, known=known)) == ["old_question"]
    relinked = {"application_on_file": "akt-2027.2", "plan_exists": "akt-2027.2"}
    assert apart(relinked, asked=newer, known=known) == {}
    assert list(apart(relinked, asked=OLDER, known=known)) == ["application_on_file", "plan_exists"]
    assert apart(dict.fromkeys(links, ""), asked=newer, known=known) == {}


def test_a_changed_question_neither_closes_nor_is_taken_for_unasked() -> None:
    found = Sample((), True, 20, 20, "arenden", {"a": "Frågan är ändrad i akt-2027.2"})
    assert "Frågan är ändrad i akt-2027.2: Fråga a?" in lacks(found)


# ---- Measures and evidence --------------------------------------------------------------------------------------


def measure_fields(status: MeasureStatus, done_on: date | None = None, note: str = "") -> list[str]:
    return [fault.field for fault in measure_faults(status=status, done_on=done_on, note=note, today=TODAY)]


def test_a_measure_says_when_it_was_done_and_why_it_was_dropped() -> None:
    assert measure_fields(MeasureStatus.PLANNED) == measure_fields(MeasureStatus.DONE, TODAY) == []
    assert measure_fields(MeasureStatus.DONE) == measure_fields(MeasureStatus.UNDER_WAY, TODAY) == ["done_on"]
    assert measure_fields(MeasureStatus.DONE, TODAY + timedelta(days=1)) == ["done_on"]
    assert measure_fields(MeasureStatus.DROPPED) == ["note"]
    assert measure_fields(MeasureStatus.DROPPED, note="Ersatt av en ny.") == []


def test_a_measure_is_overdue_until_it_is_done_or_dropped() -> None:
    late = TODAY - timedelta(days=1)
    assert [status for status in MeasureStatus if measure_is_overdue(status, late, TODAY)] == [
        MeasureStatus.PLANNED,
        MeasureStatus.UNDER_WAY,
    ]
    assert not measure_is_overdue(MeasureStatus.PLANNED, TODAY, TODAY)
    assert not measure_is_overdue(MeasureStatus.PLANNED, None, TODAY)


def test_evidence_says_something_of_a_day_that_has_been() -> None:
    nothing = evidence_faults(text="", document="", observation_id=None, shown_on=TODAY, today=TODAY)
    assert [fault.field for fault in nothing] == ["text"]
    early = evidence_faults(text="", document="Rutin", observation_id=None, shown_on=date(2026, 9, 2), today=TODAY)
    assert [fault.field for fault in early] == ["shown_on"]
