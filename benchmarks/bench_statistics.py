"""Each statistical method against SciPy or statsmodels alone, where they have it; both must give the same answer."""

from functools import partial
from math import isclose

from benchmarks.result import Result, paired
from benchmarks.timing import in_turn

LIMIT = 1.5
RUNS = 9
NAMES = (
    "fisher_10",
    "fisher_200",
    "fisher_5000",
    "boschloo_10",
    "boschloo_50",
    "boschloo_200",
    "newcombe",
    "rate_limits_statsmodels",
    "rate_limits_scipy",
    "deviation_limits_166",
    "deviation_limits_10000",
    "sample_size_binomial",
    "sample_size_poisson",
    "chance_of_finding",
    "confidence_factor",
    "mcnemar_12",
    "mcnemar_1000",
    "kappa",
    "holm_65",
    "holm_1000",
)


def measure(name: str, runs: int = RUNS) -> Result:
    """Seconds a call, in turn."""
    from benchmarks.methods import PAIRS  # imports both libraries

    ours, theirs = PAIRS[name]
    if not isclose(ours(), theirs(), rel_tol=1e-6):
        raise RuntimeError(f"{name}: the answers differ: {ours()} and {theirs()}")
    return paired(*in_turn(ours, theirs, runs=runs), unit="s", limit=LIMIT, better="lower")


BENCHMARKS = {name: partial(measure, name) for name in NAMES}
