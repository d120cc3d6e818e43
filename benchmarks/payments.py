"""Invented payments and cases in bulk, as a frame for the controls and as a table for DuckDB: the same rows in both.

Ids are whole numbers in DuckDB and categories over whole numbers in the frame, −1 and NULL where one is missing.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Columns = dict[str, NDArray[np.generic]]
FIRST_DAY = np.datetime64("2026-01-01", "s")
AS_OF = "2026-12-31"
IDS = ("arende_id", "beslut_id", "konto_hash", "attestant_id", "beslutsfattare_id", "period", "andamal")
STATUSES, PAYEES = ("betald", "makulerad", "retur"), ("sokande", "tredje_part")
DAY = 86_400


def payments(rows: int, seed: int = 7) -> Columns:
    """Payments of a year to a tenth as many cases: one in fifty reversed, few out of order."""
    chance = np.random.default_rng(seed)
    cases = max(rows // 10, 1)
    number = np.arange(rows)
    case = chance.integers(0, cases, rows)
    made: Columns = {
        "unit_id": number,
        "arende_id": np.where(chance.random(rows) < 0.001, -1, case),
        "beslut_id": np.where(chance.random(rows) < 0.002, -1, number // 2),
        "konto_hash": np.where(chance.random(rows) < 0.01, chance.integers(0, cases, rows), case),
        "attestant_id": chance.integers(0, 30, rows),
        "beslutsfattare_id": chance.integers(29, 330, rows),
        "period": chance.integers(0, 12, rows),
        "andamal": chance.integers(0, 20, rows),
        "belopp": chance.integers(10_000, 20_000, rows) * 100,
        "utbetalningsdatum": FIRST_DAY + chance.integers(0, 365, rows) * DAY,
        "status": np.where(chance.random(rows) < 0.01, 2, 0),
        "mottagartyp": np.where(chance.random(rows) < 0.1, 1, 0),
    }
    _reverse(made, chance)
    made["beslutat_belopp"] = _decided(made)
    closes = np.where(chance.random(cases) < 0.2, chance.integers(300, 720, cases), -1)
    made["avslutsdatum"] = np.where(closes[case] < 0, np.datetime64("NaT", "s"), FIRST_DAY + closes[case] * DAY).astype(
        "datetime64[s]"
    )
    return made


def _reverse(made: Columns, chance: np.random.Generator) -> None:
    """Every fiftieth row reverses the one before it; half of them are told as reversals, the others bare minus."""
    back = np.arange(49, len(made["unit_id"]), 50)
    for name in ("arende_id", "beslut_id", "period", "andamal", "konto_hash"):
        made[name][back] = made[name][back - 1]
    made["belopp"][back] = -made["belopp"][back - 1].astype("int64")
    made["status"][back - 1] = 0
    made["status"][back] = np.where(chance.random(len(back)) < 0.5, 1, 0)


def _decided(made: Columns) -> NDArray[np.int64]:
    """What was decided for each decision: what was paid, but in one of a hundred a krona less."""
    decision = made["beslut_id"].astype("int64")
    paid = np.bincount(decision + 1, weights=np.abs(made["belopp"].astype("int64")))
    decided: NDArray[np.int64] = (paid[decision + 1] - np.where(decision % 100 == 0, 100, 0)).astype("int64")
    return decided


def cases(rows: int, seed: int = 8) -> Columns:
    """Cases with their days in order, few of them late, and some days missing."""
    chance = np.random.default_rng(seed)

    def days(first: int, last: int, missing: float = 0.02) -> NDArray[np.datetime64]:
        found = FIRST_DAY + chance.integers(first, last, rows) * DAY
        return np.where(chance.random(rows) < missing, np.datetime64("NaT", "s"), found).astype("datetime64[s]")

    return {
        "unit_id": np.arange(rows),
        "aktualiseringsdatum": days(0, 100),
        "forsta_besok": days(90, 110),
        "komplett_datum": days(100, 200),
        "beslutsdatum": days(190, 210),
        "andra_besok": days(200, 250),
        "arbetsplan_datum": days(200, 260, 0.1),
        "senaste_journal": days(280, 365),
        "senaste_omprovning": days(0, 365, 0.3),
        "avslutsdatum": days(300, 500, 0.8),
        "bistand_manader": chance.integers(1, 30, rows),
    }


def as_frame(columns: Columns) -> "pd.DataFrame":
    """The frame as the controls get it from the register."""
    import pandas as pd

    words: Mapping[str, tuple[str, ...]] = {"status": STATUSES, "mottagartyp": PAYEES}
    people = pd.RangeIndex(0, 330)
    found: dict[str, object] = {}
    for name, values in columns.items():
        if name in words:
            found[name] = pd.Categorical.from_codes(values.astype(np.int8), categories=pd.Index(words[name]))
        elif name in IDS:
            known = people if name.endswith(("attestant_id", "fattare_id")) else pd.RangeIndex(0, int(values.max()) + 1)
            found[name] = pd.Categorical.from_codes(values.astype("int32"), categories=known)
        elif name in {"belopp", "beslutat_belopp", "bistand_manader"}:
            found[name] = pd.Series(values).astype("Int64")
        else:
            found[name] = values
    return pd.DataFrame(found)


def as_table(columns: Columns) -> "pd.DataFrame":
    """The same as plain columns for DuckDB; −1 becomes NULL there."""
    import pandas as pd

    return pd.DataFrame(columns)
