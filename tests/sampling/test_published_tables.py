"""Published tables of planning and estimating: the citation is the specification."""

from typing import Any

import pytest

from tests.sampling.oracle import answer

AICPA = "AICPA Audit Guide Audit Sampling (2017)"
TOUW_HOOGDUIN = "Touw and Hoogduin (2011), Statistiek voor audit en controlling"


@pytest.mark.parametrize(
    ("confidence", "tolerable", "expected_rate", "size", "allowed"),
    [
        ("0.95", "0.02", "0.0075", 386, 3),
        ("0.95", "0.04", "0.015", 192, 3),
        ("0.95", "0.08", "0.0175", 77, 2),
        ("0.95", "0.10", "0.02", 46, 1),
        ("0.90", "0.02", "0", 114, 0),
        ("0.90", "0.05", "0", 45, 0),
        ("0.90", "0.06", "0.03", 132, 4),
        ("0.90", "0.08", "0.0325", 82, 3),
        ("0.90", "0.09", "0.04", 73, 3),
        ("0.90", "0.10", "0.0275", 52, 2),
        ("0.90", "0.15", "0.06", 43, 3),
        ("0.90", "0.20", "0.10", 38, 4),
        # 400 · 0.035 is exactly 14: in binary floating point it is 14.000000000000002, and the ceiling 15.
        ("0.90", 0.05, 0.035, 400, 14),
    ],
)
def test_sample_sizes_for_an_expected_rate(
    confidence: str, tolerable: str, expected_rate: str, size: int, allowed: int
) -> None:
    """AICPA Audit Guide Audit Sampling (2017), tables A-1 (5 % risk of overreliance) and A-2 (10 %)."""
    found = answer("attribute_sample_size", binomial(tolerable, confidence, expected_error_rate=expected_rate))
    assert found == {"n": size, "allowed_errors": allowed}


@pytest.mark.parametrize(("tolerable", "size"), [("0.01", 299), ("0.05", 59)])
def test_sample_sizes_without_expected_errors(tolerable: str, size: int) -> None:
    """The R package jfa, tests/testthat/test-planning.R."""
    assert answer("attribute_sample_size", binomial(tolerable, "0.95", expected_errors=0))["n"] == size


def test_a_tolerable_rate_may_be_an_amount_of_a_book_value() -> None:
    """Touw and Hoogduin (2011), pp. 134 and 142: materiality 450,000 of 13,500,000."""
    case = binomial(0.03333333333333333, 0.95, expected_errors=1, tolerable_amount=450000, book_value=13500000)
    assert answer("attribute_sample_size", case) == {"n": 141, "allowed_errors": 1}


def binomial(tolerable: object, confidence: object, **more: object) -> dict[str, Any]:
    given = {"tolerable_rate": tolerable, "confidence": confidence, **more}
    return {"likelihood": "binomial", "population_size": None, **given}


@pytest.mark.parametrize(
    ("tolerable", "expected", "size", "allowed"),
    [
        ("0.01", {"expected_errors": 0}, 300, 0),
        ("0.05", {"expected_errors": 0}, 60, 0),
        ("0.05", {"expected_error_rate": "0.025"}, 231, 5.775),
    ],
)
def test_poisson_sample_sizes(tolerable: str, expected: dict[str, Any], size: int, allowed: float) -> None:
    """The R package jfa, tests/testthat/test-planning.R; the expected errors of a rate are not rounded."""
    case = {"likelihood": "poisson", "population_size": None, "tolerable_rate": tolerable, "confidence": "0.95"}
    assert answer("attribute_sample_size", {**case, **expected}) == {"n": size, "allowed_errors": allowed}


