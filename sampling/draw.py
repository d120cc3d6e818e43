"""The draw: the units with the smallest tickets, stratum by stratum."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sampling.frame import Frame, Stratum
from sampling.monetary_units import MonetaryDraw
from sampling.text import clean, has_control

SPARE = 100
ABOVE_ALL = b"\xff" * 33


@dataclass(frozen=True)
class Quota:
    """How much is drawn from a stratum.

    Args:
        size: units in the sample, from 0 to the stratum's population.
        reserves: units kept in order behind them, from 0. More than are left is allowed.
    """

    size: int
    reserves: int


@dataclass(frozen=True)
class DrawnUnit:
    """A unit's ticket (64 lower-case hexadecimal digits) and its id."""

    ticket: str
    id: str


@dataclass(frozen=True)
class StratumDraw:
    """What was drawn from one stratum: its population and hash, its quota, and the two lists in order.

    `monetary` is what there is beside them where every krona had the same chance; then the size counts kronor hit.
    """

    name: str
    population: int
    sha256: str
    quota: Quota
    sample: tuple[DrawnUnit, ...]
    reserves: tuple[DrawnUnit, ...]
    monetary: MonetaryDraw | None = None

    @property
    def missing_reserves(self) -> int:
        """How many of the reserves asked for the stratum couldn't give, from 0."""
        return max(0, self.quota.reserves - len(self.reserves))


class DrawReason(StrEnum):
    """Why a draw can't be made."""

    EMPTY = "is empty"
    CONTROL_CHARACTER = "holds a line break or a control character"
    OUT_OF_RANGE = "is outside the allowed range"
    NO_SUCH_STRATUM = "is asked of a stratum without units"
    NOT_GIVEN = "is not given"
    NOTHING_DRAWN = "is 0 in every stratum"
    NO_AMOUNT = "is asked of a stratum without any amount above 0"


@dataclass(frozen=True)
class DrawFault:
    """One fault in what is asked of a draw: field, stratum, value, reason and the allowed range.

    `field` is seed, seed_source, id_column, stratum_column, amount_column, size, reserves or count. `lowest` and
    `highest` are inclusive; None means that there is no such limit.
    """

    field: str
    value: str | int | None
    reason: DrawReason
    stratum: str | None = None
    lowest: int | None = None
    highest: int | None = None

    @property
    def message(self) -> str:
        """The fault in English."""
        where = "" if self.stratum is None else f" of {self.stratum!r}"
        limits = ""
        if self.reason is DrawReason.OUT_OF_RANGE:
            limits = f" {self.lowest} to {'any number' if self.highest is None else self.highest}"
        return f"{self.field}{where} {self.value!r}: {self.reason.value}{limits}"


