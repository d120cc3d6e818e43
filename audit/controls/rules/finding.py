"""What carries the controls out: for each a pure function from a frame and its settings to what it found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from audit.controls.rules import cases_finding as of_cases
from audit.controls.rules import payments_finding as of_payments
from audit.controls.rules.declared import Control, Settings
from audit.controls.rules.found import Found
from audit.controls.rules.paid import STATE, with_closures, with_states
from audit.registers.rules import RegisterKind

Finder = Callable[[pd.DataFrame, Settings], Found]
FINDERS: Mapping[str, Finder] = {
    "utan_beslut": of_payments.without_decision,
    "over_beslutat": of_payments.over_the_decided,
    "dubblett": of_payments.duplicates,
    "efter_avslut": of_payments.after_closure,
    "delat_konto": of_payments.shared_accounts,
    "egen_attest": of_payments.attested_by_the_decider,
    "sent_beslut": of_cases.late_decisions,
    "sent_besok": of_cases.late_visits,
    "utan_plan": of_cases.without_plan,
    "journaluppehall": of_cases.journal_gaps,
    "utan_omprovning": of_cases.without_review,
}


@dataclass(frozen=True)
class Outcome:
    """What a control found among the units of a board.

    `lacking` are the columns without which it could not be run; then nothing was judged. `hits` are the units' ids with
    a measure each, in the order of the register. `apart` are units that the control does not concern.
    """

    judged: int = 0
    unjudged: int = 0
    apart: int = 0
    hits: tuple[tuple[str, int], ...] = ()
    lacking: tuple[str, ...] = ()


def prepared(frame: pd.DataFrame, kind: RegisterKind, cases: pd.DataFrame | None = None) -> pd.DataFrame:
    """A typed frame made ready for the controls of its kind; made once for all of them."""
    return with_closures(with_states(frame), cases) if kind is RegisterKind.PAYMENTS else frame


def lacking(control: Control, frame: pd.DataFrame) -> tuple[str, ...]:
    """The columns that the control needs and that the frame does not have, or that are empty throughout."""
    return tuple(name for name in control.needs if name not in frame or frame[name].isna().all())


def carry_out(control: Control, frame: pd.DataFrame, settings: Settings) -> Outcome:
    """Run a control over a prepared frame of one board."""
    if control.kind is RegisterKind.PAYMENTS and STATE not in frame:
        raise ValueError("the frame of payments is not prepared")
    missing = lacking(control, frame)
    if missing:
        return Outcome(lacking=missing)
    found = FINDERS[control.id](frame, settings)
    places: NDArray[np.intp] = found.places
    ids = frame["unit_id"].to_numpy()[places]
    hits = tuple(zip(map(str, ids), map(int, found.measures), strict=True))
    return Outcome(found.judged, found.unjudged, len(frame) - found.judged - found.unjudged, hits)
