"""The room's one blueprint, and what its pages share."""

from flask import Blueprint

from audit.accounts.rules import Role
from audit.controls.operations import MOST_HITS, settings_words
from audit.controls.rules import CONTROLS, VERDICT_NAMES, Verdict, measured
from audit.registers.rules import RegisterKind

controls = Blueprint("controls", __name__)
# The unit's heads and the administrators have no part in it: what the controls point at is not yet found to be wrong.
SEERS = (Role.COORDINATOR, Role.REVIEWER, Role.READER)
JUDGES = (Role.COORDINATOR, Role.REVIEWER)
VERDICT_MARKS = {Verdict.WRONG: "wrong", Verdict.RIGHT: "done", Verdict.LOOK_FURTHER: "waits"}
KIND_WORDS = {RegisterKind.PAYMENTS: ("utbetalning", "utbetalningar"), RegisterKind.CASES: ("ärende", "ärenden")}


@controls.context_processor
def words() -> dict[str, object]:
    return {
        "all_controls": CONTROLS,
        "verdict_names": VERDICT_NAMES,
        "verdict_marks": VERDICT_MARKS,
        "kind_words": KIND_WORDS,
        "measured": measured,
        "settings_words": settings_words,
        "most_hits": MOST_HITS,
    }
