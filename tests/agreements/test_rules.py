"""Holes, reconciliation, what has changed, the steering group's reminder, and files that may be attached."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.agreements.rules import (
    Base,
    CostArea,
    Key,
    Part,
    Period,
    Stated,
    Terms,
    behind,
    changes,
    file_fault,
    holes,
    ils_material,
    reconcile,
    reminder,
    totals,
    work,
    work_all,
)
from tests.agreements.told import BASE, FOUR, OST, THREE, K, N, S, area, parts, terms

KRONOR = st.integers(0, 10**9).map(lambda ore: Decimal(ore).scaleb(-2))


def test_who_is_billed_without_being_a_party_to_the_cost_is_pointed_out() -> None:
    """The document's own hole: §3 of estate administration bills Södermalm, §2 shares between three."""
    estates = area(Key.EQUAL, *parts(*THREE), Part(S, shares=False, billed=True))
    [hole] = holes(terms(estates))
    assert hole.where == S
    assert "deltar inte i kostnaden" in hole.what


def test_an_area_without_key_a_party_without_figures_and_an_idle_party_are_holes() -> None:
    found = holes(terms(area(None, *parts(K)), area(Key.OPEN_CASES, *parts(N)), base=Base()))
    assert [(lack.where, lack.what) for lack in found] == [
        ("Området", "Området har ingen fördelningsnyckel."),
        (S, "Är part i överenskommelsen men deltar inte i något område."),
        (N, "Har inga uppgifter om aktuella ärenden."),
    ]
    assert holes(terms(area(Key.POPULATION, *parts(*FOUR)))) == []


def test_a_deficit_is_a_deficit_of_all_and_a_surplus_is_shared_by_the_budgets_shares() -> None:
    worked = work(one := area(Key.POPULATION, *parts(*FOUR), amount="3060000"), terms(one))
    short = reconcile(worked, {name: Stated(None, worked.charges[name] + 1) for name in FOUR}, Period.T1)
    assert (short.deviation, short.is_deficit, short.surplus) == (Decimal(-4), True, {})
    stated = {name: Stated(None, worked.charges[name]) for name in FOUR} | {K: Stated(None, Decimal("609000.00"))}
    over = reconcile(worked, stated, Period.T2)
    assert over.deviation == Decimal("1000.00")
    # One öre is left after rounding down, and goes to the largest remainder.
    assert over.surplus == {K: Decimal("199.35"), N: Decimal("212.42"), OST: Decimal("205.88"), S: Decimal("382.35")}


@given(st.lists(KRONOR, min_size=4, max_size=4))
def test_a_shared_surplus_is_the_whole_surplus(forecasts: list[Decimal]) -> None:
    worked = work(one := area(Key.POPULATION, *parts(*FOUR), amount="3060000.07"), terms(one))
    stated = {name: Stated(None, forecast) for name, forecast in zip(FOUR, forecasts, strict=True)}
    found = reconcile(worked, stated, Period.T1)
    assert found.deviation == worked.total - sum(forecasts)
    assert sum(found.surplus.values()) == max(found.deviation, Decimal(0))


def test_the_annual_accounts_hold_the_outcome_against_the_budget() -> None:
    worked = work(one := area(Key.EQUAL, *parts(K, N), amount="200"), terms(one))
    stated = {K: Stated(Decimal(90), None), N: Stated(Decimal(100), None)}
    assert reconcile(worked, stated, Period.VB).deviation == Decimal(10)
    missing = reconcile(worked, stated, Period.T2)
    assert missing.deviation is None
    assert [(lack.where, lack.what) for lack in missing.lacks] == [(K, "Prognosen saknas."), (N, "Prognosen saknas.")]
    assert totals([missing], K) == (Decimal(100), None)


def test_where_each_bears_its_own_cost_nothing_is_shared() -> None:
    own = area(Key.DIRECT, Part(K, direct=Decimal(100)), Part(N, direct=Decimal(50)), amount=None)
    found = reconcile(work(own, terms(own)), {K: Stated(None, Decimal(10)), N: Stated(None, Decimal(50))}, Period.T1)
    assert (found.deviation, found.surplus) == (Decimal(90), {})
    assert totals([found], K) == (Decimal(100), Decimal(90))


