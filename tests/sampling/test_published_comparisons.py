"""Published examples of comparing and of agreement: the citation is the specification."""

import pytest

from tests.sampling.oracle import answer


@pytest.mark.parametrize(
    ("source", "table", "alternative", "p_value"),
    [
        ("Fisher (1935), tea tasting; R fisher.test", [[3, 1], [1, 3]], "two-sided", 34 / 70),
        ("Fisher (1935), all eight cups right", [[4, 0], [0, 4]], "two-sided", 2 / 70),
        ("Fisher (1962), twins; R fisher.test", [[2, 15], [10, 3]], "two-sided", 0.0005367241191434),
        ("R fisher.test, help", [[2, 15], [10, 3]], "less", 0.0004651809433629),
        ("computed, two samples of 10", [[0, 10], [5, 5]], "two-sided", 0.03250773993808),
        ("nothing to compare", [[0, 10], [0, 10]], "two-sided", 1),
    ],
)
def test_fishers_test(source: str, table: list[list[int]], alternative: str, p_value: float) -> None:
    found = answer("fisher_exact", {"table": table, "alternative": alternative})
    assert found["p_value"] == pytest.approx(p_value, rel=1e-10)


@pytest.mark.parametrize(
    ("source", "groups", "alternative", "ordering", "p_value"),
    [
        ("SciPy, boschloo_exact", [[74, 43], [31, 32]], "greater", "one-sided-fisher", 0.03556406430155),
        ("20,001-point grid", [[0, 10], [4, 6]], "two-sided", "two-sided-fisher", 0.04219055175781),
        ("20,001-point grid", [[2, 8], [7, 3]], "two-sided", "two-sided-fisher", 0.04138946533203),
        ("20,001-point grid", [[1, 9], [5, 5]], "two-sided", "two-sided-fisher", 0.06230961535177),
    ],
)
def test_boschloos_test(source: str, groups: list[list[int]], alternative: str, ordering: str, p_value: float) -> None:
    found = answer("boschloo_exact", {"groups": groups, "alternative": alternative, "ordering": ordering})
    assert found["p_value"] == pytest.approx(p_value, abs=1e-8)


@pytest.mark.parametrize(("size", "baseline", "rate"), [(10, 0.0, 0.581), (20, 0.1, 0.529)])
def test_the_smallest_rate_that_is_told_from_the_baseline(size: int, baseline: float, rate: float) -> None:
    """Computed: exact power by enumeration, Fisher's test, first rate on a grid of 0.001."""
    case = {"n1": size, "n2": size, "baseline_rate": baseline, "alpha": 0.05, "power": 0.8, "step": 0.001}
    assert answer("minimum_detectable_rate", case) == {"smallest_higher_rate": pytest.approx(rate)}


@pytest.mark.parametrize(
    ("source", "one_way", "other_way", "p_value"),
    [
        ("R mcnemar.test, approval ratings; binom.test", 150, 86, 3.715936139571e-05),
        ("closed form", 0, 5, 0.0625),
        ("closed form", 0, 6, 0.03125),
        ("as many each way", 3, 3, 1),
        ("no file changed", 0, 0, 1),
        ("computed exactly", 1, 8, 0.0390625),
    ],
)
def test_mcnemars_test(source: str, one_way: int, other_way: int, p_value: float) -> None:
    assert answer("mcnemar", {"b": one_way, "c": other_way})["p_value"] == pytest.approx(p_value, rel=1e-10)


def test_a_trend_over_five_years() -> None:
    """Computed: the exact conditional distribution."""
    case = {"events": [1, 2, 2, 4, 5], "totals": [10] * 5, "scores": [0, 1, 2, 3, 4]}
    assert answer("cochran_armitage_exact", case) == {
        "p_upper": pytest.approx(0.01738005748654),
        "p_lower": pytest.approx(0.9904428802279),
        "p_two_sided_doubled": pytest.approx(0.03476011497309),
        "p_two_sided_distance": pytest.approx(0.03476011497309),
    }


