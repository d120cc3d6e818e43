"""The sampling frame: every unit once, in its stratum, with a hash that anybody can recompute."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain, pairwise
from typing import Literal

from sampling.text import clean, has_control

LINES = 10_000


@dataclass(frozen=True)
class Unit:
    """One row of a frame as it was delivered.

    Args:
        id: the unit's id, not yet cleaned.
        stratum: the name of the group that it belongs to (a district), not yet cleaned.
        row: where it stood, so that a fault can be found again; from 1.
    """

    id: str
    stratum: str
    row: int


class UnitReason(StrEnum):
    """Why a row can't belong to a frame."""

    EMPTY = "is empty"
    CONTROL_CHARACTER = "holds a line break or a control character"
    DUPLICATE = "is already used"
    NO_UNITS = "the frame holds no units"


@dataclass(frozen=True)
class UnitFault:
    """One fault in a frame: the row (0 for the frame as a whole), the field, its value and the reason.

    `first_row` is the row that already uses the id, and None for every other reason.
    """

    row: int
    field: Literal["id", "stratum"]
    value: str
    reason: UnitReason
    first_row: int | None = None

    @property
    def message(self) -> str:
        """The fault in English."""
        where = "" if self.first_row is None else f" on row {self.first_row}"
        return f"row {self.row}: {self.field} {self.value!r}: {self.reason.value}{where}"


class FrameError(ValueError):
    """A frame that can't be used; `faults` holds all that is wrong, in row order."""

    def __init__(self, faults: list[UnitFault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Stratum:
    """One group of a frame: its name and its units' ids, sorted by code point, each once."""

    name: str
    ids: tuple[str, ...]

    @property
    def population(self) -> int:
        """The number of units, from 1."""
        return len(self.ids)

    @cached_property
    def sha256(self) -> str:
        """The group's own frame hash (see `frame_hash`); worked out once."""
        return frame_hash(self.ids)


@dataclass(frozen=True)
class Frame:
    """A checked frame: strata sorted by name, no id in more than one place. Made by `build_frame`."""

    strata: tuple[Stratum, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The strata's names, sorted by code point."""
        return tuple(stratum.name for stratum in self.strata)

    @property
    def units(self) -> int:
        """The number of units in all strata, from 1."""
        return sum(stratum.population for stratum in self.strata)

    @cached_property
    def sha256(self) -> str:
        """The hash over all ids, whatever their stratum (see `frame_hash`); worked out once."""
        return frame_hash(chain.from_iterable(stratum.ids for stratum in self.strata))


def build_frame(units: Iterable[Unit]) -> Frame:
    """Check the delivered rows and put them in one form, whatever order they came in.

    Args:
        units: the rows. Ids and strata's names are cleaned first (see `sampling.text.clean`).

    Returns:
        The frame, with at least one unit.

    Raises:
        FrameError: with every empty, repeated or unreadable id, every empty or unreadable name of a
            stratum, or the fault that there are no units.
    """
    groups: dict[str, _Group] = {}
    as_given: dict[int, str] = {}
    faults: list[UnitFault] = []
    for unit in units:
        unit_id, stratum = clean(unit.id), clean(unit.stratum)
        if not (unit_id and stratum and unit_id.isprintable() and stratum.isprintable()):
            faults.extend(_text_faults(unit, unit_id, stratum))
        if unit_id != unit.id:
            as_given[unit.row] = unit.id
        group = groups.get(stratum) or groups.setdefault(stratum, _Group())
        group.ids.append(unit_id)
        group.rows.append(unit.row)
    strata = tuple(Stratum(name, tuple(sorted(groups[name].ids))) for name in sorted(groups))
    faults.extend(_duplicates(strata, groups, as_given))
    if not strata:
        faults.append(UnitFault(0, "id", "", UnitReason.NO_UNITS))
    if faults:
        raise FrameError(sorted(faults, key=lambda fault: (fault.row, fault.field)))
    return Frame(strata)


class _Group:
    """A stratum's cleaned ids and their rows, as they came; the rows take eight bytes each."""

    __slots__ = ("ids", "rows")

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.rows = array("q")


def _text_faults(unit: Unit, unit_id: str, stratum: str) -> Iterator[UnitFault]:
    if unit_id == "":
        yield UnitFault(unit.row, "id", unit.id, UnitReason.EMPTY)
    elif has_control(unit_id):
        yield UnitFault(unit.row, "id", unit.id, UnitReason.CONTROL_CHARACTER)
    if stratum == "":
        yield UnitFault(unit.row, "stratum", unit.stratum, UnitReason.EMPTY)
    elif has_control(stratum):
        yield UnitFault(unit.row, "stratum", unit.stratum, UnitReason.CONTROL_CHARACTER)


def _duplicates(
    strata: tuple[Stratum, ...], groups: dict[str, _Group], as_given: dict[int, str]
) -> Iterator[UnitFault]:
    """Give a fault for every row but the first of each readable id; equal ids lie beside each other when sorted."""
    in_order = sorted(chain.from_iterable(stratum.ids for stratum in strata))
    repeated = {one for one, other in pairwise(in_order) if one == other}
    rows: dict[str, list[int]] = {unit_id: [] for unit_id in repeated if unit_id and not has_control(unit_id)}
    if not rows:
        return
    for group in groups.values():
        for unit_id, row in zip(group.ids, group.rows, strict=True):
            if unit_id in rows:
                rows[unit_id].append(row)
    for unit_id, used in rows.items():
        first, *others = sorted(used)
        for row in others:
            yield UnitFault(row, "id", as_given.get(row, unit_id), UnitReason.DUPLICATE, first)


def frame_hash(ids: Iterable[str]) -> str:
    """Give the hash by which a frame is known: the same as `LC_ALL=C sort | sha256sum`.

    Args:
        ids: cleaned ids in any order, one per unit.

    Returns:
        64 lower-case hexadecimal digits: SHA-256 over the ids, sorted by code point, in UTF-8, each
        followed by a line feed.

    Source: FIPS 180-4 (SHA-256). The order by code point is that of the UTF-8 bytes (RFC 3629, 1).
    """
    digest = hashlib.sha256()
    in_order = sorted(ids)
    for start in range(0, len(in_order), LINES):
        digest.update(("\n".join(in_order[start : start + LINES]) + "\n").encode())
    return digest.hexdigest()
