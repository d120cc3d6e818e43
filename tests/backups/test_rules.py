"""Which copies stay, and when somebody has to be told."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.backups.rules import Keep, Standing, made_at, name_of, outlived, warnings

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def nights(count: int) -> list[str]:
    return [name_of(NOW - timedelta(days=back)) for back in range(count)]


def test_a_year_of_nights_leaves_the_last_week_and_one_for_each_week_and_month() -> None:
    names = nights(365)
    gone = set(outlived(names, Keep(days=7, weeks=5, months=6)))
    left = [name for name in names if name not in gone]
    days = [str(made.date()) for name in left if (made := made_at(name))]
    assert days == [
        *(f"2026-11-{day}" for day in range(22, 15, -1)),
        "2026-11-15", "2026-11-08", "2026-11-01",
        "2026-10-31", "2026-10-25", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30",
    ]  # fmt: skip


def test_the_newest_copy_of_a_day_is_the_one_that_stays() -> None:
    names = [name_of(NOW + timedelta(hours=hours)) for hours in (0, 3, 6)]
    assert outlived(names, Keep(1, 1, 1)) == names[:2]


def test_no_copy_goes_because_time_goes_on_and_none_is_made() -> None:
    assert outlived(nights(7), Keep(7, 1, 1)) == []
    assert outlived([], Keep(7, 5, 6)) == []


@pytest.mark.parametrize("name", ["anteckningar.txt", "stickprov-20261322T000000Z.age", "stickprov-1.age.part"])
def test_what_is_no_copy_is_left_alone(name: str) -> None:
    assert made_at(name) is None
    assert outlived([name], Keep(1, 1, 1)) == []


def test_the_administrator_is_told_of_what_is_missing_late_or_failed() -> None:
    fresh, old = NOW - timedelta(hours=3), NOW - timedelta(days=30)
    assert warnings(Standing(), NOW) == ["Ingen säkerhetskopia är gjord."]
    assert warnings(Standing(fresh, "", fresh), NOW) == []
    assert warnings(Standing(old, "", fresh), NOW) == ["Den senaste säkerhetskopian är mer än ett dygn gammal."]
    late = "Det är länge sedan en säkerhetskopia provades genom att läsas in."
    assert warnings(Standing(fresh, "", old), NOW) == [late]
    assert warnings(Standing(fresh), NOW) == ["Ingen säkerhetskopia har provats genom att läsas in."]
    told = warnings(Standing(fresh, "Disken är full.", fresh, "Fel nyckel."), NOW)
    assert [line.endswith(end) for line, end in zip(told, ("Disken är full.", "Fel nyckel."), strict=True)] == [
        True
    ] * 2
