"""The room's one blueprint, and what its pages share."""

from flask import Blueprint

from audit.reviews.operations import Case
from audit.reviews.rules import PROTECTED, register_facts
from audit.wording import UNITS
from checklists import SEVERITIES

reviews = Blueprint("reviews", __name__)


@reviews.app_template_global()
def unit_word(kind: str) -> str:
    """What one reviewed unit is called: »akt«, »utbetalning«, »boutredning«."""
    return UNITS[kind][0]


def page_of(case: Case) -> dict[str, object]:
    """What every page of one review shows at its top."""
    return {
        "case": case,
        "word": UNITS[case.round_.kind][0].capitalize(),
        "facts": register_facts(case.round_.kind, case.content),
        "severities": SEVERITIES,
        "protected": case.content.get(PROTECTED) is True,
    }
