"""The room's one blueprint, and what its pages share."""

from flask import Blueprint

from audit.access_checks.rules import KIND_NAMES, VERDICT_NAMES, Verdict
from audit.accounts.rules import Role

access_checks = Blueprint("access_checks", __name__)
# The unit's heads and the reviewers are those whose looking is checked.
CHECKERS = (Role.COORDINATOR, Role.READER)
VERDICT_MARKS = {Verdict.UNJUSTIFIED: "wrong", Verdict.JUSTIFIED: "done", Verdict.LOOK_FURTHER: "waits"}


@access_checks.context_processor
def words() -> dict[str, object]:
    return {"kind_names": KIND_NAMES, "verdict_names": VERDICT_NAMES, "verdict_marks": VERDICT_MARKS}
