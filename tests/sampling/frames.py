"""Invented frames for the tests of the draw."""

from collections.abc import Mapping

from hypothesis import settings
from hypothesis import strategies as st

from sampling import Frame, Quota, Unit, build_frame
from sampling.text import is_plain

thorough = settings(max_examples=80)
brief = settings(max_examples=30)

ids = st.text(min_size=1, max_size=8).filter(is_plain)
seeds = ids
id_lists = st.lists(ids, min_size=1, max_size=30, unique=True)


def frame_of(strata: Mapping[str, list[str]]) -> Frame:
    """A frame with the ids of each stratum, on rows from 2 as in a file with a header."""
    pairs = [(unit_id, name) for name, members in strata.items() for unit_id in members]
    return build_frame(Unit(unit_id, name, row) for row, (unit_id, name) in enumerate(pairs, start=2))


def two_boards() -> dict[str, list[str]]:
    """Two boards' invented cases: 40 and 25."""
    return {
        "Kungsholmen": [f"K-{number:03}" for number in range(1, 41)],
        "Östermalm": [f"Ö-{number:03}" for number in range(1, 26)],
    }


TEN_AND_FIVE = {"Kungsholmen": Quota(10, 5), "Östermalm": Quota(10, 5)}
