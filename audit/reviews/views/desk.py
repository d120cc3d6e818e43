"""The desk: one file's checklist, an area at a time, each answer kept as it is given."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role
from audit.reviews import operations, rules
from audit.reviews.forms import AreaForm, ReopenForm, answers_in, single_answer_in
from audit.reviews.models import Answer
from audit.reviews.operations import AnswerFaultError, Case, Conflict, ReviewClosedError
from audit.reviews.rules import NO_CONTENT, AreaQuestions, Content, Given, Lack
from audit.reviews.views.room import page_of, reviews
from audit.rounds import operations as rounds
from audit.rounds.rules import StageError
from audit.web.formats import SWEDEN, clock_time, moment
from checklists import Citation, Question

Open = Visit[Case]


@dataclass(frozen=True)
class Card:
    """One question on the desk: the answer as it is shown, and what is wrong or in the way."""

    question: Question
    number: int
    content: Content
    version: str
    lack: Lack | None
    law_day: date | None
    citations: tuple[Citation, ...]
    conflict: Conflict | None = None
    fault: str = ""


@dataclass(frozen=True)
class Trouble:
    """Why a form was not kept: what had been typed, by question, with its collisions and faults."""

    typed: dict[str, Given]
    conflicts: dict[str, Conflict]
    faults: dict[str, str]


NO_TROUBLE = Trouble({}, {}, {})


@reviews.get("/granskning/<int:review_id>")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable, writes=True)
def desk(visit: Open) -> ResponseReturnValue:
    case = visit.record
    replaced = rounds.replacement_of(visit.session, case.review.round_id)
    if replaced or not (case.counts and operations.is_own_open(case, visit.scope)):
        return _reading_page(visit)
    area = _area(case, request.args.get("omrade")) or _first_with_something_left(visit)
    operations.note_view(visit.session, stamp=visit.stamp, case=case, page=area.area.id)
    return _desk_page(visit, area, AreaForm(formdata=None), NO_TROUBLE)


@reviews.post("/granskning/<int:review_id>")
@access(Role.REVIEWER, load=operations.own_open)
def save_area(visit: Open) -> ResponseReturnValue:
    """A whole area by its button: what a browser without script sends."""
    case, form = visit.record, AreaForm()
    area = _area(case, request.args.get("omrade")) or abort(404)
    given = {one.question_id: one for one in answers_in(request.form, area.questions)}
    if not form.validate_on_submit():
        return _desk_page(visit, area, form, Trouble(given, {}, {})), 422
    try:
        found = operations.save_area(visit.session, stamp=visit.stamp, review=case.review, given=list(given.values()))
    except AnswerFaultError as error:
        return _desk_page(visit, area, form, Trouble(given, {}, {error.question_id: str(error)})), 422
    except ReviewClosedError:
        abort(409)
    if found:
        conflicts = {conflict.given.question_id: conflict for conflict in found}
        return _desk_page(visit, area, form, Trouble(given, conflicts, {})), 422
    return redirect(_onwards(case, area))


def _onwards(case: Case, area: AreaQuestions) -> str:
    """Where the button leads: on to the next area, or the same one again."""
    areas = [part.area.id for part in case.areas]
    after = areas.index(area.area.id) + 1
    if "vidare" not in request.form:
        return url_for("reviews.desk", review_id=case.review.id, omrade=area.area.id)
    if after == len(areas):
        return url_for("reviews.sign", review_id=case.review.id)
    return url_for("reviews.desk", review_id=case.review.id, omrade=areas[after])


@reviews.post("/granskning/<int:review_id>/svar")
@access(Role.REVIEWER, load=operations.own_open)
def save_answer(visit: Open) -> ResponseReturnValue:
    """One answer as soon as it is given: what the desk's script sends."""
    case, one = visit.record, single_answer_in(request.form)
    try:
        result = operations.save_answer(visit.session, stamp=visit.stamp, review=case.review, given=one)
    except AnswerFaultError as error:
        return jsonify(fault=str(error)), 422
    except (ReviewClosedError, StageError) as error:
        return jsonify(fault=str(error)), 404
    if isinstance(result, Conflict):
        return jsonify(kept=_kept(case, result)), 409
    lacking = operations.lacking(visit.session, review=case.review)
    return jsonify(
        saved_at=clock_time(result.saved_at),
        version=result.version,
        left=rules.left_by_area(case.areas, lacking),
        all_left=len(lacking),
    )


