"""Repeating a draw from its protocol and the frame, and naming everything that differs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sampling.draw import DrawnUnit, StratumDraw, select, ticket
from sampling.frame import Frame, Stratum
from sampling.monetary_protocol import draw_monetary
from sampling.monetary_units import Amounts, MonetaryDraw, amounts_hash, drawable
from sampling.moves import lost_unit, surplus_unit
from sampling.protocol import MONETARY_ALGORITHM, Protocol


class DifferenceCode(StrEnum):
    """What differs; the value is the English message, filled in with the difference's fields."""

    FRAME_HASH = "the frame has hash {found}, the protocol says {expected}"
    FRAME_UNITS = "the frame holds {found} units, the protocol says {expected}"
    STRATUM_GONE = "the frame has no stratum {stratum!r}"
    STRATUM_NEW = "the frame has a stratum {stratum!r} that the protocol lacks"
    STRATUM_HASH = "stratum {stratum!r} has hash {found}, the protocol says {expected}"
    POPULATION = "stratum {stratum!r} holds {found} units, the protocol says {expected}"
    UNIT_MOVED = "unit {unit!r} was drawn from {expected!r} but stands in {found!r}"
    UNIT_ADDED = "unit {unit!r} in stratum {stratum!r} has come to the frame after the draw"
    UNIT_NOT_IN_FRAME = "unit {unit!r} in the {part} of {stratum!r} isn't in the frame"
    SEED = "none of the {expected} tickets fits the seed {found!r}"
    TICKET = "unit {unit!r} in the {part} of {stratum!r} has ticket {found}, should have {expected}"
    LENGTH = "the {part} of {stratum!r} holds {found} units, should hold {expected}"
    LISTED_TWICE = "unit {unit!r} stands {found} times in the lists of {stratum!r}"
    NOT_DRAWN = "unit {unit!r} shouldn't be in the {part} of {stratum!r}"
    LEFT_OUT = "unit {unit!r} is missing from the {part} of {stratum!r}, place {expected}"
    ORDER = "the {part} of {stratum!r} is in the wrong order from place {found}"
    NO_AMOUNTS = "the draw was by amounts, and the frame has none"
    AMOUNTS = "the amounts of stratum {stratum!r} have hash {found}, the protocol says {expected}"
    AMOUNT = "unit {unit!r} of {stratum!r} has amount {found} öre in the frame, the protocol says {expected}"
    TOTAL = "the amounts above 0 in {stratum!r} come to {found} öre, the protocol says {expected}"
    PAYMENTS = "{stratum!r} has {found} amounts above 0, the protocol says {expected}"
    APART = "{stratum!r} has {found} units without an amount above 0, the protocol says {expected}"
    INTERVAL = "the interval of {stratum!r} is {found} öre, should be {expected}"
    START = "the start in {stratum!r} is {found} öre, should be {expected}"
    HITS = "unit {unit!r} of {stratum!r} is said to be hit {found} times, should be {expected}"
    SIZE = "the size of {stratum!r} is {found}, and {expected} can be drawn at most"


@dataclass(frozen=True)
class Difference:
    """One thing in which the protocol and the repeated draw differ.

    `stratum`, `part` (sample or reserves) and `unit` say where, as far as the code needs it. `expected` is
    what should be there (for the frame: what the protocol says), `found` what is. Places count from 1.
    """

    code: DifferenceCode
    stratum: str | None = None
    part: str | None = None
    unit: str | None = None
    expected: str | int | None = None
    found: str | int | None = None

    @property
    def message(self) -> str:
        """The difference in English."""
        return self.code.value.format(
            stratum=self.stratum, part=self.part, unit=self.unit, expected=self.expected, found=self.found
        )


def verify(protocol: Protocol, frame: Frame, amounts: Amounts | None = None) -> list[Difference]:
    """Repeat the draw and compare.

    Args:
        protocol: the draw as it was written down.
        frame: the frame that is said to be the one drawn from.
        amounts: in whole öre by the frame's ids, needed only where the draw was by amounts.

    Returns:
        Everything that differs, each thing once: first the frame, then the seed, then the lists. An empty
        list means that the protocol is true. A unit that was moved between strata is named if it was drawn,
        or if it is the only one that its stratum lacks; an added unit if it is the only one too many. If no
        ticket fits the seed, nothing is said of the lists.

    Source: the draw as in `sampling.draw`, made again.
    """
    differences = [*_frame_differences(protocol, frame), *_stratum_differences(protocol, frame)]
    moved = list(_moved_differences(protocol, frame))
    differences += moved
    differences += _added_differences(protocol, frame, {difference.unit for difference in moved})
    wrong_tickets = list(_ticket_differences(protocol))
    tickets = sum(len(units) for stratum in protocol.strata for _, units in _parts(stratum))
    if wrong_tickets and len(wrong_tickets) == tickets:
        return [*differences, Difference(DifferenceCode.SEED, expected=tickets, found=protocol.seed)]
    differences += wrong_tickets
    home = {unit_id: stratum.name for stratum in frame.strata for unit_id in stratum.ids}
    for drawn in protocol.strata:
        if protocol.algorithm == MONETARY_ALGORITHM:
            differences += _monetary_differences(protocol.seed, drawn, _find(frame, drawn.name), home, amounts)
        else:
            differences += _list_differences(drawn, home, _drawn_again(protocol, drawn, frame))
    return list(dict.fromkeys(differences))


