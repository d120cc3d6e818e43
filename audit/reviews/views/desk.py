"""The desk: one file's checklist, an area at a time, each answer kept as it is given."""

from dataclasses import asdict, replace
from datetime import datetime

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role
from audit.clock import swedish_day
from audit.reviews import operations, rules
from audit.reviews.forms import AreaForm, ReopenForm, answers_in, facts_in, single_answer_in, single_fact_in
from audit.reviews.operations import (
    AnswerFaultError,
    Case,
    Conflict,
    FactConflict,
    FactFaultError,
    ReviewClosedError,
)
from audit.reviews.rules import AreaQuestions, GivenFact
from audit.reviews.rules.evidence import parted
from audit.reviews.rules.states import Action, Party, Seat, refusal
from audit.reviews.views.cards import (
    NO_TROUBLE,
    Kit,
    Trouble,
    cards_of,
    last_said,
    past_of,
    pointed_in,
)
from audit.reviews.views.ended import why_ended
from audit.reviews.views.facts import collided, kept_fact
from audit.reviews.views.room import page_of, remarks_on, reviews, unit_word
from audit.reviews.views.sheets import sheets_of
from audit.rounds.rules import StageError
from audit.web.formats import clock_time, moment
from checklists import needed

Open = Visit[Case]
Areas = tuple[AreaQuestions, ...]
ALL = "alla"
"""What the address says for all areas on one page: to type in what was answered on paper."""


@reviews.get("/granskning/<int:review_id>")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable_or_withdrawn, writes=True)
def desk(visit: Open) -> ResponseReturnValue:
    case = visit.record
    if case.review.seat is Seat.WITHDRAWN and case.review.board_id not in visit.scope.boards(Role.COORDINATOR):
        abort(404, why_ended(visit))
    if case.replaced or not (case.counts and operations.is_own_open(case, visit.scope)):
        return _reading_page(visit)
    shown = _shown(case, request.args.get("omrade")) or _first_with_something_left(visit)
    operations.note_view(visit.session, stamp=visit.stamp, case=case, page=_name(shown))
    return _desk_page(visit, shown, AreaForm(formdata=None), NO_TROUBLE)


@reviews.post("/granskning/<int:review_id>")
@access(Role.REVIEWER, load=operations.own)
def save_area(visit: Open) -> ResponseReturnValue:
    """A whole area (or all of them) by its button: what a browser without script sends."""
    case, form = visit.record, AreaForm()
    if ended := why_ended(visit):
        abort(404, ended)
    shown = _shown(case, request.args.get("omrade")) or abort(404)
    questions = [question for part in shown for question in part.questions]
    given = {one.question_id: one for one in answers_in(request.form, questions)}
    told = facts_in(request.form, needed(case.checklist, questions))
    trouble = Trouble(given, {}, {}, {one.attribute_id: one.written for one in told})
    if not form.validate_on_submit():
        return _desk_page(visit, shown, form, trouble), 422
    try:
        trouble.fact_faults.update(_tell(visit, told))
        found = operations.save_area(visit.session, stamp=visit.stamp, review=case.review, given=list(given.values()))
    except AnswerFaultError as error:
        return _desk_page(visit, shown, form, replace(trouble, faults={error.question_id: str(error)})), 422
    except ReviewClosedError as error:
        abort(404, str(error))
    if found or trouble.fact_faults:
        conflicts = {conflict.given.question_id: conflict for conflict in found}
        return _desk_page(visit, shown, form, replace(trouble, conflicts=conflicts)), 422
    return redirect(_onwards(case, shown))


def _tell(visit: Open, told: list[GivenFact]) -> dict[str, str]:
    """Keep the facts of an area's form; gives what stands in the way of any, by attribute."""
    faults: dict[str, str] = {}
    for one in told:
        try:
            result = operations.save_fact(visit.session, stamp=visit.stamp, review=visit.record.review, given=one)
        except FactFaultError as error:
            faults[one.attribute_id] = str(error)
        else:
            if isinstance(result, FactConflict):
                faults[one.attribute_id] = collided(visit.record, result)
    return faults


def _onwards(case: Case, shown: Areas) -> str:
    """Where the button leads: on to the next area, to what else a comment is about, or the same one again."""
    if about := request.form.get("aven"):
        return url_for("reviews.spread", review_id=case.review.id, question_id=about)
    if "vidare" in request.form:
        return _next(case, shown)[1]
    return url_for("reviews.desk", review_id=case.review.id, omrade=_name(shown))


def _next(case: Case, shown: Areas) -> tuple[str, str]:
    """What comes after these areas: the next area's name (empty after the last) and the address."""
    after = case.areas.index(shown[-1]) + 1
    if after == len(case.areas):
        return "", url_for("reviews.sign", review_id=case.review.id)
    area = case.areas[after].area
    return area.name, url_for("reviews.desk", review_id=case.review.id, omrade=area.id)