class DrawError(ValueError):
    """A draw that can't be made; `faults` holds all that is wrong with what was asked."""

    def __init__(self, faults: list[DrawFault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def ticket(seed: str, unit_id: str) -> str:
    """Give a unit's ticket: the same as `printf '%s,%s' "$seed" "$id" | sha256sum`.

    Args:
        seed: the cleaned seed.
        unit_id: the cleaned id.

    Returns:
        64 lower-case hexadecimal digits.

    Source: the ticket numbers of "Consistent Sampling with Replacement" (arXiv:1808.10016, 2018),
    in the plain form that ordinary programs can repeat; FIPS 180-4 (SHA-256).
    """
    return hashlib.sha256(f"{seed},{unit_id}".encode()).hexdigest()


def select(*, seed: str, ids: Iterable[str], count: int) -> list[DrawnUnit]:
    """Give the units with the smallest tickets, in ticket order, in one pass.

    Args:
        seed: the cleaned seed.
        ids: cleaned ids in any order, one per unit. They are read once, and a few times `count` are held.
        count: how many to give, from 0.

    Returns:
        The first `count` units, or all if there are fewer, as a full sort by ticket and then id would
        put them.

    Raises:
        DrawError: if `count` is negative.

    Source: consistent sampling as in `ticket`. What is not below the last one kept is passed over.
    """
    _refuse_negative([(None, count)])
    hashed_seed = hashlib.sha256(f"{seed},".encode()).copy
    smallest = _Smallest(count)
    for unit_id in ids:
        hashed = hashed_seed()
        hashed.update(unit_id.encode())
        digest = hashed.digest()
        if digest < smallest.bound:
            smallest.keep(digest, unit_id)
    return smallest.units()


def select_strata(
    *, seed: str, units: Iterable[tuple[str, str]], counts: Mapping[str, int]
) -> dict[str, list[DrawnUnit]]:
    """Give what `select` gives for every stratum, in one pass over units that lie in any order.

    Args:
        seed: the cleaned seed.
        units: the cleaned name of the stratum and the cleaned id of each unit. They are read once, and a few
            times the counts are held.
        counts: how many to give from each stratum, sample and reserves together, from 0.

    Returns:
        The drawn units of each stratum in `counts`; none where it has no units.

    Raises:
        DrawError: with each count that is negative, or each stratum of the units that has none.

    Source: as in `select`.
    """
    _refuse_negative(counts.items())
    hashed_seed = hashlib.sha256(f"{seed},".encode()).copy
    smallest = {stratum: _Smallest(count) for stratum, count in counts.items()}
    unknown: dict[str, None] = {}
    for stratum, unit_id in units:
        hashed = hashed_seed()
        hashed.update(unit_id.encode())
        digest = hashed.digest()
        of_stratum = smallest.get(stratum)
        if of_stratum is None:
            unknown[stratum] = None
        elif digest < of_stratum.bound:
            of_stratum.keep(digest, unit_id)
    if unknown:
        raise DrawError([DrawFault("count", None, DrawReason.NOT_GIVEN, stratum, 0) for stratum in unknown])
    return {stratum: found.units() for stratum, found in smallest.items()}


def _refuse_negative(counts: Iterable[tuple[str | None, int]]) -> None:
    reason = DrawReason.OUT_OF_RANGE
    faults = [DrawFault("count", count, reason, stratum, 0) for stratum, count in counts if count < 0]
    if faults:
        raise DrawError(faults)


class _Smallest:
    """The smallest tickets so far; one that is not below `bound` can't be among them."""

    __slots__ = ("_count", "_kept", "bound")

    def __init__(self, count: int) -> None:
        self._count = count
        self._kept: list[tuple[bytes, str]] = []
        self.bound = ABOVE_ALL if count else b""

    def keep(self, digest: bytes, unit_id: str) -> None:
        """Take a unit in, and drop the largest tickets when there are too many."""
        self._kept.append((digest, unit_id))
        if len(self._kept) == 2 * self._count + SPARE:
            self._kept = sorted(self._kept)[: self._count]
            self.bound = self._kept[-1][0]

    def units(self) -> list[DrawnUnit]:
        """Give the units in ticket order."""
        return [DrawnUnit(digest.hex(), unit_id) for digest, unit_id in sorted(self._kept)[: self._count]]


def draw_strata(*, frame: Frame, seed: str, quotas: Mapping[str, Quota]) -> tuple[StratumDraw, ...]:
    """Draw the sample and the reserves of every stratum.

    Args:
        frame: the checked frame.
        seed: any text that isn't empty when trimmed and holds no control characters. It is cleaned.
        quotas: one per stratum of the frame, by its name.

    Returns:
        One draw per stratum, sorted by name. Too few reserves is no error: see `missing_reserves`.

    Raises:
        DrawError: with all faults in the seed and in the quotas.
    """
    faults = [*text_faults("seed", seed), *quota_faults(frame=frame, quotas=quotas)]
    if faults:
        raise DrawError(faults)
    return tuple(_draw_stratum(stratum, clean(seed), quotas[stratum.name]) for stratum in frame.strata)


def _draw_stratum(stratum: Stratum, seed: str, quota: Quota) -> StratumDraw:
    drawn = select(seed=seed, ids=stratum.ids, count=quota.size + quota.reserves)
    return StratumDraw(
        name=stratum.name,
        population=stratum.population,
        sha256=stratum.sha256,
        quota=quota,
        sample=tuple(drawn[: quota.size]),
        reserves=tuple(drawn[quota.size :]),
    )


def text_faults(field: str, value: str) -> Iterator[DrawFault]:
    """Give what is wrong with a seed, or with another text that goes into a protocol.

    Args:
        field: the name by which the fault is reported.
        value: the text as it was given.

    Returns:
        No fault, or the one that it is empty when trimmed or holds a control character.
    """
    if clean(value) == "":
        yield DrawFault(field, value, DrawReason.EMPTY)
    elif has_control(clean(value)):
        yield DrawFault(field, value, DrawReason.CONTROL_CHARACTER)


def quota_faults(*, frame: Frame, quotas: Mapping[str, Quota]) -> list[DrawFault]:
    """Give what is wrong with the quotas for a frame.

    Args:
        frame: the checked frame.
        quotas: what is asked, by stratum.

    Returns:
        A fault for each stratum of the frame without a quota, each quota without units, each size outside
        0 to the population, each negative number of reserves, and sizes that all are 0.
    """
    populations = {stratum.name: stratum.population for stratum in frame.strata}
    faults = [
        DrawFault("size", None, DrawReason.NOT_GIVEN, name, 0, population)
        for name, population in populations.items()
        if name not in quotas
    ]
    for name, quota in quotas.items():
        if name not in populations:
            faults.append(DrawFault("size", quota.size, DrawReason.NO_SUCH_STRATUM, name))
        elif not 0 <= quota.size <= populations[name]:
            faults.append(DrawFault("size", quota.size, DrawReason.OUT_OF_RANGE, name, 0, populations[name]))
        if quota.reserves < 0:
            faults.append(DrawFault("reserves", quota.reserves, DrawReason.OUT_OF_RANGE, name, 0))
    if not faults and all(quota.size == 0 for quota in quotas.values()):
        faults.append(DrawFault("size", 0, DrawReason.NOTHING_DRAWN))
    return faults
