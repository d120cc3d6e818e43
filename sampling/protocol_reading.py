"""Reading a protocol that somebody else may have written or changed: all that is wrong with it at once."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sampling.draw import DrawnUnit, Quota, StratumDraw
from sampling.monetary_units import MonetaryDraw
from sampling.protocol import ALGORITHM, MONETARY_ALGORITHM, FrameRecord, Protocol
from sampling.text import is_plain

LONGEST_SHOWN = 80
DIGEST = re.compile(r"[0-9a-f]{64}")
QUOTIENT = re.compile(r"[0-9]{1,30}(/[1-9][0-9]{0,30})?")
ALGORITHMS = (ALGORITHM, MONETARY_ALGORITHM)


class Expected(StrEnum):
    """What a protocol should hold in a place where it holds something else."""

    JSON = "a JSON document"
    ONCE = "each key once"
    OBJECT = "an object"
    LIST = "a list"
    TEXT = "trimmed text in Unicode NFC without control characters"
    COUNT = "a whole number from 0"
    DIGEST = "64 lower-case hexadecimal digits"
    ALGORITHM = f"the algorithm {ALGORITHM} or {MONETARY_ALGORITHM}"
    QUOTIENT = "a whole number from 0, or a quotient of two, such as 500/3"
    STRATA = "at least one stratum"


@dataclass(frozen=True)
class ProtocolFault:
    """One fault: the place (`strata.NAME.sample[0].id`), what stood there (None: nothing), what should."""

    place: str
    found: str | None
    expected: Expected

    @property
    def message(self) -> str:
        """The fault in English."""
        found = "nothing" if self.found is None else self.found
        return f"{self.place or 'the file'}: expected {self.expected.value}, found {found}"


class ProtocolError(ValueError):
    """A file that isn't a protocol; `faults` holds all that is wrong with it."""

    def __init__(self, faults: list[ProtocolFault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


class _Absent:
    """Stands for a key that isn't there, which null is not."""


ABSENT = _Absent()


class _Reader:
    """Takes values out of foreign JSON; a wrong one is noted, and a harmless one stands in for it."""

    def __init__(self) -> None:
        self.faults: list[ProtocolFault] = []

    def refuse(self, place: str, value: object, expected: Expected) -> None:
        found = None if value is ABSENT else json.dumps(value, ensure_ascii=False, default=repr)[:LONGEST_SHOWN]
        self.faults.append(ProtocolFault(place, found, expected))

    def table(self, value: object, place: str) -> dict[str, object] | None:
        if isinstance(value, dict):
            return value
        self.refuse(place, value, Expected.OBJECT)
        return None

    def sequence(self, value: object, place: str) -> list[object]:
        if isinstance(value, list):
            return value
        self.refuse(place, value, Expected.LIST)
        return []

    def text(self, value: object, place: str) -> str:
        if isinstance(value, str) and is_plain(value):
            return value
        self.refuse(place, value, Expected.TEXT)
        return ""

    def optional_text(self, value: object, place: str) -> str | None:
        return None if value is None else self.text(value, place)

    def count(self, value: object, place: str) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.refuse(place, value, Expected.COUNT)
        return 0

    def digest(self, value: object, place: str) -> str:
        if isinstance(value, str) and DIGEST.fullmatch(value):
            return value
        self.refuse(place, value, Expected.DIGEST)
        return ""

    def quotient(self, value: object, place: str) -> Fraction:
        if isinstance(value, str) and QUOTIENT.fullmatch(value):
            return Fraction(value)
        self.refuse(place, value, Expected.QUOTIENT)
        return Fraction(0)


def protocol_from_json(data: object) -> Protocol:
    """Read a protocol from what a JSON file held.

    Args:
        data: plain dictionaries, lists, texts and numbers. Unknown keys are left alone. Where a stratum
            lacks `size` or `reserves_wanted`, the length of its list counts.

    Returns:
        The protocol as it is written there; whether it is true is for `verify` to say.

    Raises:
        ProtocolError: with every value that is missing or of the wrong form.
    """
    reader = _Reader()
    top = reader.table(data, "")
    protocol = None if top is None else _protocol(reader, top)
    if protocol is None or reader.faults:
        raise ProtocolError(reader.faults)
    return protocol


def protocol_from_text(text: str) -> Protocol:
    """Read a protocol from the text of a JSON file.

    Args:
        text: the file's content.

    Returns:
        The protocol as it is written there.

    Raises:
        ProtocolError: if it isn't JSON, holds a key twice, or as for `protocol_from_json`.
    """
    try:
        data = json.loads(text, object_pairs_hook=_each_key_once)
    except ProtocolError:
        raise
    except (ValueError, RecursionError) as error:
        raise ProtocolError([ProtocolFault("", str(error), Expected.JSON)]) from error
    return protocol_from_json(data)


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    uses = Counter(key for key, _ in pairs)
    faults = [ProtocolFault(key, f"{count} ×", Expected.ONCE) for key, count in uses.items() if count > 1]
    if faults:
        raise ProtocolError(faults)
    return dict(pairs)


def _protocol(reader: _Reader, top: dict[str, object]) -> Protocol:
    algorithm = top.get("algorithm", ABSENT)
    if algorithm not in ALGORITHMS:
        reader.refuse("algorithm", algorithm, Expected.ALGORITHM)
    strata = reader.table(top.get("strata", ABSENT), "strata")
    if strata == {}:
        reader.refuse("strata", strata, Expected.STRATA)
    monetary = algorithm == MONETARY_ALGORITHM
    return Protocol(
        algorithm=MONETARY_ALGORITHM if monetary else ALGORITHM,
        seed=reader.text(top.get("seed", ABSENT), "seed"),
        seed_source=reader.optional_text(top.get("seed_source"), "seed_source"),
        frame=_frame(reader, top.get("frame", ABSENT), monetary=monetary),
        strata=tuple(
            _stratum(reader, name, value, monetary=monetary) for name, value in sorted((strata or {}).items())
        ),
    )


def _frame(reader: _Reader, value: object, *, monetary: bool) -> FrameRecord:
    table = reader.table(value, "frame")
    if table is None:
        return FrameRecord("", 0, "", None)
    return FrameRecord(
        sha256=reader.digest(table.get("sha256", ABSENT), "frame.sha256"),
        units=reader.count(table.get("units", ABSENT), "frame.units"),
        id_column=reader.text(table.get("id_column", ABSENT), "frame.id_column"),
        stratum_column=reader.optional_text(table.get("stratum_column", ABSENT), "frame.stratum_column"),
        amount_column=reader.text(table.get("amount_column", ABSENT), "frame.amount_column") if monetary else None,
    )


def _stratum(reader: _Reader, name: str, value: object, *, monetary: bool) -> StratumDraw:
    place = f"strata.{name}"
    reader.text(name, place)
    table = reader.table(value, place)
    if table is None:
        return StratumDraw(name, 0, "", Quota(0, 0), (), ())
    sample = _units(reader, table.get("sample", ABSENT), f"{place}.sample")
    reserves = _units(reader, table.get("reserves", ABSENT), f"{place}.reserves")
    return StratumDraw(
        name=name,
        population=reader.count(table.get("population", ABSENT), f"{place}.population"),
        sha256=reader.digest(table.get("sha256", ABSENT), f"{place}.sha256"),
        quota=Quota(
            size=reader.count(table.get("size", len(sample)), f"{place}.size"),
            reserves=reader.count(table.get("reserves_wanted", len(reserves)), f"{place}.reserves_wanted"),
        ),
        sample=sample,
        reserves=reserves,
        monetary=_monetary(reader, table, place) if monetary else None,
    )


def _monetary(reader: _Reader, stratum: dict[str, object], place: str) -> MonetaryDraw | None:
    here = f"{place}.monetary"
    table = reader.table(stratum.get("monetary", ABSENT), here)
    if table is None:
        return None
    units = [unit for unit in reader.sequence(stratum.get("sample", []), f"{place}.sample") if isinstance(unit, dict)]
    counts = {
        name: tuple(
            reader.count(unit.get(name, ABSENT), f"{place}.sample[{at}].{name}") for at, unit in enumerate(units)
        )
        for name in ("amount_ore", "hits")
    }
    return MonetaryDraw(
        amounts_sha256=reader.digest(table.get("amounts_sha256", ABSENT), f"{here}.amounts_sha256"),
        payments=reader.count(table.get("payments", ABSENT), f"{here}.payments"),
        apart=reader.count(table.get("apart", ABSENT), f"{here}.apart"),
        total=reader.count(table.get("total_ore", ABSENT), f"{here}.total_ore"),
        interval=reader.quotient(table.get("interval_ore", ABSENT), f"{here}.interval_ore"),
        start=reader.quotient(table.get("start_ore", ABSENT), f"{here}.start_ore"),
        amounts=counts["amount_ore"],
        hits=counts["hits"],
    )


def _units(reader: _Reader, value: object, place: str) -> tuple[DrawnUnit, ...]:
    units = []
    for position, item in enumerate(reader.sequence(value, place)):
        here = f"{place}[{position}]"
        table = reader.table(item, here)
        if table is not None:
            ticket = reader.digest(table.get("ticket", ABSENT), f"{here}.ticket")
            units.append(DrawnUnit(ticket, reader.text(table.get("id", ABSENT), f"{here}.id")))
    return tuple(units)
