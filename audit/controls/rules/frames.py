"""Register units as pandas frames to run controls over: days as days, money as whole öre, ids as categories."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from audit.registers.rules import RegisterKind

IDS = ("arende_id", "beslut_id", "konto_hash", "andamal", "period", "mottagartyp", "status")
PEOPLE = ("attestant_id", "beslutsfattare_id")
MONEY = ("belopp", "beslutat_belopp")
DAYS = (
    "utbetalningsdatum", "avslutsdatum", "beslutsdatum", "komplett_datum", "aktualiseringsdatum", "forsta_besok",
    "andra_besok", "arbetsplan_datum", "senaste_journal", "senaste_omprovning",
)  # fmt: skip
COUNTS = ("bistand_manader",)
UNIT = "unit_id"
Codes = dict[Any, int]
COLUMNS: Mapping[RegisterKind, tuple[str, ...]] = {
    RegisterKind.PAYMENTS: (*IDS, *PEOPLE, *MONEY, "utbetalningsdatum", "avslutsdatum"),
    RegisterKind.CASES: (*DAYS[1:], *COUNTS),
}


class Builder:
    """Puts a frame together from pieces of a register, each distinct id and day kept once."""

    def __init__(self, kind: RegisterKind) -> None:
        people: Codes = {}
        self._codes: dict[str, Codes] = {name: people if name in PEOPLE else {} for name in COLUMNS[kind]}
        self._pieces: dict[str, list[NDArray[np.int64]]] = {name: [] for name in COLUMNS[kind]}
        self._present: set[str] = set()
        self._units: list[str] = []

    def add(self, unit_ids: Sequence[str], contents: Sequence[Mapping[str, Any]]) -> None:
        """More units, with what the register says of each."""
        self._units += unit_ids
        for name, pieces in self._pieces.items():
            if any(name in content for content in contents):
                self._present.add(name)
            codes = self._codes[name]
            values = (content.get(name) for content in contents)
            numbers = (-1 if value is None else codes.setdefault(value, len(codes)) for value in values)
            pieces.append(np.fromiter(numbers, dtype="int64", count=len(contents)))

    def frame(self) -> pd.DataFrame:
        """The frame: `unit_id`, and those columns that any of the units has."""
        columns = {name: self._column(name) for name in self._pieces if name in self._present}
        return pd.DataFrame({UNIT: pd.Series(self._units, dtype="object"), **columns})

    def _column(self, name: str) -> pd.Series:
        codes, distinct = np.concatenate(self._pieces[name]), list(self._codes[name])
        if name in DAYS:
            days = pd.to_datetime(pd.Series(distinct, dtype="object"), format="%Y-%m-%d").astype("datetime64[s]")
            return _taken(days, codes)
        if name in MONEY:
            return _taken(pd.Series([oren(value) for value in distinct], dtype="Int64"), codes)
        if name in COUNTS:
            return _taken(pd.Series(distinct, dtype="Int64"), codes)
        categories = pd.Index([str(value) for value in distinct], dtype="object")
        return pd.Series(pd.Categorical.from_codes(codes, categories=categories))


def _taken(distinct: pd.Series, codes: NDArray[np.int64]) -> pd.Series:
    """Each code's value, missing where it is −1."""
    with_missing = pd.concat([distinct, pd.Series([None], dtype=distinct.dtype)], ignore_index=True)
    return with_missing.take(codes).reset_index(drop=True)


def typed(rows: Iterable[Mapping[str, Any]], kind: RegisterKind) -> pd.DataFrame:
    """A frame of rows that each carry their `unit_id` beside what the register says.

    Values come as the register keeps them: ISO dates, amounts as decimal strings with two decimals, whole numbers.
    """
    given, builder = list(rows), Builder(kind)
    builder.add([row[UNIT] for row in given], given)
    return builder.frame()


def oren(amount: str) -> int:
    """`"-1870.50"` → -187050: kronor with exactly two decimals as whole öre."""
    whole, _, decimals = amount.partition(".")
    if len(decimals) != 2:
        raise ValueError("an amount without two decimals")
    return int(whole + decimals)
