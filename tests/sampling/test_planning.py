"""Planning: the smallest sample that is large enough, and what a sample of a given size can show."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sampling import (
    Likelihood,
    Quota,
    Side,
    attribute_sample_size,
    chance_of_finding,
    chance_of_missing,
    deviation_limits,
    discovery_sample_size,
    draw_strata,
    what_a_sample_shows,
)
from sampling.chances import chance_of_at_most, chance_of_at_most_unlimited
from tests.sampling.frames import brief, frame_of

rates = st.sampled_from(["0.02", "0.05", "0.07", "0.1", "0.125", "0.2", "0.25", "0.5", "0.9", "1"])
confidences = st.sampled_from(["0.5", "0.8", "0.9", "0.95", "0.99"])


@given(st.integers(1, 120), rates, confidences, st.integers(0, 3))
@brief
def test_no_smaller_sample_of_a_finite_population_would_do(
    population: int, rate: str, confidence: str, errors: int
) -> None:
    tolerable, risk = ceil(Fraction(rate) * population), 1 - Fraction(confidence)
    assume(errors < tolerable)
    plan = attribute_sample_size(
        tolerable_rate=rate, confidence=confidence, expected_errors=errors, population_size=population
    )

    def chance(size: int) -> Fraction:
        return chance_of_at_most(errors=errors, population_size=population, sample_size=size, deviations=tolerable)

    assert plan.tolerable_count == tolerable
    assert chance(plan.sample_size) <= risk
    assert all(chance(size) > risk for size in range(errors + 1, plan.sample_size))


@given(rates, confidences, st.sampled_from(["0.003", "0.01", "0.03", "0.06"]))
@brief
def test_no_smaller_sample_would_do_for_an_expected_rate(rate: str, confidence: str, expected: str) -> None:
    assume(Fraction(expected) <= Fraction(rate) * Fraction(2, 3))
    plan = attribute_sample_size(tolerable_rate=rate, confidence=confidence, expected_error_rate=expected)

    def is_enough(size: int) -> bool:
        allowed = ceil(Fraction(expected) * size)
        chance = chance_of_at_most_unlimited(errors=allowed, sample_size=size, rate=Fraction(rate))
        return allowed < size and chance <= 1 - Fraction(confidence)

    assert plan.allowed_errors == ceil(Fraction(expected) * plan.sample_size)
    assert is_enough(plan.sample_size)
    assert not any(is_enough(size) for size in range(max(1, plan.sample_size - 60), plan.sample_size))


@given(rates, confidences, st.integers(0, 5))
@brief
def test_more_allowed_errors_need_a_larger_sample(rate: str, confidence: str, errors: int) -> None:
    for likelihood in (Likelihood.BINOMIAL, Likelihood.POISSON):
        fewer, more = (
            attribute_sample_size(
                tolerable_rate=rate, confidence=confidence, expected_errors=each, likelihood=likelihood
            ).sample_size
            for each in (errors, errors + 1)
        )
        assert fewer < more


def test_a_rate_that_is_met_exactly_is_met() -> None:
    plan = attribute_sample_size(tolerable_rate=0.9, confidence=0.9, expected_errors=0)
    assert plan.sample_size == 1


def test_a_population_makes_the_plan_hypergeometric() -> None:
    plan = attribute_sample_size(tolerable_rate=1, confidence="0.95", expected_errors=0, population_size=10)
    assert (plan.likelihood, plan.sample_size, plan.tolerable_count) == (Likelihood.HYPERGEOMETRIC, 1, 10)


def test_large_plans_are_made_at_once() -> None:
    plan = attribute_sample_size(tolerable_rate="0.0001", confidence="0.95", expected_errors=0, population_size=10**7)
    assert plan.sample_size == 29912
    assert (
        attribute_sample_size(tolerable_rate="0.01", confidence="0.95", expected_error_rate="0.0095").sample_size
        > 10**5
    )


@given(st.integers(1, 300), st.data(), confidences)
@brief
def test_discovery_finds_as_often_as_it_promises(population: int, data: st.DataObject, confidence: str) -> None:
    deviations = data.draw(st.integers(1, population))
    plan = discovery_sample_size(population_size=population, deviations=deviations, confidence=confidence)

    def finds(size: int) -> float:
        return chance_of_finding(population_size=population, sample_size=size, deviations=deviations)

    assert finds(plan.sample_size) >= float(Fraction(confidence)) - 1e-12
    assert plan.sample_size == 1 or finds(plan.sample_size - 1) < float(Fraction(confidence)) + 1e-12


def test_ten_of_166_files_show_what_the_page_says() -> None:
    shown = what_a_sample_shows(population_size=166, sample_size=10, confidence="0.95", deviations=17)
    assert shown.most_deviations == 41
    assert shown.chance_of_missing == pytest.approx(0.3286865835)
    assert shown.chance_of_finding == pytest.approx(0.6713134164649)


@given(st.integers(1, 300), st.data())
@brief
def test_what_a_sample_shows_agrees_with_the_limits_and_with_discovery(population: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, population))
    shown = what_a_sample_shows(population_size=population, sample_size=size, confidence="0.9", deviations=0)
    limits = deviation_limits(population_size=population, sample_size=size, errors=0, confidence="0.9", side=Side.UPPER)
    assert shown.most_deviations == limits.upper_count
    assert shown.chance_of_missing == 1
    if shown.most_deviations < population:
        one_more = shown.most_deviations + 1
        assert chance_of_missing(population_size=population, sample_size=size, deviations=one_more) <= 0.1 + 1e-12


def test_a_sample_cannot_miss_more_than_it_leaves_out() -> None:
    assert chance_of_missing(population_size=20, sample_size=15, deviations=6) == 0
    assert chance_of_missing(population_size=20, sample_size=15, deviations=5) > 0


def test_a_third_of_the_samples_hold_no_family_unless_families_are_drawn_beside_them() -> None:
    cases = [f"K-{number:03}" for number in range(160)]
    families = cases[::10]
    assert chance_of_missing(population_size=160, sample_size=10, deviations=16) == pytest.approx(1 / 3, abs=0.01)
    (beside,) = draw_strata(
        frame=frame_of({"Kungsholmen, barnfamiljer": families}),
        seed="4-2-6",
        quotas={"Kungsholmen, barnfamiljer": Quota(5, 2)},
    )
    assert {unit.id for unit in (*beside.sample, *beside.reserves)} <= set(families)
    assert (len(beside.sample), len(beside.reserves)) == (5, 2)