def test_holms_adjustment() -> None:
    """R p.adjust; the example of Wikipedia's article on the Holm-Bonferroni method."""
    found = answer("holm", {"p_values": [0.01, 0.04, 0.03, 0.005]})
    assert found == {"adjusted": [0.03, 0.06, 0.06, 0.02], "rejected_at_5_percent": [True, False, False, True]}


@pytest.mark.parametrize(
    ("source", "first", "second", "difference", "lower", "upper"),
    [
        ("Newcombe (1998) 17:873, table II (a)", (56, 70), (48, 80), 0.2, 0.05243147240236, 0.3338726540369),
        ("Newcombe (1998) 17:873, table II (d)", (5, 56), (0, 29), 5 / 56, -0.03813714790354, 0.1925600138551),
        ("Newcombe (1998) 17:873, table II (e)", (0, 10), (0, 20), 0, -0.1611251580528, 0.2775327998629),
        ("Newcombe (1998) 17:873, table II (g)", (10, 10), (0, 20), 1, 0.6790860371419, 1),
        ("Fagerland et al. (2017), ch. 4 (Perondi)", (7, 34), (1, 34), 6 / 34, 0.01892144388577, 0.3403686870327),
    ],
)
def test_newcombes_interval(
    source: str, first: tuple[int, int], second: tuple[int, int], difference: float, lower: float, upper: float
) -> None:
    (x1, n1), (x2, n2) = first, second
    found = answer("difference_interval", {"x1": x1, "n1": n1, "x2": x2, "n2": n2, "confidence": 0.95})
    wanted = {"difference": difference, "lower": lower, "upper": upper}
    assert found == {name: pytest.approx(value, abs=1e-10) for name, value in wanted.items()}


@pytest.mark.parametrize(
    ("source", "table", "kappa", "error", "error_h0"),
    [
        (
            "SAS; statsmodels test_inter_rater.py",
            [[0, 4, 1], [0, 8, 0], [0, 1, 5]],
            0.4841628959,
            0.1380135783,
            0.148398281,
        ),
        ("Cohen (1960)", [[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.4915254237, 0.0510018155, 0.0519789363),
        ("Wikipedia, Cohen's kappa", [[20, 5], [10, 15]], 0.4, 0.1269960629, 0.1385640646),
        ("Wikipedia, Cohen's kappa", [[25, 35], [5, 35]], 0.2592592592, 0.0771597317, 0.0831479419),
        (
            "Gwet (2014), cont4x4diagnosis",
            [[40, 6, 4, 15], [4, 25, 1, 5], [4, 2, 21, 9], [17, 13, 12, 45]],
            0.4315007758,
            0.0459691815,
            0.039761337,
        ),
    ],
)
def test_cohens_kappa(source: str, table: list[list[int]], kappa: float, error: float, error_h0: float) -> None:
    found = answer("cohen_kappa", {"table": table, "confidence": 0.95})
    assert (found["kappa"], found["standard_error"], found["standard_error_h0"]) == (
        pytest.approx(kappa, abs=1e-9),
        pytest.approx(error, abs=1e-9),
        pytest.approx(error_h0, abs=1e-8),
    )
    assert (found["lower"], found["upper"]) == (
        pytest.approx(kappa - 1.959963985 * error, abs=1e-8),
        pytest.approx(kappa + 1.959963985 * error, abs=1e-8),
    )


def test_gwets_ac1_where_kappa_breaks_down() -> None:
    """Gwet (2008), n = 125; the R package irrCAC gives .94078, SE .02296, (.89532, .98623)."""
    found = answer("gwet_ac1", {"table": [[118, 5], [2, 0]], "confidence": 0.95})
    wanted = {"ac1": 0.94078, "standard_error": 0.02296, "lower": 0.89532, "upper": 0.98623}
    assert {name: found[name] for name in wanted} == {
        name: pytest.approx(value, abs=5e-6) for name, value in wanted.items()
    }
