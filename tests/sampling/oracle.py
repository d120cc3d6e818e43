"""What the published and computed reference cases ask, put to the public functions of `sampling`."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from sampling import (
    Agreement,
    Alternative,
    Factors,
    Group,
    Likelihood,
    Ordering,
    Side,
    StratumCount,
    allocate,
    attribute_sample_size,
    boschloo_test,
    chance_of_finding,
    cohen_kappa,
    confidence_factor,
    detectable_change,
    deviation_limits,
    difference_interval,
    discovery_sample_size,
    fisher_test,
    gwet_ac1,
    holm,
    mcnemar_test,
    monetary_sample_size,
    rate_limits,
    select_intervals,
    share_of_amount,
    stratified_proportion,
    stringer_bound,
    trend_test,
)

Case = Mapping[str, Any]


def answer(kind: str, inputs: Case) -> dict[str, Any]:
    """Answer one case: the names are those of the reference, the arithmetic is all the library's."""
    return ANSWERS[kind](inputs)


def _attribute_sample_size(case: Case) -> dict[str, Any]:
    rate = case["tolerable_rate"]
    if "tolerable_amount" in case:
        rate = share_of_amount(amount=case["tolerable_amount"], book_value=case["book_value"])
    plan = attribute_sample_size(
        tolerable_rate=rate,
        confidence=case["confidence"],
        expected_errors=case.get("expected_errors"),
        expected_error_rate=case.get("expected_error_rate"),
        population_size=case["population_size"],
        likelihood=Likelihood(case["likelihood"]),
    )
    found: dict[str, Any] = {"n": plan.sample_size, "allowed_errors": float(plan.allowed_errors)}
    return found if plan.tolerable_count is None else {**found, "tolerable_count": plan.tolerable_count}


def _discovery_sample_size(case: Case) -> dict[str, Any]:
    plan = discovery_sample_size(
        population_size=case["population_size"],
        deviations=case["deviations_in_population"],
        confidence=case["confidence"],
    )
    return {"n": plan.sample_size}


def _discovery_probability(case: Case) -> dict[str, Any]:
    chance = chance_of_finding(
        population_size=case["population_size"],
        sample_size=case["sample_size"],
        deviations=case["deviations_in_population"],
    )
    return {"probability_at_least_one": chance}


def _binomial_interval(case: Case) -> dict[str, Any]:
    limits = rate_limits(
        sample_size=case["n"], errors=case["x"], confidence=case["confidence"], side=Side(case["side"])
    )
    return {"lower": limits.lower, "upper": limits.upper}


def _hypergeometric_limits(case: Case) -> dict[str, Any]:
    limits = deviation_limits(
        population_size=case["population_size"],
        sample_size=case["sample_size"],
        errors=case["errors"],
        confidence=case["confidence"],
        side=Side(case["side"]),
    )
    return {
        "lower_count": limits.lower_count,
        "upper_count": limits.upper_count,
        "lower_rate": float(limits.lower_rate),
        "upper_rate": float(limits.upper_rate),
    }


def _stratified_proportion(case: Case) -> dict[str, Any]:
    estimate = stratified_proportion(
        strata=[
            StratumCount(stratum["N"], stratum["n"], errors=stratum.get("x"), error_rate=stratum.get("p"))
            for stratum in case["strata"]
        ],
        finite_population_correction=case["finite_population_correction"],
    )
    return {
        "proportion": float(estimate.proportion),
        "variance": float(estimate.variance),
        "standard_error": estimate.standard_error,
        "total": float(estimate.total),
    }


def _allocation(case: Case) -> dict[str, Any]:
    shared = allocate(populations=case["N"], sample_size=case["n"])
    return {
        "unrounded": [float(share) for share in shared.unrounded],
        "nearest": list(shared.nearest),
        "largest_remainder": list(shared.sizes),
    }


def _mus_sample_size(case: Case) -> dict[str, Any]:
    plan = monetary_sample_size(
        tolerable_fraction=case["tolerable_fraction"],
        risk=case["risk_of_incorrect_acceptance"],
        expected_to_tolerable_ratio=case["expected_to_tolerable_ratio"],
    )
    return {"n": plan.sample_size, "expected_taint_sum": float(plan.expected_taint_sum)}


def _mus_confidence_factor(case: Case) -> dict[str, Any]:
    return {"factor": confidence_factor(risk=case["risk"], errors=case["errors"])}


