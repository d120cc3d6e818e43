"""The keys as worked examples: the documents' own figures where they give them, else invented ones."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.agreements.rules import Base, Key, Lack, Part, read_amount, read_share, split, to_ore, work
from audit.agreements.rules.working import Worked
from tests.agreements.told import CASES, FOUR, OST, POPULATION, THREE, K, N, S, area, parts, terms

AMOUNTS = st.integers(0, 10**13).map(lambda ore: Decimal(ore).scaleb(-2))
WEIGHTS = st.lists(st.fractions(0, 1000, max_denominator=999), min_size=1, max_size=9).filter(any)


def worked(one: object, **changed: object) -> Worked:
    return work(one, terms(one, **changed))  # type: ignore[arg-type]


def said(found: Worked) -> list[tuple[str, str]]:
    return [(lack.where, lack.what) for lack in found.lacks]


# ---- Shares are the sum ------------------------------------------------------------------------------------------


@given(AMOUNTS, WEIGHTS)
def test_shares_are_exactly_the_sum_and_nobody_is_an_ore_from_the_exact_share(
    whole: Decimal, weights: list[Fraction]
) -> None:
    named = {str(number): weight for number, weight in enumerate(weights)}
    shares = split(whole, named)
    assert sum(shares.values()) == whole
    assert list(shares) == list(named)
    exact = {name: Fraction(whole) * weight / sum(weights) for name, weight in named.items()}
    assert all(abs(Fraction(shares[name]) - exact[name]) < Fraction(1, 100) for name in shares)


@given(AMOUNTS, WEIGHTS)
def test_the_larger_weight_never_gets_less(whole: Decimal, weights: list[Fraction]) -> None:
    shares = split(whole, {str(number): weight for number, weight in enumerate(weights)})
    ranked = sorted(zip(weights, shares.values(), strict=True), key=lambda each: each[0])
    assert all(low[1] <= high[1] for low, high in itertools.pairwise(ranked) if low[0] < high[0])


def test_equal_remainders_give_the_ore_that_is_left_to_whoever_comes_first() -> None:
    thirds = {name: Fraction(1) for name in THREE}
    assert split(Decimal("100.00"), thirds) == {K: Decimal("33.34"), N: Decimal("33.33"), OST: Decimal("33.33")}
    assert split(Decimal("0.02"), thirds) == {K: Decimal("0.01"), N: Decimal("0.01"), OST: Decimal(0)}


@pytest.mark.parametrize(("whole", "weights"), [("-1", (1, 1)), ("1.005", (1, 1)), ("1", (0, 0)), ("1", (2, -1))])
def test_what_cannot_be_shared_is_refused(whole: str, weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="whole öre"):
        split(Decimal(whole), {str(place): Fraction(weight) for place, weight in enumerate(weights)})


@given(st.decimals(0, 10**9, places=4))
def test_half_an_ore_goes_upwards(amount: Decimal) -> None:
    assert abs(to_ore(amount) - amount) <= Decimal("0.005")
    assert to_ore(Decimal("0.005")) == Decimal("0.01")


# ---- The document of 2010 ----------------------------------------------------------------------------------------


def test_two_thirds_of_a_deduction_of_2_7_percent_are_1_8_percent() -> None:
    """The document's own figure: 1,8 % each. The allocations are invented."""
    shared = (Part(K, allocation=Decimal("31000000")), Part(N, allocation=Decimal("35500000.55")))
    found = worked(area(Key.ADMINISTRATION, *shared, amount=None, rate="2.7"))
    assert (found.steps[0].formula, found.steps[0].result) == ("2,7 % × 2/3", "1,8\u00a0%")
    assert found.charges == {K: Decimal("558000.00"), N: Decimal("639000.01")}
    assert found.total == Decimal("1197000.01")


def test_the_rate_is_shown_though_the_allocations_are_not_known() -> None:
    found = worked(area(Key.ADMINISTRATION, *parts(K, N), amount=None, rate="2.7"))
    assert found.steps[0].result == "1,8\u00a0%"
    assert found.charges == {}
    assert said(found) == [(K, "Tilldelningen för Området saknas."), (N, "Tilldelningen för Området saknas.")]


def test_estate_administration_is_a_third_each_known_or_not_what_it_costs() -> None:
    """The document's own shares; the sum is invented."""
    found = worked(area(Key.EQUAL, *parts(*THREE), amount="1500000.01"))
    assert found.shares == dict.fromkeys(THREE, Fraction(1, 3))
    assert list(found.charges.values()) == [Decimal("500000.01"), Decimal("500000.00"), Decimal("500000.00")]
    without = worked(area(Key.EQUAL, *parts(*THREE), amount=None))
    assert without.shares == found.shares
    assert (without.charges, said(without)) == ({}, [("Området", "Årets kostnad saknas.")])


def test_labour_market_is_the_allocation_less_what_each_board_keeps() -> None:
    """The document's own deductions, 1,8 % and 1,7 %; the allocations are invented."""
    kept = (
        Part(K, allocation=Decimal(2000000), deduction=Decimal("1.8")),
        Part(N, allocation=Decimal(3000000), deduction=Decimal("1.7")),
    )
    found = worked(area(Key.ALLOCATION, *kept, amount=None))
    assert found.charges == {K: Decimal("1964000.00"), N: Decimal("2949000.00")}
    assert [step.result for step in found.steps][::2] == ["36\u00a0000,00\u00a0kr", "51\u00a0000,00\u00a0kr"]


