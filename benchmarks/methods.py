"""Each statistical method beside SciPy or statsmodels alone, where they have it."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

import sampling
from sampling import Group, Likelihood, Ordering
from sampling.boschloo import _largest_chance

Answer = Callable[[], float]
TABLE = [[34, 5, 2, 0, 1], [4, 28, 3, 1, 0], [1, 2, 17, 2, 0], [0, 1, 2, 8, 1], [0, 0, 1, 0, 4]]


def fisher(first: Group, second: Group) -> tuple[Answer, Answer]:
    table = [[first.errors, first.size - first.errors], [second.errors, second.size - second.errors]]
    return (
        lambda: sampling.fisher_test(first=first, second=second).p_value,
        lambda: float(stats.fisher_exact(table).pvalue),
    )


def boschloo(first: Group, second: Group) -> tuple[Answer, Answer]:
    # SciPy takes the groups as columns.
    table = [[first.errors, second.errors], [first.size - first.errors, second.size - second.errors]]

    def ours() -> float:
        _largest_chance.cache_clear()
        return sampling.boschloo_test(first=first, second=second, ordering=Ordering.DOUBLE_ONE_SIDED).p_value

    return ours, lambda: float(stats.boschloo_exact(table).pvalue)


def newcombe(first: Group, second: Group) -> tuple[Answer, Answer]:
    return (
        lambda: sampling.difference_interval(first=first, second=second, confidence="0.95").lower,
        lambda: float(
            confint_proportions_2indep(first.errors, first.size, second.errors, second.size, method="newcomb")[0]
        ),
    )


def clopper_pearson(errors: int, size: int) -> tuple[Answer, Answer]:
    return (
        lambda: sampling.rate_limits(sample_size=size, errors=errors, confidence="0.95").upper,
        lambda: float(proportion_confint(errors, size, method="beta")[1]),
    )


def clopper_pearson_scipy(errors: int, size: int) -> tuple[Answer, Answer]:
    return (
        lambda: sampling.rate_limits(sample_size=size, errors=errors, confidence="0.95").upper,
        lambda: float(stats.binomtest(errors, size).proportion_ci(0.95).high),
    )


def inverted(population: int, size: int, errors: int) -> tuple[Answer, Answer]:
    """SciPy has no limits for a finite population, but the distribution to look for them in."""

    def theirs() -> float:
        deviations = np.arange(population + 1)
        return float(np.flatnonzero(stats.hypergeom.cdf(errors, population, deviations, size) > 0.05)[-1])

    return (
        lambda: (
            sampling.deviation_limits(
                population_size=population, sample_size=size, errors=errors, confidence="0.95", side=sampling.Side.UPPER
            ).upper_count
        ),
        theirs,
    )


def planned(likelihood: Likelihood, tolerable: str, errors: int, most: int) -> tuple[Answer, Answer]:
    """SciPy's distribution, tried for every size up to the largest."""
    sizes, rate = np.arange(1, most), float(tolerable)
    below = stats.binom.cdf if likelihood is Likelihood.BINOMIAL else _poisson_of_share
    return (
        lambda: (
            sampling.attribute_sample_size(
                tolerable_rate=tolerable, confidence="0.95", expected_errors=errors, likelihood=likelihood
            ).sample_size
        ),
        lambda: float(sizes[np.flatnonzero(below(errors, sizes, rate) <= 0.05)[0]]),
    )


def _poisson_of_share(errors: int, sizes: "np.ndarray[tuple[int], np.dtype[np.int64]]", rate: float) -> Any:
    return stats.poisson.cdf(errors, sizes * rate)


def found(population: int, size: int, deviations: int) -> tuple[Answer, Answer]:
    return (
        lambda: sampling.chance_of_finding(population_size=population, sample_size=size, deviations=deviations),
        lambda: float(stats.hypergeom.sf(0, population, deviations, size)),
    )


def changed(one_way: int, other_way: int) -> tuple[Answer, Answer]:
    table = [[50, one_way], [other_way, 50]]
    return (
        lambda: sampling.mcnemar_test(one_way=one_way, other_way=other_way).p_value,
        lambda: float(mcnemar(table, exact=True).pvalue),
    )


def agreed() -> tuple[Answer, Answer]:
    def ours() -> float:
        lower = sampling.cohen_kappa(table=TABLE, confidence="0.95").lower
        assert lower is not None
        return lower

    return ours, lambda: float(cohens_kappa(TABLE).kappa_low)


def adjusted(questions: int) -> tuple[Answer, Answer]:
    p_values = [(each * 37 % questions + 1) / (questions * 3) ** 1.2 for each in range(questions)]
    return (
        lambda: float(max(sampling.holm(p_values=p_values).adjusted)),
        lambda: float(max(multipletests(p_values, method="holm")[1])),
    )


def factor(errors: int) -> tuple[Answer, Answer]:
    return (
        lambda: sampling.confidence_factor(risk="0.05", errors=errors),
        lambda: float(stats.gamma.ppf(0.95, 1 + errors)),
    )


PAIRS: dict[str, tuple[Answer, Answer]] = {
    "fisher_10": fisher(Group(7, 10), Group(2, 10)),
    "fisher_200": fisher(Group(40, 200), Group(60, 200)),
    "fisher_5000": fisher(Group(300, 5000), Group(350, 5000)),
    "boschloo_10": boschloo(Group(7, 10), Group(2, 10)),
    "boschloo_50": boschloo(Group(20, 50), Group(30, 50)),
    "boschloo_200": boschloo(Group(40, 200), Group(60, 200)),
    "newcombe": newcombe(Group(7, 10), Group(2, 10)),
    "rate_limits_statsmodels": clopper_pearson(3, 60),
    "rate_limits_scipy": clopper_pearson_scipy(3, 60),
    "deviation_limits_166": inverted(166, 10, 0),
    "deviation_limits_10000": inverted(10_000, 200, 7),
    "sample_size_binomial": planned(Likelihood.BINOMIAL, "0.05", 1, 200),
    "sample_size_poisson": planned(Likelihood.POISSON, "0.05", 1, 200),
    "chance_of_finding": found(166, 10, 17),
    "confidence_factor": factor(2),
    "mcnemar_12": changed(9, 3),
    "mcnemar_1000": changed(540, 460),
    "kappa": agreed(),
    "holm_65": adjusted(65),
    "holm_1000": adjusted(1000),
}