@pytest.mark.parametrize(
    ("source", "population", "tolerable", "confidence", "expected", "size", "allowed", "intolerable"),
    [
        ("jfa, test-planning.R", 1000, "0.01", "0.95", {"expected_errors": 0}, 258, 0, 10),
        ("jfa, test-planning.R", 1000, "0.05", "0.95", {"expected_errors": 0}, 57, 0, 50),
        ("jfa, test-planning.R", 1000, "0.05", "0.95", {"expected_error_rate": "0.025"}, 197, 5, 50),
        (f"{TOUW_HOOGDUIN}, p. 123", 1200, "0.05", "0.90", {"expected_errors": 2}, 102, 2, 60),
        ("DCAA EZ-Quant", 500, "0.08", "0.90", {"expected_errors": 0}, 27, 0, 40),
        ("DCAA EZ-Quant", 5000, "0.06", "0.90", {"expected_errors": 0}, 38, 0, 300),
        ("DCAA EZ-Quant", 1000, "0.04", "0.95", {"expected_errors": 0}, 71, 0, 40),
        ("DCAA EZ-Quant", 5000, "0.02", "0.95", {"expected_errors": 0}, 147, 0, 100),
        ("DCAA EZ-Quant", 500, "0.02", "0.99", {"expected_errors": 0}, 183, 0, 10),
        ("AuditSampler", 500, "0.05", "0.90", {"expected_error_rate": "0.02"}, 99, 2, 25),
        ("AuditSampler", 500, "0.06", "0.95", {"expected_error_rate": "0.03"}, 158, 5, 30),
        ("AuditSampler", 5000, "0.08", "0.95", {"expected_error_rate": "0.01"}, 58, 1, 400),
        ("AuditSampler", 36000, "0.04", "0.95", {"expected_error_rate": "0.01"}, 156, 2, 1440),
        # 100 · 0.07 is exactly 7: in binary floating point it is 7.000000000000001, and the ceiling 8.
        ("jfa, test-statistical-tables.R", 100, 0.07, 0.95, {"expected_errors": 0}, 34, 0, 7),
        ("jfa, test-statistical-tables.R", 100, 0.1, 0.95, {"expected_error_rate": 0.02}, 39, 1, 10),
        ("computed exactly, a board's size", 166, "0.10", "0.95", {"expected_errors": 0}, 26, 0, 17),
        ("computed exactly, a board's size", 170, "0.30", "0.90", {"expected_errors": 2}, 16, 2, 51),
        ("computed exactly, a small population", 24, "0.05", "0.95", {"expected_errors": 0}, 19, 0, 2),
    ],
)
def test_sample_sizes_for_finite_populations(
    source: str,
    population: int,
    tolerable: object,
    confidence: object,
    expected: dict[str, Any],
    size: int,
    allowed: int,
    intolerable: int,
) -> None:
    case = {"likelihood": "hypergeometric", "population_size": population, "tolerable_rate": tolerable}
    found = answer("attribute_sample_size", {**case, "confidence": confidence, **expected})
    assert found == {"n": size, "allowed_errors": allowed, "tolerable_count": intolerable}


@pytest.mark.parametrize(
    ("population", "deviations", "confidence", "size"),
    [(10, 1, "0.95", 10), (200, 2, "0.95", 155), (200, 40, "0.95", 13), (1000, 10, "0.95", 258), (170, 3, "0.99", 133)],
)
def test_discovery_sample_sizes(population: int, deviations: int, confidence: str, size: int) -> None:
    """The R package epiR, rsu.sssep.rs (example 3: N = 200, 20 %), and computed exactly."""
    case = {"population_size": population, "deviations_in_population": deviations, "confidence": confidence}
    assert answer("discovery_sample_size", case) == {"n": size}


@pytest.mark.parametrize(
    ("size", "deviations", "chance"), [(10, 1, 10 / 166), (10, 17, 0.6713134164649), (10, 42, 0.9508655971749)]
)
def test_chances_of_discovery(size: int, deviations: int, chance: float) -> None:
    """Computed: exact hypergeometric 1 - C(N-D, n) / C(N, n)."""
    case = {"population_size": 166, "sample_size": size, "deviations_in_population": deviations}
    assert answer("discovery_probability", case)["probability_at_least_one"] == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize(
    ("source", "errors", "size", "confidence", "side", "lower", "upper"),
    [
        ("NIST/SEMATECH e-Handbook 7.2.4.2", 4, 20, "0.90", "two", 0.07135388430862, 0.401028117332),
        ("Newcombe (1998) Stat. Med. 17:857, table I", 81, 263, "0.95", "two", 0.2527367455853, 0.3676219226014),
        ("Newcombe (1998) Stat. Med. 17:857, table I", 0, 20, "0.95", "two", 0, 0.1684334709831),
        ("Fagerland, Lydersen and Laake (2017), ch. 2", 10, 10, "0.95", "two", 0.6915028921812, 1),
        ("Fagerland, Lydersen and Laake (2017), ch. 2", 0, 10, "0.95", "two", 0, 0.3084971078188),
        ("Kauermann and Küchenhoff (2010), p. 54", 133, 1206, "0.95", "two", 0.09315540853278, 0.1293341235344),
        (f"{TOUW_HOOGDUIN}, p. 137", 1, 145, "0.95", "upper", 0, 0.03229696379918),
        (f"{AICPA}, table A-3", 0, 45, "0.95", "upper", 0, 0.06440428880778),
        (f"{AICPA}, table A-3", 5, 80, "0.95", "upper", 0, 0.1269256364046),
        (f"{AICPA}, table A-3", 4, 300, "0.95", "upper", 0, 0.03025039541974),
        (f"{AICPA}, table A-4", 0, 25, "0.90", "upper", 0, 0.08798916064409),
        (f"{AICPA}, table A-4", 8, 400, "0.90", "upper", 0, 0.03228391195956),
        ("a lower limit mirrors the upper one", 144, 145, "0.95", "lower", 1 - 0.03229696379918, 1),
    ],
)
def test_limits_where_the_population_is_unlimited(
    source: str, errors: int, size: int, confidence: str, side: str, lower: float, upper: float
) -> None:
    case = {"x": errors, "n": size, "confidence": confidence, "side": side, "method": "clopper-pearson"}
    found = answer("binomial_interval", case)
    assert (found["lower"], found["upper"]) == (pytest.approx(lower, abs=1e-6), pytest.approx(upper, abs=1e-6))


