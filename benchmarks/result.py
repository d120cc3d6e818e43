"""What one measurement says."""

from dataclasses import dataclass
from statistics import median
from typing import Literal

Better = Literal["lower", "higher"]


@dataclass(frozen=True)
class Result:
    """A value, the plain alternative's value in the same run, their ratio and how far that may go."""

    value: float
    unit: str
    baseline: float
    ratio: float
    limit: float
    better: Better

    @property
    def within_limit(self) -> bool:
        return self.ratio <= self.limit if self.better == "lower" else self.ratio >= self.limit


def paired(values: list[float], baselines: list[float], *, unit: str, limit: float, better: Better) -> Result:
    """The result of runs taken in turn: medians, and the median of the ratios of each pair."""
    ratio = median(value / baseline for value, baseline in zip(values, baselines, strict=True))
    value, baseline = (float(f"{median(found):.4g}") for found in (values, baselines))
    return Result(value, unit, baseline, round(ratio, 3), limit, better)