def _kept(case: Case, conflict: Conflict) -> dict[str, object]:
    content = conflict.kept
    return {
        "value": content.value or "",
        "label": case.checklist.option(content.value).label if content.value else "Inget svar",
        "comment": content.comment,
        "evidence": content.evidence,
        "version": conflict.version,
        "by": conflict.kept_by,
        "at": moment(conflict.kept_at),
    }


def _area(case: Case, area_id: str | None) -> AreaQuestions | None:
    return next((part for part in case.areas if part.area.id == area_id), None)


def _first_with_something_left(visit: Open) -> AreaQuestions:
    lacking = operations.lacking(visit.session, review=visit.record.review)
    return (_area(visit.record, lacking[0].area.id) if lacking else None) or visit.record.areas[0]


def _desk_page(visit: Open, area: AreaQuestions, form: AreaForm, trouble: Trouble) -> str:
    case = visit.record
    answers = operations.answers_of(visit.session, known(case.review.id))
    lacking = rules.missing(case.areas, operations.contents(answers.values()), case.checklist)
    place = case.areas.index(area)
    return render_template(
        "reviews/desk.html",
        **page_of(case),
        form=form,
        part=area,
        cards=_cards(case, area, answers, trouble),
        trouble=trouble,
        left=rules.left_by_area(case.areas, lacking),
        all_left=len(lacking),
        next_area=case.areas[place + 1].area if place + 1 < len(case.areas) else None,
        around=operations.neighbours(visit.session, case=case),
        saved=_saved_words(max((answer.answered_at for answer in answers.values()), default=None), visit.stamp.at),
        commented=rules.in_a_row([option.label for option in case.checklist.scale if option.comment_required]),
        limits=(rules.COMMENT_LIMIT, rules.EVIDENCE_LIMIT),
    )


def _saved_words(last: datetime | None, now: datetime) -> str:
    if last is None:
        return "Inget svar än"
    today = last.astimezone(SWEDEN).date() == now.astimezone(SWEDEN).date()
    return f"Sparat {clock_time(last) if today else moment(last)}"


def _cards(case: Case, area: AreaQuestions, answers: dict[str, Answer], trouble: Trouble) -> list[Card]:
    return [
        _card(case, question, number, answers.get(question.id), trouble)
        for number, question in enumerate(area.questions, start=area.first)
    ]


def _card(case: Case, question: Question, number: int, answer: Answer | None, trouble: Trouble) -> Card:
    kept = operations.contents([answer]).get(question.id, NO_CONTENT) if answer else NO_CONTENT
    typed = trouble.typed.get(question.id)
    # The version the form was shown with, even where a choice was made: if it wasn't kept, it is asked for again.
    shown = request.form.get(f"version-{question.id}", "0") if typed else str(answer.version if answer else 0)
    day = rules.legal_day(case.checklist, question, case.content)
    return Card(
        question=question,
        number=number,
        content=typed.content if typed else kept,
        version=shown,
        lack=rules.lack_of(kept, case.checklist),
        law_day=day,
        citations=case.checklist.references_at(question, day),
        conflict=trouble.conflicts.get(question.id),
        fault=trouble.faults.get(question.id, ""),
    )


def _reading_page(visit: Open) -> ResponseReturnValue:
    """The whole review for the coordinator, who reads and may reopen but doesn't answer."""
    case = visit.record
    operations.note_view(visit.session, stamp=visit.stamp, case=case, page="helhet")
    return reading_page(visit, ReopenForm(formdata=None))


def reading_page(visit: Open, form: ReopenForm) -> str:
    case, session = visit.record, visit.session
    answers = operations.answers_of(session, known(case.review.id))
    return render_template(
        "reviews/read.html",
        **page_of(case),
        form=form,
        names=account_names(session),
        parts=[(part, _cards(case, part, answers, NO_TROUBLE)) for part in case.areas],
        all_left=len(rules.missing(case.areas, operations.contents(answers.values()), case.checklist)),
        reopenings=operations.reopenings(session, known(case.review.id)),
        around=operations.neighbours(session, case=case, board_ids=visit.scope.boards(Role.COORDINATOR)),
    )
