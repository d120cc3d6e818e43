"""A checklist on paper: for one file, with what the register knows, or for a round in general."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.operations import Case
from audit.reviews.views.facts import fact_fields
from audit.reviews.views.room import page_of, reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from checklists import Verdict, needed


@reviews.get("/granskning/<int:review_id>/blankett")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable, writes=True)
def blank(visit: Visit[Case]) -> ResponseReturnValue:
    """The questions that concern the file, or may do, to be answered by hand. No answer is on it."""
    case, session = visit.record, visit.session
    operations.note_view(session, stamp=visit.stamp, case=case, page="blankett")
    found = operations.concern_of(session, review=case.review, answers={})
    knowledge = operations.knowledge_of(session, review=case.review)
    asked = {part.area.id: needed(case.checklist, part.questions) for part in case.areas}
    return render_template(
        "reviews/blank.html",
        **page_of(case),
        folded={name for name, verdict in found.verdicts.items() if verdict is Verdict.DOES_NOT},
        why=found.why,
        asked={area: fact_fields(case.checklist, some, knowledge, typed={}, faults={}) for area, some in asked.items()},
        areas=case.areas,
        scale=case.checklist.scale,
    )


@reviews.get("/granskning/omgang/<int:round_id>/blankett")
@access(Role.REVIEWER, Role.COORDINATOR, load=rounds.round_for_reader)
def round_blank(visit: Visit[Round]) -> ResponseReturnValue:
    """All questions of the round, for any of its files."""
    round_ = visit.record
    checklist = operations.checklist_of(round_) if round_.checklist else None
    areas = operations.areas_of(round_) if checklist else ()
    return render_template(
        "reviews/blank.html",
        case=None,
        round=round_,
        known_id=known(round_.id),
        folded=set(),
        why=None,
        asked={part.area.id: needed(checklist, part.questions) for part in areas} if checklist else {},
        areas=areas,
        scale=checklist.scale if checklist else (),
    )
