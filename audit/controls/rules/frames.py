"""Register units as pandas frames to run controls over: days as days, money as whole öre, ids as categories."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from audit.registers.rules import RegisterKind
from audit.registers.rules.columnar import UNIT, CodedColumn, by_columns

IDS = ("arende_id", "beslut_id", "konto_hash", "andamal", "period", "mottagartyp", "status")
PEOPLE = ("attestant_id", "beslutsfattare_id")
MONEY = ("belopp", "beslutat_belopp")
DAYS = (
    "utbetalningsdatum", "avslutsdatum", "beslutsdatum", "komplett_datum", "aktualiseringsdatum", "forsta_besok",
    "andra_besok", "arbetsplan_datum", "senaste_journal", "senaste_omprovning",
)  # fmt: skip
COUNTS = ("bistand_manader",)
COLUMNS: Mapping[RegisterKind, tuple[str, ...]] = {
    RegisterKind.PAYMENTS: (*IDS, *PEOPLE, *MONEY, "utbetalningsdatum", "avslutsdatum"),
    RegisterKind.CASES: (*DAYS[1:], *COUNTS),
}


def frame(columns: Mapping[str, CodedColumn], kind: RegisterKind) -> pd.DataFrame:
    """The units of a register by columns as a frame: `unit_id`, and those of its columns that the controls look at."""
    people = _people(columns)
    typed = {name: _column(name, columns[name], people) for name in COLUMNS[kind] if name in columns}
    ids = np.array(columns[UNIT].values, dtype="object")[_codes(columns[UNIT])]
    return pd.DataFrame({UNIT: pd.Series(ids, dtype="object"), **typed})


def _codes(column: CodedColumn) -> NDArray[np.int32]:
    return np.asarray(column.codes, dtype="int32")


def _people(columns: Mapping[str, CodedColumn]) -> pd.Index:
    """Everybody in any of the columns of people: they share their categories, so that two of them can be compared."""
    everybody = dict.fromkeys(value for name in PEOPLE if name in columns for value in columns[name].values)
    return pd.Index([str(value) for value in everybody], dtype="object")


def _column(name: str, column: CodedColumn, people: pd.Index) -> pd.Series:
    codes, distinct = _codes(column), column.values
    if name in DAYS:
        days = pd.to_datetime(pd.Series(distinct, dtype="object"), format="%Y-%m-%d").astype("datetime64[s]")
        return _taken(days, codes)
    if name in MONEY:
        return _taken(pd.Series([oren(value) for value in distinct], dtype="Int64"), codes)
    if name in COUNTS:
        return _taken(pd.Series(distinct, dtype="Int64"), codes)
    own = pd.Index([str(value) for value in distinct], dtype="object")
    found = pd.Series(pd.Categorical.from_codes(codes, categories=own))
    return found.cat.set_categories(people) if name in PEOPLE else found


def _taken(distinct: pd.Series, codes: NDArray[np.int32]) -> pd.Series:
    """Each code's value, missing where it is −1."""
    with_missing = pd.concat([distinct, pd.Series([None], dtype=distinct.dtype)], ignore_index=True)
    return with_missing.take(codes).reset_index(drop=True)


def typed(rows: Iterable[Mapping[str, Any]], kind: RegisterKind) -> pd.DataFrame:
    """A frame of rows that each carry their `unit_id` beside what the register says.

    Values come as the register keeps them: ISO dates, amounts as decimal strings with two decimals, whole numbers.
    """
    given = list(rows)
    return frame(by_columns([row[UNIT] for row in given], given), kind)


def oren(amount: str) -> int:
    """`"-1870.50"` → -187050: kronor with exactly two decimals as whole öre."""
    whole, _, decimals = amount.partition(".")
    if len(decimals) != 2:
        raise ValueError("an amount without two decimals")
    return int(whole + decimals)
