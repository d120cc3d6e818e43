"""The controls of payments, over a frame with `lage` (see `paid`): each gives its hits and what it couldn't judge."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from audit.controls.rules.declared import Settings
from audit.controls.rules.found import Found, Rows, days_between, found, known
from audit.controls.rules.paid import STATE, State, coded

OREN = 100


def without_decision(payments: pd.DataFrame, settings: Settings) -> Found:  # noqa: ARG001 - every control takes them
    """Paid, and no decision is named. Measure: the amount in öre."""
    hits = payments["beslut_id"].isna().to_numpy()
    return found(hits, _oren(payments), judged=_stands(payments), unjudged=_unclear(payments))


def over_the_decided(payments: pd.DataFrame, settings: Settings) -> Found:
    """The payments by which a decision's sum, in the order of their days, passes what was decided.

    A decision that has no decided amount, several, or a payment that can't be judged is not judged at all. Measure: by
    how many öre the sum so far is above the decided amount.
    """
    decision, stands, unclear = coded(payments["beslut_id"]), _stands(payments), _unclear(payments)
    limit, certain = _decided(payments, decision, unclear)
    concerned = stands & (decision >= 0)
    judged = concerned & certain[decision]
    amounts = _oren(payments)
    sums = _sums(decision[judged], amounts[judged], len(limit))
    tolerated = limit + settings["kronor"] * OREN
    over = np.flatnonzero(judged & (sums > tolerated)[decision])
    excess = _running(payments, over, decision, amounts) - limit[decision[over]]
    hit = excess > settings["kronor"] * OREN
    places, measures = over[hit], excess[hit]
    order = np.argsort(places)
    return Found(places[order], measures[order], int(judged.sum()), int((unclear | (stands & ~judged)).sum()))


def _decided(
    payments: pd.DataFrame, decision: NDArray[np.int64], unclear: Rows
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """By decision: the decided amount in öre, and whether it is certain. The last place is for payments without one."""
    size = int(decision.max(initial=-1)) + 2
    given = (decision >= 0) & payments["beslutat_belopp"].notna().to_numpy()
    values = payments["beslutat_belopp"].fillna(0).to_numpy(dtype="int64")
    limit = np.full(size, np.iinfo("int64").min)
    limit[decision[given]] = values[given]
    certain = limit != np.iinfo("int64").min
    certain[decision[given & (limit[decision] != values)]] = False
    certain[decision[unclear]] = False
    return np.where(certain, limit, 0), certain


def _sums(groups: NDArray[np.int64], amounts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """The whole öre of each group; the weights are added as doubles, which are exact below 90 thousand billion."""
    return np.bincount(groups, weights=amounts, minlength=size).astype("int64")


def _running(
    payments: pd.DataFrame, places: NDArray[np.intp], decision: NDArray[np.int64], amounts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """What a decision's payments come to, up to and with each of those at `places`, in the order of their days."""
    few = pd.DataFrame({"decision": decision[places], "amount": amounts[places]})
    if "utbetalningsdatum" in payments:
        few["day"] = payments["utbetalningsdatum"].to_numpy()[places]
        few = few.sort_values("day", kind="stable", na_position="last")
    return few.groupby("decision", sort=False)["amount"].cumsum().sort_index().to_numpy()


def duplicates(payments: pd.DataFrame, settings: Settings) -> Found:
    """Paid, with case, period, purpose and amount like an earlier row. Measure: the amount in öre."""
    stands, amounts = _stands(payments), _oren(payments)
    judged = stands & known(payments, "arende_id", "period", "andamal")
    few = np.flatnonzero(judged & (amounts >= settings["kronor"] * OREN))
    purposes, periods = coded(payments["andamal"])[few], coded(payments["period"])[few]
    width = purposes.max(initial=0) + 1
    what = (coded(payments["arende_id"])[few] * (periods.max(initial=0) + 1) + periods) * width + purposes
    again = pd.DataFrame({"what": what, "amount": amounts[few]}).duplicated().to_numpy()
    places = few[again]
    return Found(places, amounts[places], int(judged.sum()), int((_unclear(payments) | (stands & ~judged)).sum()))


def after_closure(payments: pd.DataFrame, settings: Settings) -> Found:
    """Paid after the case's closing day. Measure: how many days after."""
    unknown = payments["okant_arende"].to_numpy() if "okant_arende" in payments else np.zeros(len(payments), dtype=bool)
    stands = _stands(payments)
    judged = stands & known(payments, "utbetalningsdatum") & ~unknown
    late = days_between(payments["avslutsdatum"], payments["utbetalningsdatum"])
    return found(late > settings["dagar"], late, judged=judged, unjudged=_unclear(payments) | (stands & ~judged))


def shared_accounts(payments: pd.DataFrame, settings: Settings) -> Found:
    """Paid to an account to which several households have been paid, third parties left out. Measure: how many."""
    concerned, unclear = _stands(payments), _unclear(payments)
    if "mottagartyp" in payments:
        concerned = concerned & (payments["mottagartyp"] != "tredje_part").to_numpy()
    judged = concerned & known(payments, "konto_hash", "arende_id")
    few = np.flatnonzero(judged)
    accounts, cases = coded(payments["konto_hash"])[few], coded(payments["arende_id"])[few]
    pairs = np.unique(accounts * (cases.max(initial=0) + 1) + cases) // (cases.max(initial=0) + 1)
    households = np.bincount(pairs, minlength=accounts.max(initial=0) + 1)[accounts]
    hit = households >= settings["hushall"]
    unjudged = int((unclear | (concerned & ~judged)).sum())
    return Found(few[hit], households[hit].astype("int64"), int(judged.sum()), unjudged)


def attested_by_the_decider(payments: pd.DataFrame, settings: Settings) -> Found:  # noqa: ARG001
    """Paid, attested by the person who decided. Measure: the amount in öre."""
    stands = _stands(payments)
    judged = stands & known(payments, "attestant_id", "beslutsfattare_id")
    same = (payments["attestant_id"] == payments["beslutsfattare_id"]).to_numpy()
    return found(same, _oren(payments), judged=judged, unjudged=_unclear(payments) | (stands & ~judged))


def _stands(payments: pd.DataFrame) -> Rows:
    return (payments[STATE] == State.STANDS).to_numpy()


def _unclear(payments: pd.DataFrame) -> Rows:
    return (payments[STATE] == State.UNCLEAR).to_numpy()


def _oren(payments: pd.DataFrame) -> NDArray[np.int64]:
    return payments["belopp"].fillna(0).to_numpy(dtype="int64")