def _find(frame: Frame, name: str) -> Stratum:
    return next((stratum for stratum in frame.strata if stratum.name == name), Stratum(name, ()))


def _frame_differences(protocol: Protocol, frame: Frame) -> Iterator[Difference]:
    record = protocol.frame
    if record.sha256 != frame.sha256:
        yield Difference(DifferenceCode.FRAME_HASH, expected=record.sha256, found=frame.sha256)
    if record.units != frame.units:
        yield Difference(DifferenceCode.FRAME_UNITS, expected=record.units, found=frame.units)


def _stratum_differences(protocol: Protocol, frame: Frame) -> Iterator[Difference]:
    known = {stratum.name for stratum in protocol.strata}
    for drawn in protocol.strata:
        if drawn.name not in frame.names:
            yield Difference(DifferenceCode.STRATUM_GONE, drawn.name)
            continue
        now = _find(frame, drawn.name)
        if drawn.sha256 != now.sha256:
            yield Difference(DifferenceCode.STRATUM_HASH, drawn.name, expected=drawn.sha256, found=now.sha256)
        if drawn.population != now.population:
            yield Difference(DifferenceCode.POPULATION, drawn.name, expected=drawn.population, found=now.population)
    for name in frame.names:
        if name not in known:
            yield Difference(DifferenceCode.STRATUM_NEW, name)


def _moved_differences(protocol: Protocol, frame: Frame) -> Iterator[Difference]:
    """Name the unit that one stratum lacks and another has got."""
    for drawn in protocol.strata:
        now = _find(frame, drawn.name)
        if now.population != drawn.population - 1:
            continue
        for other in frame.strata:
            unit = lost_unit(now.ids, other.ids, drawn.sha256)
            if unit is not None:
                yield Difference(DifferenceCode.UNIT_MOVED, unit=unit, expected=drawn.name, found=other.name)


def _added_differences(protocol: Protocol, frame: Frame, moved: set[str | None]) -> Iterator[Difference]:
    """Name the unit that is one too many in a stratum and comes from no other."""
    for drawn in protocol.strata:
        now = _find(frame, drawn.name)
        if now.population == drawn.population + 1:
            unit = surplus_unit(now.ids, drawn.sha256)
            if unit is not None and unit not in moved:
                yield Difference(DifferenceCode.UNIT_ADDED, drawn.name, unit=unit)


def _ticket_differences(protocol: Protocol) -> Iterator[Difference]:
    for stratum in protocol.strata:
        for part, units in _parts(stratum):
            for unit in units:
                right = ticket(protocol.seed, unit.id)
                if unit.ticket != right:
                    yield Difference(
                        DifferenceCode.TICKET, stratum.name, part, unit.id, expected=right, found=unit.ticket
                    )


def _parts(stratum: StratumDraw) -> tuple[tuple[str, tuple[DrawnUnit, ...]], ...]:
    return (("sample", stratum.sample), ("reserves", stratum.reserves))


Lists = tuple[list[str], list[str]]


def _drawn_again(protocol: Protocol, stratum: StratumDraw, frame: Frame) -> Lists:
    size, wanted = stratum.quota.size, stratum.quota.reserves
    ids = _find(frame, stratum.name).ids
    drawn = [unit.id for unit in select(seed=protocol.seed, ids=ids, count=min(size + wanted, len(ids)))]
    return drawn[:size], drawn[size:]


