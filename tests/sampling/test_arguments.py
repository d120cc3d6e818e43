"""Bad input is refused with the field, the value and the allowed range, and all of it at once."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from sampling import (
    Alternative,
    ArgumentError,
    ArgumentFault,
    ArgumentReason,
    DrawError,
    Group,
    Likelihood,
    Ordering,
    Range,
    ReviewedPayment,
    StratumCount,
    allocate,
    attribute_sample_size,
    boschloo_test,
    chance_of_finding,
    cohen_kappa,
    compare,
    confidence_factor,
    detectable_change,
    deviation_limits,
    difference_interval,
    discovery_sample_size,
    draw_payments,
    error_in_payments,
    fisher_test,
    gwet_ac1,
    holm,
    mcnemar_test,
    monetary_sample_size,
    rate_limits,
    select,
    select_intervals,
    share_of_amount,
    stratified_proportion,
    stringer_bound,
    trend_test,
    what_a_sample_shows,
)
from sampling.faults import AMOUNT_ABOVE_0, COUNT, COUNT_FROM_1, RATE, RATE_ABOVE_0, RATE_INSIDE

Call = Callable[[], object]
TEN = Group(3, 10)
OUT = ArgumentReason.OUT_OF_RANGE
HALF: Any = 9.5


def faults_of(call: Call) -> list[ArgumentFault]:
    with pytest.raises(ArgumentError) as refused:
        call()
    assert isinstance(refused.value, ValueError)
    return refused.value.faults


plan = partial(attribute_sample_size, confidence="0.95")


@pytest.mark.parametrize(
    ("call", "field", "value", "allowed"),
    [
        (partial(plan, tolerable_rate=0, expected_errors=0), "tolerable_rate", 0, RATE_ABOVE_0),
        (partial(plan, tolerable_rate=1.01, expected_errors=0), "tolerable_rate", 1.01, RATE_ABOVE_0),
        (partial(plan, tolerable_rate="0.1", expected_errors=-1), "expected_errors", -1, COUNT),
        (
            partial(plan, tolerable_rate="0.1", expected_error_rate="0.1"),
            "expected_error_rate",
            "0.1",
            Range(0, Fraction(1, 10), highest_included=False),
        ),
        (
            partial(plan, tolerable_rate="0.1", expected_errors=0, population_size=0),
            "population_size",
            0,
            COUNT_FROM_1,
        ),
        (
            partial(attribute_sample_size, tolerable_rate="0.1", confidence=1, expected_errors=0),
            "confidence",
            1,
            RATE_INSIDE,
        ),
        (
            partial(discovery_sample_size, population_size=10, deviations=0, confidence="0.9"),
            "deviations",
            0,
            Range(1, 10),
        ),
        (
            partial(chance_of_finding, population_size=10, sample_size=11, deviations=1),
            "sample_size",
            11,
            Range(0, 10),
        ),
        (
            partial(what_a_sample_shows, population_size=10, sample_size=5, confidence="0.9", deviations=11),
            "deviations",
            11,
            Range(0, 10),
        ),
        (
            partial(deviation_limits, population_size=10, sample_size=11, errors=0, confidence="0.9"),
            "sample_size",
            11,
            Range(0, 10),
        ),
        (
            partial(deviation_limits, population_size=10, sample_size=5, errors=6, confidence="0.9"),
            "errors",
            6,
            Range(0, 5),
        ),
        (partial(rate_limits, sample_size=0, errors=0, confidence="0.9"), "sample_size", 0, COUNT_FROM_1),
        (partial(rate_limits, sample_size=5, errors=6, confidence="0.9"), "errors", 6, Range(0, 5)),
        (partial(rate_limits, sample_size=5, errors=1, confidence=-0.1), "confidence", -0.1, RATE_INSIDE),
        (
            partial(stratified_proportion, strata=[StratumCount(10, 11, errors=1)]),
            "strata[0].sample_size",
            11,
            Range(2, 10),
        ),
        (
            partial(stratified_proportion, strata=[StratumCount(0, 2, errors=1)]),
            "strata[0].population_size",
            0,
            COUNT_FROM_1,
        ),
        (
            partial(stratified_proportion, strata=[StratumCount(10, 5, error_rate="1.5")]),
            "strata[0].error_rate",
            "1.5",
            RATE,
        ),
        (partial(allocate, populations=[10, 0], sample_size=3), "populations[1]", 0, COUNT_FROM_1),
        (partial(allocate, populations=[10, 5], sample_size=16), "sample_size", 16, Range(0, 15)),
        (partial(allocate, populations=[10, 5], sample_size=-1), "sample_size", -1, Range(0, 15)),
        (partial(monetary_sample_size, tolerable_fraction=0, risk="0.05"), "tolerable_fraction", 0, RATE_ABOVE_0),
        (partial(monetary_sample_size, tolerable_fraction="0.1", risk=1), "risk", 1, RATE_INSIDE),
        (
            partial(monetary_sample_size, tolerable_fraction="0.1", risk="0.05", expected_to_tolerable_ratio=1),
            "expected_to_tolerable_ratio",
            1,
            Range(0, 1, highest_included=False),
        ),
        (partial(confidence_factor, risk="0.05", errors=-1), "errors", -1, COUNT),
        (partial(stringer_bound, taints=["1.2"], sample_size=9, confidence="0.9"), "taints[0]", "1.2", RATE),
        (partial(stringer_bound, taints=[1, 1], sample_size=1, confidence="0.9"), "taints", 2, Range(0, 1)),
        (
            partial(stringer_bound, taints=[], sample_size=1, confidence="0.9", book_value="-5"),
            "book_value",
            "-5",
            AMOUNT_ABOVE_0,
        ),
        (partial(share_of_amount, amount=5, book_value=0), "book_value", 0, AMOUNT_ABOVE_0),
        (
            partial(error_in_payments, reviewed=[ReviewedPayment(5, 6)], others=[], confidence="0.9"),
            "reviewed[0].error",
            6,
            Range(0, 5),
        ),
        (
            partial(error_in_payments, reviewed=[ReviewedPayment(5, 0)], others=["-250"], confidence="0.9"),
            "others[0]",
            "-250",
            AMOUNT_ABOVE_0,
        ),
        (partial(select_intervals, amounts=[5, 0], sample_size=1, start=1), "amounts[1]", 0, AMOUNT_ABOVE_0),
        (partial(select_intervals, amounts=[5, "-1"], sample_size=1, start=1), "amounts[1]", "-1", AMOUNT_ABOVE_0),
        (
            partial(select_intervals, amounts=[0, 0], sample_size=1, start=1, zero_allowed=True),
            "amounts",
            0,
            AMOUNT_ABOVE_0,
        ),
        (
            partial(select_intervals, amounts=[5, 5], sample_size=2, start=6),
            "start",
            6,
            Range(0, 5, lowest_included=False),
        ),
        (partial(draw_payments, seed="4", amounts={"U-1": "2.50"}, sample_size=3), "sample_size", 3, Range(1, 2)),
        (partial(fisher_test, first=Group(4, 3), second=TEN), "first.errors", 4, Range(0, 3)),
        (partial(boschloo_test, first=TEN, second=Group(0, -1)), "second.size", -1, COUNT),
        (partial(difference_interval, first=Group(0, 0), second=TEN, confidence="0.9"), "first.size", 0, COUNT_FROM_1),
        (partial(compare, first=TEN, second=TEN, confidence=95), "confidence", 95, RATE_INSIDE),
        (partial(mcnemar_test, one_way=-1, other_way=3), "one_way", -1, COUNT),
        (partial(holm, p_values=["0.5", 1.2]), "p_values[1]", 1.2, RATE),
        (partial(trend_test, events=[5, 1], totals=[4, 4], scores=[0, 1]), "events[0]", 5, Range(0, 4)),
        (
            partial(detectable_change, first_size=10, second_size=10, baseline_rate="1.1"),
            "baseline_rate",
            "1.1",
            RATE,
        ),
        (
            partial(detectable_change, first_size=10, second_size=10, baseline_rate="0.1", step="0.00001"),
            "step",
            "0.00001",
            Range(Fraction(1, 10_000), 1),
        ),
        (partial(cohen_kappa, table=[[1, 2], [-3, 4]], confidence="0.9"), "table[1][0]", -3, COUNT),
        (partial(gwet_ac1, table=[[1, 2], [3, 4]], confidence=0), "confidence", 0, RATE_INSIDE),
    ],
)
def test_what_is_out_of_range_is_told_with_the_range(call: Call, field: str, value: object, allowed: Range) -> None:
    (fault,) = faults_of(call)
    assert fault == ArgumentFault(field, value, OUT, allowed)


@pytest.mark.parametrize(
    ("call", "field", "reason"),
    [
        (partial(plan, tolerable_rate="0.1"), "expected_errors", ArgumentReason.NOT_GIVEN),
        (
            partial(plan, tolerable_rate="0.1", expected_errors=1, expected_error_rate="0.01"),
            "expected_errors",
            ArgumentReason.GIVEN_TWICE,
        ),
        (
            partial(plan, tolerable_rate="0.1", expected_errors=0, likelihood=Likelihood.HYPERGEOMETRIC),
            "population_size",
            ArgumentReason.NOT_WHOLE,
        ),
        (
            partial(plan, tolerable_rate="0.1", expected_errors=2, population_size=20),
            "expected_errors",
            ArgumentReason.OUT_OF_REACH,
        ),
        (
            partial(plan, tolerable_rate="0.06", expected_error_rate="0.055", population_size=20),
            "expected_error_rate",
            ArgumentReason.OUT_OF_REACH,
        ),
        (partial(plan, tolerable_rate="mycket", expected_errors=0), "tolerable_rate", ArgumentReason.NOT_A_NUMBER),
        (
            partial(rate_limits, sample_size=HALF, errors=0, confidence="0.9"),
            "sample_size",
            ArgumentReason.NOT_WHOLE,
        ),
        (partial(rate_limits, sample_size=9, errors=True, confidence="0.9"), "errors", ArgumentReason.NOT_WHOLE),
        (partial(stratified_proportion, strata=[]), "strata", ArgumentReason.TOO_FEW),
        (
            partial(stratified_proportion, strata=[StratumCount(10, 5)]),
            "strata[0].errors",
            ArgumentReason.NOT_GIVEN,
        ),
        (
            partial(stratified_proportion, strata=[StratumCount(10, 5, errors=1, error_rate="0.2")]),
            "strata[0].errors",
            ArgumentReason.GIVEN_TWICE,
        ),
        (partial(allocate, populations=[], sample_size=0), "populations", ArgumentReason.TOO_FEW),
        (partial(select_intervals, amounts=[], sample_size=1, start=1), "amounts", ArgumentReason.TOO_FEW),
        (
            partial(boschloo_test, first=TEN, second=TEN, ordering=Ordering.ONE_SIDED_FISHER),
            "ordering",
            ArgumentReason.NO_MATCH,
        ),
        (
            partial(
                boschloo_test,
                first=TEN,
                second=TEN,
                alternative=Alternative.LESS,
                ordering=Ordering.TWO_SIDED_FISHER,
            ),
            "ordering",
            ArgumentReason.NO_MATCH,
        ),
        (
            partial(boschloo_test, first=Group(1, 1995), second=TEN),
            "first.size",
            ArgumentReason.TOO_LARGE,
        ),
        (
            partial(detectable_change, first_size=2000, second_size=2000, baseline_rate=0),
            "first_size",
            ArgumentReason.TOO_LARGE,
        ),
        (partial(holm, p_values=[]), "p_values", ArgumentReason.TOO_FEW),
        (partial(trend_test, events=[], totals=[], scores=[]), "events", ArgumentReason.TOO_FEW),
        (partial(trend_test, events=[1, 2], totals=[3, 4], scores=[1]), "scores", ArgumentReason.UNEVEN),
        (
            partial(trend_test, events=[500, 500, 3], totals=[5000, 5000, 5], scores=["0.0001", 2026, 1]),
            "totals",
            ArgumentReason.TOO_LARGE,
        ),
        (partial(cohen_kappa, table=[[5]], confidence="0.9"), "table", ArgumentReason.TOO_FEW),
        (partial(cohen_kappa, table=[[1, 2], [3]], confidence="0.9"), "table[1]", ArgumentReason.UNEVEN),
        (partial(cohen_kappa, table=[[0, 0], [0, 0]], confidence="0.9"), "table", ArgumentReason.TOO_FEW),
        (partial(gwet_ac1, table=[[1, 0], [0, 0]], confidence="0.9"), "table", ArgumentReason.TOO_FEW),
    ],
)
def test_what_cannot_be_answered_is_told_with_the_reason(call: Call, field: str, reason: ArgumentReason) -> None:
    (fault,) = faults_of(call)
    assert (fault.field, fault.reason) == (field, reason)
    assert fault.message.startswith(f"{field} ")


def test_all_that_is_wrong_is_told_at_once() -> None:
    faults = faults_of(
        partial(
            attribute_sample_size,
            tolerable_rate=2,
            confidence="1.5",
            expected_errors=-1,
            population_size=-3,
            likelihood=Likelihood.HYPERGEOMETRIC,
        )
    )
    assert [fault.field for fault in faults] == ["population_size", "tolerable_rate", "confidence", "expected_errors"]
    faults = faults_of(partial(compare, first=Group(3, 2), second=Group(-1, 5), confidence="x"))
    assert [fault.field for fault in faults] == ["first.errors", "second.errors", "confidence"]


def test_an_error_reads_as_a_sentence() -> None:
    (fault,) = faults_of(partial(rate_limits, sample_size=10, errors=11, confidence="0.95"))
    assert fault.message == "errors 11: is outside the allowed range 0 to 10"
    with pytest.raises(
        ArgumentError, match=r"confidence 1: is outside the allowed range 0 \(not itself\) to 1 \(not itself"
    ):
        rate_limits(sample_size=10, errors=1, confidence=1)
    with pytest.raises(ArgumentError, match="errors -1: is outside the allowed range 0 to any number"):
        confidence_factor(risk="0.05", errors=-1)


def test_a_draw_of_payments_needs_a_seed_and_a_selection_a_number() -> None:
    with pytest.raises(DrawError, match="seed"):
        draw_payments(seed=" ", amounts={"U-1": 5}, sample_size=1)
    with pytest.raises(DrawError, match="count -1"):
        select(seed="4", ids=["A"], count=-1)
