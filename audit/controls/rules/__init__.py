"""The machine controls: declared in words here; the functions over frames are in `finding`, which needs pandas."""

from audit.controls.rules.catalogue import BY_ID, CONTROLS
from audit.controls.rules.declared import Control, Parameter, Settings, defaults, parameter_faults
from audit.controls.rules.failing import KEEPING, PREPARING, failure, reading, running
from audit.controls.rules.words import LONGEST_NOTE, VERDICT_NAMES, Verdict, measured, needs_note

__all__ = [
    "BY_ID",
    "CONTROLS",
    "KEEPING",
    "LONGEST_NOTE",
    "PREPARING",
    "VERDICT_NAMES",
    "Control",
    "Parameter",
    "Settings",
    "Verdict",
    "defaults",
    "failure",
    "measured",
    "needs_note",
    "parameter_faults",
    "reading",
    "running",
]
