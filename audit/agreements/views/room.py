"""The room's one blueprint, and what its pages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template

from audit.accounts.access import Visit
from audit.accounts.rules import Role
from audit.agreements.operations import Agreed, FrozenError
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
from audit.rounds.forms import put_on_fields
from audit.rounds.rules import InputError
from audit.web.formats import SWEDEN
from audit.web.forms import PageForm

agreements = Blueprint("agreements", __name__)
READERS = (Role.COORDINATOR, Role.READER)
for _filter in (kronor, percent_said, plain, share_said):
    agreements.add_app_template_filter(_filter)


def today_of(visit: Visit[Any]) -> date:
    return visit.stamp.at.astimezone(SWEDEN).date()


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


@contextmanager
def faults_on(form: PageForm) -> Iterator[None]:
    """Put what an operation refuses on the form's fields; what is frozen meanwhile is a collision."""
    try:
        yield
    except InputError as error:
        put_on_fields(form, error)
    except FrozenError:
        abort(409)