def test_what_has_changed_since_last_year_is_told_in_sentences() -> None:
    before = terms(area(Key.EQUAL, *parts(*THREE)), parties=THREE)
    now = terms(area(Key.POPULATION, *parts(*FOUR)), base=Base(BASE.cases, {}))
    assert changes(before, now) == [
        "Södermalm har tillkommit som part.",
        "Området: Fördelningsnyckeln var »Lika delar« och är »Andel av befolkningen«.",
        "Området: Södermalm deltar nu i kostnaden.",
        "Underlaget om befolkning är ändrat.",
    ]
    assert changes(before, before) == []


def test_what_has_changed_for_a_party_is_told_with_both_figures() -> None:
    old, new = (
        area(Key.ALLOCATION, Part(K, deduction=Decimal(kept), billed=billed))
        for kept, billed in (("1.8", True), ("1.70", False))
    )
    assert changes(terms(old), terms(new)) == [
        "Området: Det egna avdraget för Kungsholmen var 1,8 % och är 1,7 %.",
        "Området: Kungsholmen ska inte längre debiteras.",
    ]


@pytest.mark.parametrize(
    ("held", "today", "said"),
    [
        (0, date(2026, 3, 1), "0 av minst 4 möten är hållna 2026. 4\u00a0möten återstår, senast 2026-12-31."),
        (
            3,
            date(2027, 1, 2),
            "3 av minst 4 möten är hållna 2026. Överenskommelsen kräver minst fyra om året: 1\u00a0möte för lite.",
        ),
        (4, date(2026, 12, 31), None),
        (0, date(2025, 12, 31), None),
    ],
)
def test_fewer_than_four_meetings_a_year_are_reminded_of(held: int, today: date, said: str | None) -> None:
    days = [date(2026, 1, day) for day in range(1, held + 1)] + [date(2025, 12, 1)]
    assert reminder(days, year=2026, today=today) == said


def test_a_file_has_to_be_what_its_name_says() -> None:
    assert file_fault("avtal.pdf", b"%PDF-1.7") is None
    assert file_fault("avtal.DOCX", b"PK\x03\x04") is None
    for name, content in (("avtal.exe", b"MZ"), ("avtal.pdf", b"MZ"), ("pdf", b"%PDF-"), ("a.pdf", b"")):
        assert file_fault(name, content)
    assert "5 MB" in str(file_fault("stor.pdf", b"%PDF-" + b"0" * 5_000_000))


@pytest.mark.parametrize(
    ("held", "today", "reminds"),
    [(0, date(2026, 3, 31), False), (0, date(2026, 4, 1), True), (2, date(2026, 9, 30), False),
     (2, date(2026, 10, 1), True), (3, date(2026, 11, 30), False), (3, date(2026, 12, 1), True),
     (4, date(2026, 12, 31), False)],
)  # fmt: skip
def test_start_reminds_when_a_quarter_is_over_without_its_meeting(held: int, today: date, reminds: bool) -> None:
    assert bool(behind([date(2026, 1, 7)] * held, year=2026, today=today)) is reminds


def test_what_is_missing_in_a_reconciliation_is_no_zero_in_its_material() -> None:
    area = CostArea("Boutredning", "p2", Key.EQUAL, (Part("A"), Part("B")), amount=Decimal(100))
    worked = work_all(Terms(2026, ("A", "B"), (area,)))[0]
    stated = {"A": Stated(Decimal(10), Decimal(40)), "B": Stated()}
    found = [reconcile(worked, stated, Period.T2)]
    first, second = (ils_material(found, party=name, period=Period.T2, year=2026, proposals={}) for name in "AB")
    assert first.rows[0] == ("Boutredning", "50,00", "10,00", "40,00", "10,00", "–")
    assert second.rows == (("Boutredning", "50,00", "–", "–", "–", "–"), ("Summa", "50,00", "–", "–", "–", "–"))
    assert "prognosen för året saknas för Boutredning" in second.text
