"""The room's one blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, abort, render_template

from audit.accounts.access import Visit
from audit.accounts.rules import Role
from audit.findings.rules.secrecy import ADVICE, KIND_NAMES
from audit.improvements.rules import MEASURE_NAMES
from audit.plans.operations import Written, basis_said
from audit.plans.rules import (
    ASSESSMENT_NAMES,
    HANDLING_NAMES,
    MARK_NAMES,
    PERIOD_NAMES,
    READ_NAMES,
    Assessment,
    Mark,
    Period,
    ReadState,
    risk_value,
)

plans = Blueprint("plans", __name__)
# The unit's heads see what is adopted and handed in, and no draft: the operations hold that apart.
SEERS = (Role.COORDINATOR, Role.UNIT_HEAD, Role.READER)
MARK_LOOKS = {Mark.NEW: "done", Mark.CHANGED: "waits", Mark.UNCHANGED: "plain", Mark.DROPPED: "wrong"}
ASSESSMENT_LOOKS = {
    Assessment.WORKS: "done",
    Assessment.LACKS: "wrong",
    Assessment.UNDER_WAY: "waits",
    Assessment.NOT_DONE: "wrong",
}
READ_LOOKS = {ReadState.MISSING: "waits", ReadState.UNDER_WAY: "waits", ReadState.FINISHED: "done"}


def page_of(visit: Visit[Any], template: str, **values: object) -> str:
    """A page with what every page of this room needs."""
    return render_template(
        f"plans/{template}",
        **values,
        may_write=visit.scope.has(Role.COORDINATOR),
        sees_rounds=visit.scope.has(Role.COORDINATOR, Role.READER),
        periods=PERIOD_NAMES,
        handlings=HANDLING_NAMES,
        mark_names=MARK_NAMES,
        mark_looks=MARK_LOOKS,
        assessments=ASSESSMENT_NAMES,
        assessment_looks=ASSESSMENT_LOOKS,
        read_names=READ_NAMES,
        read_looks=READ_LOOKS,
        measure_names=MEASURE_NAMES,
        hit_kinds=KIND_NAMES,
        hit_advice=ADVICE,
        basis_said=basis_said,
        risk_value=risk_value,
    )


def may_write_to(visit: Visit[Any], of: Written) -> bool:
    """Whether the person is the coordinator of the document's board."""
    return of.document.board_id in visit.scope.boards(Role.COORDINATOR)


def draft_or_conflict(of: Written) -> None:
    """Tell whoever is about to change what has been adopted meanwhile."""
    if not of.is_draft:
        abort(409)


def period_or_404(text: str) -> Period:
    if text not in set(Period):
        abort(404)
    return Period(text)