def test_case_handling_follows_the_mean_of_open_cases_april_to_september() -> None:
    """Invented figures: the document names the base but gives none."""
    found = worked(area(Key.OPEN_CASES, *parts(*THREE), amount="20400000"))
    sums = {name: sum(CASES[name].values()) for name in THREE}
    assert found.shares == {name: Fraction(sums[name], sum(sums.values())) for name in THREE}
    assert found.total == Decimal(20400000)
    assert found.steps[0].formula == "(195 + 196 + 194 + 190 + 188 + 189) / 6"
    assert found.steps[0].result == "192"
    assert "2009" in found.steps[0].words


def test_debt_advice_follows_the_population_of_four_districts() -> None:
    """Invented populations."""
    found = worked(area(Key.POPULATION, *parts(*FOUR), amount="3060000"))
    assert found.charges == {
        K: Decimal("610000.00"),
        N: Decimal("650000.00"),
        OST: Decimal("630000.00"),
        S: Decimal("1170000.00"),
    }


def test_payments_are_each_boards_own_and_the_violence_project_is_nobodys() -> None:
    own = (Part(K, direct=Decimal("12.50")), Part(N, direct=Decimal(0)))
    assert worked(area(Key.DIRECT, *own, amount=None)).charges == {K: Decimal("12.50"), N: Decimal(0)}
    free = worked(area(Key.NOT_CHARGED, *parts(*THREE), amount="650000"))
    assert (free.charges, free.lacks) == ({}, ())


def test_fixed_shares_are_used_as_they_stand() -> None:
    fixed = (Part(K, share=Fraction(1, 2)), Part(N, share=Fraction(1, 4)), Part(OST, share=Fraction(1, 4)))
    assert list(worked(area(Key.FIXED, *fixed, amount="0.03")).charges.values()) == [
        Decimal("0.01"),
        Decimal("0.01"),
        Decimal("0.01"),
    ]


# ---- Bad input ---------------------------------------------------------------------------------------------------


def test_every_missing_month_is_named_with_its_party() -> None:
    gaps = {K: {4: 195, 5: 196, 7: 190, 8: 188, 9: 189}, N: CASES[N]}
    found = worked(area(Key.OPEN_CASES, *parts(*THREE)), base=Base(gaps, POPULATION))
    assert found.charges == found.shares == {}
    assert said(found) == [
        (K, "Antalet aktuella ärenden saknas för juni 2009."),
        (OST, "Antalet aktuella ärenden saknas för alla månader 2009."),
    ]


def test_nobody_has_a_population_of_zero() -> None:
    found = worked(area(Key.POPULATION, *parts(K, N, S)), base=Base(CASES, {K: 0, N: 65_000}))
    assert [where for where, _ in said(found)] == [K, S]
    assert "Befolkningen är 0" in said(found)[0][1]


def test_shares_that_cannot_sum_say_what_they_sum_to() -> None:
    thirds = tuple(Part(name, share=Fraction(333, 1000)) for name in THREE)
    [(where, what)] = said(worked(area(Key.FIXED, *thirds)))
    assert where == "Området"
    assert "99,90\u00a0% tillsammans, inte 100 %" in what


def test_a_board_without_an_agreement_is_not_shared_with() -> None:
    [(where, what)] = said(worked(area(Key.POPULATION, *parts(K, S)), parties=THREE))
    assert (where, what) == (S, "Deltar i Området men är inte part i överenskommelsen för 2010.")


def test_all_faults_are_told_at_once_and_nothing_is_guessed() -> None:
    wrong = (Part(K, allocation=Decimal(-5), deduction=Decimal(101)), Part("Vasastan"))
    found = worked(area(Key.ALLOCATION, *wrong, amount=None))
    assert len(found.lacks) == 5
    assert found.charges == {}
    assert Lack(K, "Tilldelningen för Området är negativ (−5 kr). Den ska vara 0 eller mer.") in found.lacks


def test_a_negative_cost_and_an_area_without_a_key_are_told() -> None:
    assert "negativ (−1 kr)" in said(worked(area(Key.EQUAL, *parts(K), amount="-1")))[0][1]
    assert said(worked(area(None, *parts(K)))) == [("Området", "Området har ingen fördelningsnyckel. Välj en.")]
    assert said(worked(area(Key.EQUAL))) == [("Området", "Ingen part deltar i kostnaden.")]


def test_no_cases_at_all_are_nothing_to_share_by() -> None:
    none = {name: dict.fromkeys(range(4, 10), 0) for name in THREE}
    [(_, what)] = said(worked(area(Key.OPEN_CASES, *parts(*THREE)), base=Base(none)))
    assert "Inga aktuella ärenden" in what


@pytest.mark.parametrize(
    ("text", "value"), [("1 870,00", "1870.00"), ("1\u00a0870 kr", "1870"), ("", None), ("0", "0"), ("2,7 %", "2.7")]
)
def test_amounts_are_read_as_they_are_written(text: str, value: str | None) -> None:
    assert read_amount(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["-5", "−5", "250-", "1,234", "tolv", "1e5", "1.870,00", "NaN", "9" * 20, "١٢"])
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="»"):
        read_amount(text)


def test_shares_are_read_as_fractions_or_percent() -> None:
    assert (read_share("1/3"), read_share("33,5 %"), read_share(" ")) == (Fraction(1, 3), Fraction(67, 200), None)
    for wrong in ("0", "1/0", "4/3", "0 %", "en tredjedel", "-1/3"):
        with pytest.raises(ValueError, match="»"):
            read_share(wrong)
