"""What is unusual in a log: each rule on entries that one can count by hand, at its limit and beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from audit.access_checks.rules import RULES, RULES_BY_ID, Finding, Kind, LogEntry, is_due, unusual, usual_settings

# A Tuesday, at ten in the morning in Sweden.
MORNING = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def view(number: int, minutes: float = 0, case: str = "", actor: str = "7", **more: object) -> LogEntry:
    entry = LogEntry(
        number, MORNING + timedelta(minutes=minutes), actor, "review:viewed", Kind.VIEW, case or f"A-{number}"
    )
    return replace(entry, **more)  # type: ignore[arg-type]


def found(rule: str, entries: list[LogEntry], **values: int) -> list[Finding]:
    settings = {**usual_settings()[rule], **values}
    return RULES_BY_ID[rule].find(entries, settings)


def test_more_cases_than_the_limit_within_the_hour_stand_out() -> None:
    slow = [view(number, minutes=31 * number) for number in range(1, 10)]
    assert found("manga_akter", slow, akter=2) == []
    quick = [view(number, minutes=number) for number in range(1, 5)]
    assert found("manga_akter", quick, akter=3) == [Finding("manga_akter", "7", 4, (1, 2, 3, 4))]
    assert found("manga_akter", quick, akter=4) == []


def test_the_same_case_again_and_two_persons_together_are_no_more_cases() -> None:
    again = [view(number, minutes=number, case="A-1") for number in range(1, 30)]
    two = [view(number, minutes=number, actor=str(number % 2)) for number in range(1, 5)]
    assert found("manga_akter", again, akter=1) == []
    assert found("manga_akter", two, akter=2) == []


def test_the_fullest_window_is_the_one_that_is_told() -> None:
    entries = [view(1, 0), view(2, 1), view(3, 200), view(4, 201), view(5, 202)]
    assert found("manga_akter", entries, akter=1) == [Finding("manga_akter", "7", 3, (3, 4, 5))]


@pytest.mark.parametrize(
    ("at", "odd"),
    [
        (datetime(2026, 9, 1, 4, 0, tzinfo=UTC), False),  # six in the morning, summer time
        (datetime(2026, 9, 1, 3, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 1, 18, 0, tzinfo=UTC), True),  # eight in the evening
        (datetime(2026, 12, 1, 18, 59, tzinfo=UTC), False),  # winter time: a minute before eight
        (datetime(2026, 9, 5, 10, 0, tzinfo=UTC), True),  # a Saturday
        (datetime(2026, 9, 6, 22, 30, tzinfo=UTC), True),  # Monday already, but at night
    ],
)
def test_nights_and_weekends_are_by_the_swedish_clock(at: datetime, odd: bool) -> None:
    assert bool(found("udda_tider", [view(1, at=at)])) is odd


def test_who_was_not_given_the_case_and_whose_identity_is_protected_stand_out() -> None:
    entries = [view(1), view(2, outside=True), view(3, protected=True), view(4, outside=True, actor="8")]
    outside = [Finding("utanfor_uppdrag", "7", 1, (2,)), Finding("utanfor_uppdrag", "8", 1, (4,))]
    assert found("utanfor_uppdrag", entries) == outside
    assert found("skyddade", entries) == [Finding("skyddade", "7", 1, (3,))]


def sign_in(number: int, minutes: float, what: str) -> LogEntry:
    return view(number, minutes, action=f"session:{what}", kind=Kind.SIGN_IN, case="")


def test_refused_sign_ins_stand_out_only_where_one_succeeds_soon_after() -> None:
    refused = [sign_in(number, number, "refused") for number in (1, 2, 3)]
    assert found("nekad_sedan_inne", refused) == []
    assert found("nekad_sedan_inne", [*refused, sign_in(4, 5, "opened")]) == [
        Finding("nekad_sedan_inne", "7", 3, (1, 2, 3, 4))
    ]
    assert found("nekad_sedan_inne", [*refused, sign_in(4, 60, "opened")]) == []
    assert found("nekad_sedan_inne", [*refused[:2], sign_in(4, 5, "opened")]) == []


def test_exports_are_counted_by_the_swedish_day() -> None:
    late = datetime(2026, 9, 1, 21, 30, tzinfo=UTC)  # half past eleven in the evening in Sweden
    exports = [
        view(number, kind=Kind.EXPORT, at=late + timedelta(hours=number // 3)) for number in (1, 2, 3, 4)
    ]  # two before midnight and two after
    assert found("manga_exporter", exports, exporter=1) == [
        Finding("manga_exporter", "7", 2, (1, 2)),
        Finding("manga_exporter", "7", 2, (3, 4)),
    ]
    assert found("manga_exporter", exports, exporter=2) == []


def test_the_program_itself_is_nobody_unusual() -> None:
    entries = [view(number, actor="program", outside=True, protected=True) for number in range(1, 60)]
    assert unusual(entries, usual_settings()) == []


def test_every_rule_says_what_it_finds_why_and_what_it_does_not_see() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) == 6
    for rule in RULES:
        assert all((rule.finds, rule.why, rule.unit, rule.blind_spots, rule.version)), rule.id


@pytest.mark.parametrize(
    ("last", "months", "due_on"),
    [
        (date(2026, 6, 15), 3, date(2026, 9, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_a_check_is_due_when_its_months_have_gone(last: date, months: int, due_on: date) -> None:
    assert is_due(last, months, due_on)
    assert not is_due(last, months, due_on - timedelta(days=1))