def _mus_stringer_bound(case: Case) -> dict[str, Any]:
    result = stringer_bound(
        taints=case["taints"],
        sample_size=case["sample_size"],
        confidence=case["confidence"],
        factors=Factors(case["factors"]),
    )
    return {"most_likely_error_rate": float(result.most_likely_rate), "upper_bound": result.upper_rate}


def _mus_interval_selection(case: Case) -> dict[str, Any]:
    drawn = select_intervals(amounts=case["values"], sample_size=case["n"], start=case["start"], zero_allowed=True)
    return {"interval": float(drawn.interval), "selected_index0": list(drawn.hits)}


def _fisher_exact(case: Case) -> dict[str, Any]:
    first, second = (Group.of_counts(*row) for row in case["table"])
    test = fisher_test(first=first, second=second, alternative=Alternative(case["alternative"]))
    return {"p_value": test.p_value}


def _boschloo_exact(case: Case) -> dict[str, Any]:
    first, second = (Group.of_counts(*row) for row in case["groups"])
    test = boschloo_test(
        first=first,
        second=second,
        alternative=Alternative(case["alternative"]),
        ordering=Ordering(case["ordering"]),
    )
    return {"p_value": test.p_value}


def _minimum_detectable_rate(case: Case) -> dict[str, Any]:
    change = detectable_change(
        first_size=case["n1"],
        second_size=case["n2"],
        baseline_rate=case["baseline_rate"],
        alpha=case["alpha"],
        power=case["power"],
        step=case["step"],
    )
    higher = change.smallest_higher_rate
    return {"smallest_higher_rate": None if higher is None else float(higher)}


def _mcnemar(case: Case) -> dict[str, Any]:
    return {"p_value": mcnemar_test(one_way=case["b"], other_way=case["c"]).p_value}


def _cochran_armitage_exact(case: Case) -> dict[str, Any]:
    test = trend_test(events=case["events"], totals=case["totals"], scores=case["scores"])
    return {
        "p_upper": test.rising,
        "p_lower": test.falling,
        "p_two_sided_doubled": test.doubled,
        "p_two_sided_distance": test.distance,
    }


def _holm(case: Case) -> dict[str, Any]:
    adjustment = holm(p_values=case["p_values"])
    return {
        "adjusted": [float(value) for value in adjustment.adjusted],
        "rejected_at_5_percent": list(adjustment.rejected),
    }


def _difference_interval(case: Case) -> dict[str, Any]:
    interval = difference_interval(
        first=Group(case["x1"], case["n1"]), second=Group(case["x2"], case["n2"]), confidence=case["confidence"]
    )
    return {"difference": float(interval.difference), "lower": interval.lower, "upper": interval.upper}


def _cohen_kappa(case: Case) -> dict[str, Any]:
    kappa = cohen_kappa(table=case["table"], confidence=case["confidence"])
    return {"kappa": _number(kappa.coefficient), "standard_error_h0": kappa.standard_error_h0, **_agreement(kappa)}


def _gwet_ac1(case: Case) -> dict[str, Any]:
    ac1 = gwet_ac1(table=case["table"], confidence=case["confidence"])
    return {"ac1": _number(ac1.coefficient), **_agreement(ac1)}


def _agreement(found: Agreement) -> dict[str, Any]:
    return {
        "standard_error": found.standard_error,
        "lower": found.lower,
        "upper": found.upper,
        "observed": float(found.observed),
        "expected": float(found.expected),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


ANSWERS: dict[str, Callable[[Case], dict[str, Any]]] = {
    "attribute_sample_size": _attribute_sample_size,
    "discovery_sample_size": _discovery_sample_size,
    "discovery_probability": _discovery_probability,
    "binomial_interval": _binomial_interval,
    "hypergeometric_limits": _hypergeometric_limits,
    "stratified_proportion": _stratified_proportion,
    "allocation": _allocation,
    "mus_sample_size": _mus_sample_size,
    "mus_confidence_factor": _mus_confidence_factor,
    "mus_stringer_bound": _mus_stringer_bound,
    "mus_interval_selection": _mus_interval_selection,
    "fisher_exact": _fisher_exact,
    "minimum_detectable_rate": _minimum_detectable_rate,
    "boschloo_exact": _boschloo_exact,
    "mcnemar": _mcnemar,
    "cochran_armitage_exact": _cochran_armitage_exact,
    "holm": _holm,
    "difference_interval": _difference_interval,
    "cohen_kappa": _cohen_kappa,
    "gwet_ac1": _gwet_ac1,
}
