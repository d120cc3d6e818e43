"""Units by columns: each distinct value once, and for every unit which of them it has; quick to read in bulk."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

UNIT = "unit_id"
MISSING = -1
CODE = "i"


@dataclass(frozen=True)
class CodedColumn:
    """A column of many units: `codes` has for each unit the place of its value among `values`, −1 where it has none."""

    values: Sequence[Any]
    codes: Sequence[int]


def coded(values: Sequence[Any]) -> CodedColumn:
    """The values with each distinct one kept once, in the order in which they come."""
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    places = {value: place for place, value in enumerate(distinct)} | {None: MISSING}
    return CodedColumn(distinct, array(CODE, map(places.__getitem__, values)))


def by_columns(unit_ids: Sequence[str], contents: Sequence[Mapping[str, Any]]) -> dict[str, CodedColumn]:
    """The units' ids as `unit_id`, and every column that any of them has, in the order of the units."""
    names = dict.fromkeys(name for content in contents for name in content)
    return {UNIT: coded(unit_ids)} | {name: coded([content.get(name) for content in contents]) for name in names}