@pytest.mark.parametrize(
    ("source", "population", "size", "errors", "confidence", "side", "lower", "upper"),
    [
        (f"{TOUW_HOOGDUIN}, p. 125", 1200, 102, 0, "0.90", "upper", 0, 25),
        (f"{TOUW_HOOGDUIN}, p. 125", 1200, 102, 1, "0.90", "upper", 1, 43),
        (f"{TOUW_HOOGDUIN}, p. 125", 1200, 102, 2, "0.90", "upper", 2, 59),
        (f"{TOUW_HOOGDUIN}, p. 125", 1200, 102, 3, "0.90", "upper", 3, 75),
        ("jfa, test-evaluation.R", 20, 10, 1, "0.95", "upper", 1, 6),
        ("jfa, test-statistical-tables.R", 100, 50, 1, "0.95", "upper", 1, 7),
        ("jfa, test-statistical-tables.R", 100, 20, 3, "0.975", "upper", 3, 35),
        ("computed in rational numbers", 166, 10, 0, "0.95", "two", 0, 49),
        ("computed in rational numbers", 166, 10, 2, "0.95", "two", 5, 90),
        ("computed in rational numbers", 166, 10, 7, "0.95", "two", 60, 154),
        ("computed in rational numbers", 170, 10, 10, "0.95", "upper", 10, 170),
        ("computed in rational numbers", 166, 1, 0, "0.95", "two", 0, 161),
    ],
)
def test_limits_for_the_number_of_deviations(
    source: str, population: int, size: int, errors: int, confidence: str, side: str, lower: int, upper: int
) -> None:
    case = {"population_size": population, "sample_size": size, "errors": errors}
    found = answer("hypergeometric_limits", {**case, "confidence": confidence, "side": side})
    assert (found["lower_count"], found["upper_count"]) == (lower, upper)
    assert (found["lower_rate"], found["upper_rate"]) == (lower / population, upper / population)


@pytest.mark.parametrize(
    ("source", "strata", "corrected", "proportion", "variance"),
    [
        (
            "University of Maryland, STAT 440 handout (ACLS)",
            [
                {"N": population, "n": 548, "p": rate}
                for population, rate in zip(
                    (9100, 1950, 5500, 10850, 2100, 5500, 9000), (0.38, 0.27, 0.18, 0.19, 0.36, 0.13, 0.26), strict=True
                )
            ],
            True,
            10847 / 44000,
            5.530094639053e-05,
        ),
        (
            "Scheaffer, Mendenhall and Ott, Elementary Survey Sampling (TV viewing)",
            [{"N": 155, "n": 20, "x": 16}, {"N": 62, "n": 8, "x": 2}, {"N": 93, "n": 12, "x": 6}],
            True,
            0.6,
            0.004548320949,
        ),
        (
            "R survey 4.1, apistrat",
            [{"N": 4421, "n": 100, "x": 73}, {"N": 755, "n": 50, "x": 16}, {"N": 1018, "n": 50, "x": 24}],
            True,
            0.6389360671618,
            0.001183767207296,
        ),
        (
            "R survey 4.1, apistrat without correction",
            [{"N": 4421, "n": 100, "x": 73}, {"N": 755, "n": 50, "x": 16}, {"N": 1018, "n": 50, "x": 24}],
            False,
            0.6389360671618,
            0.001217836760913,
        ),
    ],
)
def test_proportions_over_strata(
    source: str, strata: list[dict[str, Any]], corrected: bool, proportion: float, variance: float
) -> None:
    found = answer("stratified_proportion", {"strata": strata, "finite_population_correction": corrected})
    assert found["proportion"] == pytest.approx(proportion, abs=1e-12)
    assert found["variance"] == pytest.approx(variance, rel=1e-10)
    assert found["total"] == pytest.approx(proportion * sum(stratum["N"] for stratum in strata), rel=1e-10)