@reviews.post("/granskning/<int:review_id>/svar")
@access(Role.REVIEWER, load=operations.own)
def save_answer(visit: Open) -> ResponseReturnValue:
    """One answer, or one fact about the case, as soon as it is given: what the desk's script sends."""
    if ended := why_ended(visit):
        return jsonify(closed=ended), 404
    case, fact = visit.record, single_fact_in(request.form)
    session, stamp = visit.session, visit.stamp
    result: operations.Saved | operations.FactSaved | Conflict | FactConflict
    given = single_answer_in(request.form)
    try:
        if fact is None:
            result = operations.save_answer(session, stamp=stamp, review=case.review, given=given)
        else:
            result = operations.save_fact(session, stamp=stamp, review=case.review, given=fact)
    except (AnswerFaultError, FactFaultError) as error:
        return jsonify(fault=str(error)), 422
    except (ReviewClosedError, StageError) as error:
        return jsonify(closed=str(error)), 404
    if isinstance(result, Conflict):
        return jsonify(kept=_kept(case, result)), 409
    if isinstance(result, FactConflict):
        return jsonify(kept=kept_fact(case, result)), 409
    now = operations.progress(session, review=case.review, content=case.content)
    name = fact.attribute_id if fact else given.question_id
    turned = [question.id for question in now.concern.questions if name in question.rule.names]
    return jsonify(
        saved_at=clock_time(result.saved_at),
        version=result.version,
        left=rules.left_by_area(case.areas, now.lacking),
        all_left=len(now.lacking),
        pointed=asdict(pointed) if (pointed := pointed_in(given.comment)) else None,
        concern={name: [now.concern.verdicts[name].value, now.concern.why(name)] for name in turned},
    )


def _kept(case: Case, conflict: Conflict) -> dict[str, object]:
    content = conflict.kept
    return {
        "value": content.value or "",
        "label": case.checklist.option(content.value).label if content.value else "Inget svar",
        "comment": content.comment,
        "evidence": content.evidence,
        "place": parted(content.evidence),
        "reason": content.reason,
        "version": conflict.version,
        "by": conflict.kept_by,
        "at": moment(conflict.kept_at),
    }


def _shown(case: Case, area_id: str | None) -> Areas:
    """The areas that the address names: one, all, or none."""
    return case.areas if area_id == ALL else tuple(part for part in case.areas if part.area.id == area_id)


def _name(shown: Areas) -> str:
    return shown[0].area.id if len(shown) == 1 else ALL


def _first_with_something_left(visit: Open) -> Areas:
    lacking = operations.lacking(visit.session, review=visit.record.review)
    return _shown(visit.record, lacking[0].area.id if lacking else None) or visit.record.areas[:1]


def _desk_page(visit: Open, shown: Areas, form: AreaForm, trouble: Trouble) -> str:
    case = visit.record
    now = operations.whole(visit.session, review=case.review, content=case.content)
    answers, lacking = now.answers, now.lacking
    remarks = remarks_on(visit.session, case)
    kit = Kit(unit_word(case.round_.kind), case.checklist, remarks["remarks_at"], typed=bool(trouble.typed))
    return render_template(
        "reviews/desk.html",
        **page_of(case),
        **remarks,
        form=form,
        shown=_name(shown),
        all_areas=ALL,
        sheets=sheets_of(case, shown, now, trouble, past_of(visit.session, case, now), kit),
        trouble=trouble,
        left=rules.left_by_area(case.areas, lacking),
        all_left=len(lacking),
        next_name=(onwards := _next(case, shown))[0],
        next_address=onwards[1],
        last_said=last_said(case, answers),
        around=operations.neighbours(visit.session, case=case),
        flags=case.flags,
        saved=_saved_words(max((answer.answered_at for answer in answers.values()), default=None), visit.stamp.at),
    )


def _saved_words(last: datetime | None, now: datetime) -> str:
    if last is None:
        return "Inget svar än"
    today = swedish_day(last) == swedish_day(now)
    return f"Sparat {clock_time(last) if today else moment(last)}"


def _reading_page(visit: Open) -> ResponseReturnValue:
    """The whole review for the coordinator, who reads and may reopen but doesn't answer."""
    case = visit.record
    operations.note_view(visit.session, stamp=visit.stamp, case=case, page="helhet")
    return reading_page(visit, ReopenForm(formdata=None))


def reading_page(visit: Open, form: ReopenForm) -> str:
    case, session = visit.record, visit.session
    now = operations.whole(session, review=case.review, content=case.content)
    past = past_of(session, case, now)
    return render_template(
        "reviews/read.html",
        **page_of(case),
        form=form,
        names=account_names(session),
        parts=[(part, cards_of(case, part, now, NO_TROUBLE, past)) for part in case.areas],
        all_left=len(now.lacking),
        reopenings=operations.reopenings(session, known(case.review.id)),
        state=(state := operations.state_now(session, case.review)),
        may_reopen=refusal(state, Action.REOPEN, {Party.COORDINATOR}) is None,
        **remarks_on(session, case),
        around=operations.neighbours(session, case=case, board_ids=visit.scope.boards(Role.COORDINATOR)),
    )
