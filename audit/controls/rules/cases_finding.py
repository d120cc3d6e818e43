"""The controls of cases: waiting times against what the quality guarantees promise, plans, journals and reviews."""

import numpy as np
import pandas as pd

from audit.controls.rules.declared import Settings
from audit.controls.rules.found import Found, days_between, found, known

CLOSED = "avslutsdatum"


def late_decisions(cases: pd.DataFrame, settings: Settings) -> Found:
    """Decided more days after complete information than the limit. Measure: the days."""
    return _waited(cases, "komplett_datum", "beslutsdatum", settings["dagar"])


def late_visits(cases: pd.DataFrame, settings: Settings) -> Found:
    """First visited more days after the case came in than the limit. Measure: the days."""
    return _waited(cases, "aktualiseringsdatum", "forsta_besok", settings["dagar"])


def _waited(cases: pd.DataFrame, first: str, last: str, limit: int) -> Found:
    judged = known(cases, first, last)
    days = days_between(cases[first], cases[last])
    return found(days > limit, days, judged=judged, unjudged=~judged)


def without_plan(cases: pd.DataFrame, settings: Settings) -> Found:
    """No plan so many days after the second meeting, or one that came later.

    Measure: days from the meeting to the plan, or to the end of the period. A case without a dated second meeting can't
    be judged.
    """
    judged = known(cases, "andra_besok")
    until = cases["arbetsplan_datum"].fillna(pd.Timestamp(settings.as_of))
    days = days_between(cases["andra_besok"], until)
    return found(days > settings["dagar"], days, judged=judged, unjudged=~judged)


def journal_gaps(cases: pd.DataFrame, settings: Settings) -> Found:
    """More days than the limit from the last note to the closure or the end of the period. Measure: the days."""
    judged = known(cases, "senaste_journal")
    days = days_between(cases["senaste_journal"], _end(cases, settings))
    return found(days > settings["dagar"], days, judged=judged, unjudged=~judged)


def without_review(cases: pd.DataFrame, settings: Settings) -> Found:
    """Open, with aid for more months than the limit and no review within as many. Measure: the months of aid."""
    as_of, limit = pd.Timestamp(settings.as_of), settings["manader"]
    closed = np.zeros(len(cases), dtype=bool)
    if CLOSED in cases:
        closed = (cases[CLOSED] <= as_of).to_numpy()
    judged = known(cases, "bistand_manader") & ~closed
    months = cases["bistand_manader"].fillna(0).to_numpy(dtype="int64")
    reviewed = (cases["senaste_omprovning"] >= as_of - pd.DateOffset(months=limit)).to_numpy()
    return found((months > limit) & ~reviewed, months, judged=judged, unjudged=~judged & ~closed)


def _end(cases: pd.DataFrame, settings: Settings) -> pd.Series:
    """The case's last day that the register knows of: its closure, or the end of the period if that is earlier."""
    as_of = pd.Timestamp(settings.as_of)
    if CLOSED not in cases:
        return pd.Series(as_of, index=cases.index)
    closed = cases[CLOSED]
    return closed.where(closed <= as_of, as_of)
