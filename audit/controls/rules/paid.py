"""Which rows of a payment register are money that stands paid; a reversal and its payment are set aside together."""

from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = NDArray[np.bool_]
PAIRING = ("arende_id", "period", "andamal")
STATE = "lage"


class State(IntEnum):
    """What a row is to the controls: paid money, money that came back or never went, or nothing that can be judged."""

    STANDS = 0
    APART = 1
    UNCLEAR = 2


def with_states(payments: pd.DataFrame) -> pd.DataFrame:
    """The payments with a column `lage`.

    A returned or cancelled payment is apart. A negative amount (»250-«) is a reversal: with the first positive row of
    the same case, period, purpose and opposite amount it is set aside, and without one it can't be judged, nor can a
    row without an amount.
    """
    amounts = payments["belopp"]
    missing = amounts.isna().to_numpy()
    oren = amounts.fillna(0).to_numpy(dtype="int64")
    states = np.where(missing, State.UNCLEAR, State.STANDS).astype("int8")
    if "status" in payments:
        gone = payments["status"].isin(["retur", "makulerad"]).to_numpy()
        states[gone & (oren >= 0) & ~missing] = State.APART
        states[(payments["status"] == "retur").to_numpy() & ~missing] = State.APART
    reversals = (oren < 0) & (states == State.STANDS)
    if reversals.any():
        states[reversals] = State.UNCLEAR
        states[_paired(payments, oren, reversals, states == State.STANDS)] = State.APART
    return payments.assign(**{STATE: states})


def _paired(payments: pd.DataFrame, oren: NDArray[np.int64], reversals: Rows, open_: Rows) -> NDArray[np.intp]:
    """The places of the reversals that have an original, and of those originals."""
    if not set(PAIRING) <= set(payments):
        return np.array([], dtype="intp")
    cases = coded(payments["arende_id"])
    wanted = np.zeros(cases.max() + 2, dtype=bool)
    wanted[cases[reversals & (cases >= 0)]] = True
    concerned = np.flatnonzero((cases >= 0) & wanted[cases] & (reversals | open_))
    few = pd.DataFrame({name: coded(payments[name])[concerned] for name in PAIRING})
    few = few.assign(size=np.abs(oren[concerned]), place=concerned, back=reversals[concerned])
    few["turn"] = few.groupby([*PAIRING, "size", "back"], sort=False).cumcount()
    on = [*PAIRING, "size", "turn"]
    pairs = few[few["back"]].merge(few[~few["back"]], on=on, suffixes=("", "_original"))
    return np.concatenate([pairs["place"].to_numpy(), pairs["place_original"].to_numpy()])


def coded(values: pd.Series) -> NDArray[np.int64]:
    """Each value as a whole number, −1 where it is missing."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy().astype("int64")
    return pd.factorize(values)[0].astype("int64")


def with_closures(payments: pd.DataFrame, cases: pd.DataFrame | None) -> pd.DataFrame:
    """The payments with their cases' closing days out of the case register, where they have no such column.

    `okant_arende` marks those whose case the register does not hold: nothing is known of them.
    """
    if cases is None or "avslutsdatum" in payments or not {"avslutsdatum"} <= set(cases) or "arende_id" not in payments:
        return payments
    closed = cases.drop_duplicates("unit_id").set_index("unit_id")["avslutsdatum"]
    names = payments["arende_id"].astype("object")
    return payments.assign(
        avslutsdatum=names.map(closed).astype("datetime64[s]"), okant_arende=~names.isin(closed.index)
    )
