"""The room's one blueprint, and what its pages share."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from audit.accounts.operations import known
from audit.database import Session
from audit.reviews import operations
from audit.reviews.forms import field_of
from audit.reviews.models import Remark
from audit.reviews.operations import Case, DistributionError
from audit.reviews.rules import PROTECTED, register_facts
from audit.reviews.rules.payments import error_said, oren_said
from audit.web.forms import PageForm
from audit.wording import UNITS
from checklists import SEVERITIES

reviews = Blueprint("reviews", __name__)


reviews.add_app_template_filter(oren_said)
reviews.add_app_template_filter(error_said)


@reviews.app_template_global()
def unit_word(kind: str) -> str:
    """What one reviewed unit is called: »akt«, »utbetalning«, »boutredning«."""
    return UNITS[kind][0]


def page_of(case: Case) -> dict[str, object]:
    """What every page of one review shows at its top."""
    behind = operations.behind(case)
    return {
        "case": case,
        "word": UNITS[case.round_.kind][0].capitalize(),
        "facts": register_facts(case.round_.kind, case.content),
        "severities": SEVERITIES,
        "behind": behind,
        "protected": case.content.get(PROTECTED) is True or bool(behind and behind.protected),
    }


@dataclass(frozen=True)
class QuestionPlace:
    """Where a question stands in the review."""

    area: str
    number: int
    text: str


def remarks_on(session: Session, case: Case) -> dict[str, Any]:
    """The remarks on a review, those that are open by question too, and where their questions stand."""
    places = {
        question.id: QuestionPlace(part.area.id, number, question.text)
        for part in case.areas
        for number, question in enumerate(part.questions, start=part.first)
    }
    remarks = operations.remarks_of(session, known(case.review.id)) if case.remarks else []
    waiting = [remark for remark in remarks if remark.resolved_at is None]
    by_question: dict[str, list[Remark]] = {}
    for remark in waiting:
        by_question.setdefault(remark.question_id, []).append(remark)
    return {"remarks": remarks, "remarks_open": waiting, "remarks_at": by_question, "places": places}


def put_on_field(form: PageForm, error: DistributionError) -> None:
    """Show why a file can't be given to the one chosen at the row where she was."""
    name = field_of(error.sample_unit_id)
    field = form[name if name in form else "once"]
    field.errors = [*field.errors, str(error)]
