"""The room's one blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, render_template

from audit.accounts.access import Visit
from audit.accounts.rules import Role
from audit.findings.rules import SEVERITY_NAMES
from audit.improvements.rules import MEASURE_NAMES, STATUS_NAMES, AreaStatus, measure_is_overdue, recurrences_said
from audit.wording import standing_of

improvements = Blueprint("improvements", __name__)
improvements.add_app_template_global(standing_of)
improvements.add_app_template_global(recurrences_said)
improvements.add_app_template_global(measure_is_overdue)
READERS = (Role.COORDINATOR, Role.READER)


def page_of(visit: Visit[Any], template: str, **values: object) -> str:
    """A page with what every page of this room needs."""
    return render_template(
        template,
        today=visit.stamp.day,
        statuses=STATUS_NAMES,
        measure_statuses=MEASURE_NAMES,
        back=AreaStatus.RECURRED,
        severities=SEVERITY_NAMES,
        **values,
    )
