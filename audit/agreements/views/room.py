"""The room's one blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, abort, render_template

from audit.accounts.access import Visit
from audit.accounts.rules import Role
from audit.agreements.operations import Agreed
from audit.agreements.rules import (
    KEY_NAMES,
    PERIOD_NAMES,
    PROPOSAL_NAMES,
    Period,
    kronor,
    percent_said,
    plain,
    share_said,
)

agreements = Blueprint("agreements", __name__)
READERS = (Role.COORDINATOR, Role.READER)
for _filter in (kronor, percent_said, plain, share_said):
    agreements.add_app_template_filter(_filter)


def page_of(visit: Visit[Any], template: str, **values: object) -> str:
    """A page with what every page of this room needs."""
    return render_template(
        template,
        may_write=visit.scope.has(Role.COORDINATOR),
        keys=KEY_NAMES,
        periods=PERIOD_NAMES,
        proposal_names=PROPOSAL_NAMES,
        all_periods=list(Period),
        **values,
    )


def draft_or_conflict(agreed: Agreed) -> None:
    """Tell whoever is about to change what has been adopted meanwhile."""
    if not agreed.is_draft:
        abort(409)