@pytest.mark.parametrize(
    ("source", "populations", "size", "shared"),
    [
        ("The R package samplingbook, stratasamp", [5234, 2586, 649, 157], 500, [303, 150, 38, 9]),
        ("Cochran (1977), exercise 5.5", [394, 461, 391, 334, 169, 113, 148], 100, [20, 23, 19, 17, 8, 6, 7]),
    ],
)
def test_allocation_in_proportion(source: str, populations: list[int], size: int, shared: list[int]) -> None:
    found = answer("allocation", {"N": populations, "n": size})
    assert found["nearest"] == found["largest_remainder"] == shared
    assert sum(found["unrounded"]) == pytest.approx(size)


@pytest.mark.parametrize(
    ("risk", "ratio", "tolerable", "size"),
    [
        (0.05, 0, 0.50, 6),
        (0.05, 0, 0.03, 100),
        (0.05, 0.2, 0.10, 47),
        (0.05, 0.2, 0.03, 155),
        (0.05, 0.5, 0.50, 24),
        (0.05, 0.5, 0.03, 385),
        (0.20, 0.4, 0.01, 354),
        (0.35, 0.6, 0.05, 68),
        (0.50, 0.2, 0.50, 2),
        (0.50, 0.2, 0.01, 87),
    ],
)
def test_monetary_unit_sample_sizes(risk: float, ratio: float, tolerable: float, size: int) -> None:
    """AICPA Audit Guide Audit Sampling (2017), table C-1."""
    case = {"risk_of_incorrect_acceptance": risk, "expected_to_tolerable_ratio": ratio}
    found = answer("mus_sample_size", {**case, "tolerable_fraction": tolerable})
    assert found == {"n": size, "expected_taint_sum": pytest.approx(size * ratio * tolerable)}


@pytest.mark.parametrize(
    ("risk", "errors", "factor"),
    [
        ("0.05", 1, 4.743864518391),
        ("0.05", 2, 6.295793621872),
        ("0.10", 0, 2.302585092994),
        ("0.15", 7, 10.89652873516),
    ],
)
def test_confidence_factors(risk: str, errors: int, factor: float) -> None:
    """AICPA Audit Guide Audit Sampling (2017), table C-2."""
    assert answer("mus_confidence_factor", {"risk": risk, "errors": errors})["factor"] == pytest.approx(factor)


@pytest.mark.parametrize(
    ("source", "taints", "size", "likely", "bound"),
    [
        (f"{TOUW_HOOGDUIN}, p. 138", [1.0, 0.20000072, 0.03999931], 145, 0.008551724344828, 0.03478656300929),
        (f"{TOUW_HOOGDUIN}, p. 144", [0.19887, 0.5, 0.4], 145, 0.007578413793103, 0.0325193577094),
    ],
)
def test_stringer_bounds(source: str, taints: list[float], size: int, likely: float, bound: float) -> None:
    case = {"taints": taints, "sample_size": size, "confidence": 0.95, "factors": "binomial"}
    found = answer("mus_stringer_bound", case)
    assert found["most_likely_error_rate"] == pytest.approx(likely, abs=1e-12)
    assert found["upper_bound"] == pytest.approx(bound, abs=1e-9)


def test_a_fixed_interval() -> None:
    """Touw and Hoogduin (2011), p. 34."""
    found = answer("mus_interval_selection", {"values": [7, 3, 4, 9, 0, 1, 8, 2, 6, 5], "n": 5, "start": 2})
    assert found == {"interval": 9, "selected_index0": [0, 2, 3, 6, 8]}