def _list_differences(stratum: StratumDraw, home: dict[str, str], rightful: Lists) -> Iterator[Difference]:
    for (part, units), right in zip(_parts(stratum), rightful, strict=True):
        listed = [unit.id for unit in units]
        if listed == right:
            continue
        if len(listed) != len(right):
            yield Difference(DifferenceCode.LENGTH, stratum.name, part, expected=len(right), found=len(listed))
        yield from _wrongly_listed(stratum.name, part, listed, right, home)
        yield from _wrongly_left_out(stratum.name, part, listed, right)
    uses = Counter(unit.id for _, units in _parts(stratum) for unit in units)
    for unit_id, count in uses.items():
        if count > 1:
            yield Difference(DifferenceCode.LISTED_TWICE, stratum.name, unit=unit_id, found=count)


def _wrongly_listed(
    stratum: str, part: str, listed: list[str], right: list[str], home: dict[str, str]
) -> Iterator[Difference]:
    rightful = set(right)
    for unit_id in listed:
        if unit_id in rightful:
            continue
        now = home.get(unit_id)
        if now is None:
            yield Difference(DifferenceCode.UNIT_NOT_IN_FRAME, stratum, part, unit_id)
        elif now != stratum:
            yield Difference(DifferenceCode.UNIT_MOVED, unit=unit_id, expected=stratum, found=now)
        else:
            yield Difference(DifferenceCode.NOT_DRAWN, stratum, part, unit_id)


def _wrongly_left_out(stratum: str, part: str, listed: list[str], right: list[str]) -> Iterator[Difference]:
    present = set(listed)
    for place, unit_id in enumerate(right, start=1):
        if unit_id not in present:
            yield Difference(DifferenceCode.LEFT_OUT, stratum, part, unit_id, expected=place)
    if sorted(listed) == sorted(right):
        place = next(at for at, pair in enumerate(zip(listed, right, strict=True), 1) if pair[0] != pair[1])
        yield Difference(DifferenceCode.ORDER, stratum, part, expected=right[place - 1], found=place)


# ---- By amounts ---------------------------------------------------------------------------------------------------


def _monetary_differences(
    seed: str, drawn: StratumDraw, now: Stratum, home: dict[str, str], amounts: Amounts | None
) -> Iterator[Difference]:
    told = drawn.monetary
    if amounts is None or told is None:
        yield Difference(DifferenceCode.NO_AMOUNTS)
        return
    yield from _amount_differences(drawn, told, now, amounts)
    most = len(drawable(now.ids, amounts))
    if drawn.quota.size > most:
        yield Difference(DifferenceCode.SIZE, drawn.name, expected=most, found=drawn.quota.size)
    elif told.amounts_sha256 == amounts_hash(now.ids, amounts):
        # With other amounts than those drawn from, every list would be another.
        again = draw_monetary(now, amounts, seed, drawn.quota.size)
        yield from _list_differences(drawn, home, ([unit.id for unit in again.sample], []))
        yield from _hit_differences(drawn, told, again)


def _amount_differences(drawn: StratumDraw, told: MonetaryDraw, now: Stratum, amounts: Amounts) -> Iterator[Difference]:
    able, sha256 = drawable(now.ids, amounts), amounts_hash(now.ids, amounts)
    facts: dict[DifferenceCode, tuple[str | int, str | int]] = {
        DifferenceCode.AMOUNTS: (told.amounts_sha256, sha256),
        DifferenceCode.TOTAL: (told.total, sum(able.values())),
        DifferenceCode.PAYMENTS: (told.payments, len(able)),
        DifferenceCode.APART: (told.apart, now.population - len(able)),
    }
    for code, (expected, found) in facts.items():
        if expected != found:
            yield Difference(code, drawn.name, expected=expected, found=found)
    for unit, amount in zip(drawn.sample, told.amounts, strict=False):
        if unit.id in amounts and amounts[unit.id] != amount:
            is_now = amounts[unit.id]
            yield Difference(
                DifferenceCode.AMOUNT,
                drawn.name,
                unit=unit.id,
                expected=amount,
                found="–" if is_now is None else is_now,
            )


def _hit_differences(drawn: StratumDraw, told: MonetaryDraw, again: StratumDraw) -> Iterator[Difference]:
    right = again.monetary
    if right is None:
        return
    if told.interval != right.interval:
        yield Difference(DifferenceCode.INTERVAL, drawn.name, expected=str(right.interval), found=str(told.interval))
    if told.start != right.start:
        yield Difference(DifferenceCode.START, drawn.name, expected=str(right.start), found=str(told.start))
    rightful = dict(zip((unit.id for unit in again.sample), right.hits, strict=True))
    for unit, hits in zip(drawn.sample, told.hits, strict=False):
        if unit.id in rightful and rightful[unit.id] != hits:
            yield Difference(DifferenceCode.HITS, drawn.name, unit=unit.id, expected=rightful[unit.id], found=hits)
