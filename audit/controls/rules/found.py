"""What a control's function gives back: where its hits are, and how many units it judged and could not judge."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Found:
    """The places of the hits in the frame with a measure each; how many units were judged, and how many couldn't be."""

    places: NDArray[np.intp]
    measures: NDArray[np.int64]
    judged: int
    unjudged: int


def found(hits: Rows, measures: NDArray[np.int64], *, judged: Rows, unjudged: Rows) -> Found:
    """The same out of a mask and a measure for every unit of the frame; what isn't judged is never a hit."""
    places = np.flatnonzero(hits & judged)
    return Found(places, measures[places], int(judged.sum()), int(unjudged.sum()))


def known(frame: pd.DataFrame, *names: str) -> Rows:
    """The rows in which none of the columns is empty."""
    rows = np.ones(len(frame), dtype=bool)
    for name in names:
        rows &= frame[name].notna().to_numpy()
    return rows


def days_between(first: pd.Series, last: pd.Series) -> NDArray[np.int64]:
    """Whole days from `first` to `last`; 0 where either is missing (the caller judges only what is known)."""
    return np.asarray((last - first).dt.days.fillna(0), dtype="int64")
