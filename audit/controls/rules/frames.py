"""Register units as pandas frames to run controls over: days as days, money as whole öre, ids as categories."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

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
COLUMNS: Mapping[RegisterKind, tuple[str, ...]] = {
    RegisterKind.PAYMENTS: (*IDS, *PEOPLE, *MONEY, "utbetalningsdatum", "avslutsdatum"),
    RegisterKind.CASES: (*DAYS[1:], *COUNTS),
}


def typed(rows: Iterable[Mapping[str, Any]], kind: RegisterKind) -> pd.DataFrame:
    """A frame of units: `unit_id`, and of the columns of `kind` those that any of the rows has.

    Values come as the register keeps them: ISO dates, amounts as decimal strings with two decimals, whole numbers.
    """
    return joined([piece(rows, kind)])


def piece(rows: Iterable[Mapping[str, Any]], kind: RegisterKind) -> pd.DataFrame:
    """The same for a part of the units, to be `joined` with the others: small, because ids are kept once each."""
    given = list(rows)
    present = [name for name in COLUMNS[kind] if any(name in row for row in given)]
    columns = {name: _column(name, [row.get(name) for row in given]) for name in present}
    return pd.DataFrame({UNIT: [row[UNIT] for row in given], **columns})


def _column(name: str, values: Sequence[Any]) -> pd.Series:
    if name in DAYS:
        return pd.to_datetime(pd.Series(values, dtype="object"), format="%Y-%m-%d").astype("datetime64[s]")
    if name in MONEY:
        return pd.Series([None if value is None else oren(value) for value in values], dtype="Int64")
    if name in COUNTS:
        return pd.Series(values, dtype="Int64")
    return pd.Series(pd.Categorical([None if value is None else str(value) for value in values]))


def oren(amount: str) -> int:
    """`"-1870.50"` → -187050: kronor with exactly two decimals as whole öre."""
    whole, _, decimals = amount.partition(".")
    if len(decimals) != 2:
        raise ValueError("an amount without two decimals")
    return int(whole + decimals)


def joined(pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The pieces as one frame. Whoever decides and whoever attests are counted among the same people."""
    frame = pd.concat([_known(piece, pieces) for piece in pieces], ignore_index=True) if len(pieces) > 1 else pieces[0]
    both = [name for name in PEOPLE if name in frame]
    if len(both) == 2:
        people = pd.CategoricalDtype(frame[PEOPLE[0]].cat.categories.union(frame[PEOPLE[1]].cat.categories))
        frame = frame.assign(**{name: frame[name].astype(people) for name in PEOPLE})
    return frame


def _known(part: pd.DataFrame, pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The piece with the same categories as the others, so that they stay categories when they are put together."""
    shared = [name for name in (*IDS, *PEOPLE) if name in part]
    found = {}
    for name in shared:
        wanted = pd.Index(pd.unique(pd.concat([pd.Series(one[name].cat.categories) for one in pieces if name in one])))
        found[name] = part[name].cat.set_categories(wanted)
    return part.assign(**found)
