"""The reconciliation: what a frame is held against, so that a register that leaves cases out is noticed."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from audit.registers import operations
from audit.registers.models import Frame, KnownCount
from audit.registers.operations import Count
from audit.registers.rules import RegisterKind
from audit.registers.rules.framing import Tally
from audit.registers.rules.reconciling import Comparison, Counterpart, Known, a_year_earlier, deviates, reconcile
from tests.registers.files import cases, csv_file, payments
from tests.registers.sending import rows_of
from tests.registers.test_taking_in import take_in
from tests.support.house import House

PAID, HAVE = "Utbetalda ärenden som finns i ärenderegistret", "Ärenden i ramen som har en utbetalning"
EARLIER = "Ramen ett år tidigare"


def tally(cases: Iterable[str], framed: Iterable[str]) -> Tally:
    every, inside = frozenset(cases), frozenset(framed)
    return Tally(len(every), len(inside), every, inside)


def lines(of: Tally, kind: str = "arenden", **known: object) -> dict[str, tuple[int, int | None, bool | None]]:
    everything = {"counterpart": None, "last_year": None, "published": ()} | known
    found = reconcile(of, kind=RegisterKind(kind), **everything)  # type: ignore[arg-type]
    return {line.what: (line.counted, line.other, line.deviates) for line in found}


@pytest.mark.parametrize(
    ("counted", "other", "beyond"),
    [(80, 100, False), (79, 100, True), (120, 100, False), (121, 100, True), (0, 0, False), (1, 0, True), (0, 1, True)],
)
def test_more_than_a_fifth_deviates(counted: int, other: int, beyond: bool) -> None:
    assert deviates(counted, other) is beyond


def test_the_threshold_is_a_parameter() -> None:
    assert deviates(94, 100, Fraction(1, 20))
    known = Known("Hushåll", "rapport", 100)
    found = reconcile(
        tally("ab", "ab"), kind=RegisterKind.ESTATES, counterpart=None, last_year=None, published=[known],
        threshold=Fraction(99, 100),
    )  # fmt: skip
    assert found[-1] == Comparison("Hushåll", "rapport", 2, 100, deviates=False)


def test_cases_that_were_paid_but_are_missing_in_the_register_are_noticed() -> None:
    paid = Counterpart(frozenset("abcdefgh"), frozenset("abcdefgh"), "utbetalningar.csv")
    found = lines(tally("abcd", "abc"), counterpart=paid)
    assert found["Ärenden med utbetalning i perioden"] == (3, 8, True)
    assert found[PAID] == (4, 8, True)
    assert found[HAVE] == (3, 3, False)


def test_payments_are_held_against_the_case_register_the_other_way_round() -> None:
    decided = Counterpart(frozenset("abcx"), frozenset("abc"), "arenden.csv")
    found = lines(tally("abz", "abz"), "utbetalningar", counterpart=decided)
    assert found["Ärenden med beslut i perioden"] == (3, 3, False)
    assert found[PAID] == (2, 3, True)
    assert found["Ärenden med beslut som har en utbetalning"] == (2, 3, True)


def test_what_is_not_known_is_said_and_not_judged() -> None:
    assert lines(tally("ab", "a")) == {
        "Alla i filen, oavsett datum": (1, 2, None),
        "Ärenden med utbetalning i perioden": (1, None, None),
        EARLIER: (1, None, None),
    }
    assert set(lines(tally("", ""), "boutredningar")) == {"Alla i filen, oavsett datum", EARLIER}


def test_the_year_before_is_the_same_period_a_year_earlier() -> None:
    half, leap = (date(2025, 1, 1), date(2025, 6, 30)), (date(2024, 1, 1), date(2024, 2, 29))
    assert a_year_earlier((date(2026, 1, 1), date(2026, 6, 30)), half)
    assert not a_year_earlier((date(2026, 1, 1), date(2026, 12, 31)), half)
    assert a_year_earlier(leap, (date(2023, 1, 1), date(2023, 2, 28)))


def compared(house: House, frame: Frame) -> dict[str, Comparison]:
    return {line.what: line for line in operations.as_comparisons(frame.reconciliation)}


def test_a_frame_keeps_what_it_was_held_against(house: House) -> None:
    board = house.boards["Norrmalm"]
    year_before = (date(2025, 1, 1), date(2025, 6, 30))
    earlier = cases(*({"namnd_kod": "Norrmalm", "beslutsdatum": "2025-03-02"} for _ in range(4)))
    take_in(house, csv_file(earlier), period=year_before)
    paid = payments(*({"arende_id": f"A{number}"} for number in (1, 1, 2, 9)))
    take_in(house, csv_file(paid), "utbetalningar")
    count = Count(board, RegisterKind.CASES, 2015, "Hushåll per månad", 160, "Verksamhetsberättelse 2015")
    with house.database.transaction() as session:
        operations.set_count(session, stamp=house.stamp(), count=count)
    rows = cases(*({"namnd_kod": "Norrmalm"} for _ in range(4)))
    found = compared(house, take_in(house, csv_file(rows)).frames[board])
    assert found["Alla i filen, oavsett datum"].counted == 4
    assert (found[PAID].counted, found[PAID].other, found[PAID].deviates) == (2, 3, True)
    assert found[PAID].source == "utbetalningar.csv, inläst 2026-09-01"
    assert (found[EARLIER].other, found[EARLIER].deviates) == (4, False)
    assert found["Hushåll per månad 2015"].deviates
    assert found["Hushåll per månad 2015"].difference == -156


def test_another_boards_registers_and_counts_are_not_looked_at(house: House) -> None:
    count = Count(house.boards["Kungsholmen"], RegisterKind.CASES, 2015, "Hushåll per månad", 166, "rapport")
    with house.database.transaction() as session:
        operations.set_count(session, stamp=house.stamp(), count=count)
    take_in(house, csv_file(payments({"namnd_kod": "Kungsholmen"})), "utbetalningar")
    rows = csv_file(cases({"namnd_kod": "Norrmalm"}))
    found = compared(house, take_in(house, rows).frames[house.boards["Norrmalm"]])
    assert "Hushåll per månad 2015" not in found
    assert found["Ärenden med utbetalning i perioden"].other is None


def test_of_a_published_count_the_newest_that_is_not_later_is_used(house: House) -> None:
    board = house.boards["Norrmalm"]
    with house.database.transaction() as session:
        for year, value in ((2014, 187), (2015, 160), (2027, 1)):
            count = Count(board, RegisterKind.CASES, year, "Hushåll per månad", value, "rapport")
            operations.set_count(session, stamp=house.stamp(), count=count)
    found = compared(house, take_in(house, csv_file(cases({"namnd_kod": "Norrmalm"}))).frames[board])
    assert [what for what in found if "Hushåll" in what] == ["Hushåll per månad 2015"]
    assert len(rows_of(house, KnownCount)) == 3
