"""When something is due, and that every kind can be found, erased and decided."""

from datetime import UTC, date, datetime

from audit.backups.rules import Keep, gone_on, name_of
from audit.retention.operations.erasing import ERASERS
from audit.retention.operations.finding import OF_BOARDS
from audit.retention.operations.house import OF_HOUSE
from audit.retention.rules import KINDS, Event, Found, KindId, Term, add_months, due_of, due_on, in_words

FOUND = Found(KindId.REVIEW, 1, 7, "Aktgranskning", {Event.YEAR_ENDED: date(2026, 12, 31)}, {"svar": 3, "fakta": 0})


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2026, 12, 31), 60) == date(2031, 12, 31)
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert [in_words(months) for months in (1, 18, 60)] == ["1 månad", "18 månader", "5 år"]


def test_it_is_due_on_its_day_and_not_before() -> None:
    term = Term(Event.YEAR_ENDED, 12)
    assert due_of(FOUND, term, date(2027, 12, 30)) is None
    due = due_of(FOUND, term, date(2027, 12, 31))
    assert due
    assert (due.due_on, due.counts) == (date(2027, 12, 31), {"svar": 3})


def test_what_stays_or_has_not_happened_is_never_due() -> None:
    assert due_on(FOUND, Term(Event.YEAR_ENDED, None)) is None
    assert due_on(FOUND, Term(Event.PUBLISHED, 1)) is None


def test_every_kind_has_somebody_who_finds_and_somebody_who_erases_it() -> None:
    assert {kind.id for kind in KINDS} == set(KindId) == set(ERASERS) == {*OF_BOARDS, *OF_HOUSE}
    assert {kind.id for kind in KINDS if kind.of_house} == set(OF_HOUSE)


def test_the_last_copy_goes_when_rotation_has_passed_it() -> None:
    now, keep = datetime(2026, 9, 15, tzinfo=UTC), Keep(7, 5, 6)
    assert gone_on([], keep, now) is None
    night = gone_on([name_of(datetime(2026, 9, 14, tzinfo=UTC))], keep, now)
    assert night
    assert night.date() == date(2026, 9, 22)  # seven days later; its week and its month have newer ones
    at_the_month_s_end = gone_on([name_of(datetime(2026, 8, 31, tzinfo=UTC))], keep, now)
    assert at_the_month_s_end
    assert at_the_month_s_end.date() == date(2027, 2, 1)
