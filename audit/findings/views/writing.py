"""Writing an observation, changing it and taking it away, as long as it isn't shared."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.meanwhile import tell_who
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.forms import ALL_BOARDS, ObservationForm, RemoveForm
from audit.findings.operations import Finding, Placed, Results
from audit.findings.rules import (
    AlreadySharedError,
    LinkedError,
    Severity,
    disagreement_text,
    missing_text,
    seen_text,
    worst,
)
from audit.findings.views.room import findings, note_answers, round_page
from audit.rounds import operations as rounds
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.models import Round
from audit.rounds.rules import InputError

MISSING, FACT = "saknade", "uppgift"
CHANGED_SHARED = "Ändringen är sparad. Enheten ser den först när du delar iakttagelsen på nytt."


@findings.get("/iakttagelser/omgang/<int:round_id>/ny")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator, writes=True)
def new(visit: Visit[Round]) -> ResponseReturnValue:
    """An empty form, or one that a proposal has filled in (`fraga`, `namnd`, `uppgift` or `saknade` in the address)."""
    results = operations.results(visit.session, round_=visit.record, board_ids=visit.scope.boards())
    form = ObservationForm(formdata=None, **_proposed(visit, results))
    return _form_page(visit, visit.record, form, results)


@findings.post("/iakttagelser/omgang/<int:round_id>/ny")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def new_submitted(visit: Visit[Round]) -> ResponseReturnValue:
    round_ = visit.record
    results = operations.results(visit.session, round_=round_, board_ids=visit.scope.boards())
    form = _with_choices(ObservationForm(), results)
    if form.validate_on_submit():
        try:
            operations.write_observation(visit.session, stamp=visit.stamp, round_=round_, draft=form.draft())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Iakttagelsen är sparad. Enheten ser den först när du delar den.", "done")
            return redirect(url_for("findings.overview", round_id=round_.id))
    return _form_page(visit, round_, form, results), 422


@findings.get("/iakttagelser/<int:observation_id>/andra")
@access(Role.COORDINATOR, load=operations.observation_for_coordinator, writes=True)
def edit(visit: Visit[Placed]) -> ResponseReturnValue:
    results = operations.results(visit.session, round_=visit.record.round_, board_ids=visit.scope.boards())
    return _form_page(visit, visit.record.round_, _filled(visit.record.finding), results, visit.record.finding)


def _filled(finding: Finding) -> ObservationForm:
    """The form as it was sent, or with what the observation says."""
    return ObservationForm(
        obj=finding.observation,
        board=finding.observation.board_id or ALL_BOARDS,
        questions=list(finding.question_ids),
        answers=list(finding.answer_ids),
        attribute=finding.observation.attribute_id,
    )


@findings.post("/iakttagelser/<int:observation_id>/andra")
@access(Role.COORDINATOR, load=operations.observation_for_coordinator)
def edit_submitted(visit: Visit[Placed]) -> ResponseReturnValue:
    round_, finding = visit.record.round_, visit.record.finding
    observation_id = finding.id
    results = operations.results(visit.session, round_=round_, board_ids=visit.scope.boards())
    form = _with_choices(_filled(finding), results)
    if form.validate_on_submit():
        try:
            operations.change_observation(
                visit.session, stamp=visit.stamp, round_=round_, observation_id=observation_id, draft=form.draft()
            )
        except InputError as error:
            put_on_fields(form, error)
        except AlreadySharedError:
            abort(409)
        else:
            flash(CHANGED_SHARED if finding.sharing else "Ändringen är sparad.", "done")
            return redirect(url_for("findings.show", observation_id=observation_id))
    tell_who(visit.session, form, "observation:changed", observation_id)
    return _form_page(visit, round_, form, results, finding), form.answered_with


@findings.get("/iakttagelser/<int:observation_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.observation_for_coordinator)
def remove(visit: Visit[Placed]) -> ResponseReturnValue:
    if visit.record.finding.observation.shared_at:
        return _already_shared(visit.record.finding.id)
    return render_template(
        "findings/remove.html",
        form=RemoveForm(formdata=None),
        finding=visit.record.finding,
        **round_page(visit, visit.record.round_),
    )


@findings.post("/iakttagelser/<int:observation_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.observation_for_coordinator)
def remove_submitted(visit: Visit[Placed]) -> ResponseReturnValue:
    if not RemoveForm().validate_on_submit():
        abort(400)
    try:
        operations.remove_observation(visit.session, stamp=visit.stamp, observation_id=visit.record.finding.id)
    except AlreadySharedError:
        abort(409)
    except LinkedError:
        said = "Iakttagelsen hör till ett förbättringsområde. Ta först bort den där, under Ändra området."
        flash(said, "waits")
        return redirect(url_for("findings.show", observation_id=visit.record.finding.id))
    flash("Iakttagelsen är borttagen.", "done")
    return redirect(url_for("findings.overview", round_id=visit.record.round_.id))


def _already_shared(observation_id: int) -> ResponseReturnValue:
    flash("Iakttagelsen är delad med enheten och kan inte tas bort.", "waits")
    return redirect(url_for("findings.show", observation_id=observation_id))


def _form_page(
    visit: Visit[Any], round_: Round, form: ObservationForm, results: Results, finding: Finding | None = None
) -> str:
    _with_choices(form, results)
    shown = [answer for result in results.deviating for answer in result.answers]
    note_answers(visit, round_, "iakttagelse, formulär", shown)
    return render_template(
        "findings/write.html",
        form=form,
        finding=finding,
        results=results,
        question_boxes={box.data: box for box in form.questions},
        answer_boxes={int(box.data): box for box in form.answers},
        area_names={area.id: area.name for area in results.areas},
        **round_page(visit, round_),
    )


def _with_choices(form: ObservationForm, results: Results) -> ObservationForm:
    whole = {str(ALL_BOARDS): "Alla omgångens nämnder"} if len(results.board_names) > 1 else {}
    form.board.choices = whole | {str(board): name for board, name in results.board_names.items()}
    form.questions.choices = {one.question.id: one.question.text for one in results.questions}
    form.answers.choices = {str(answer.answer_id): "" for one in results.deviating for answer in one.answers}
    return form


def _proposed(visit: Visit[Round], results: Results) -> dict[str, Any]:
    """What the address asks for: files that are missing, a fact that differs, or the deviations of some questions."""
    round_ = visit.record
    if request.args.get(MISSING) and results.missing:
        said = missing_text(results.missing, board_names=results.board_names, kind=round_.kind)
        return {"title": "Akter saknas", "severity": str(Severity.CRITICAL), "seen": said}
    if fact := request.args.get(FACT):
        return _of_fact(visit, results, fact)
    board = request.args.get("namnd", type=int)
    boards = {board} if board in results.board_names else set(results.board_names)
    wanted = request.args.getlist("fraga")
    chosen = [one.of_boards(boards) for one in results.questions if one.question.id in wanted]
    if not chosen:
        return {}
    area_names = {area.id: area.name for area in results.areas}
    answers = [answer.answer_id for one in chosen for answer in one.answers]
    questions = [one.question.id for one in chosen]
    return {
        "title": " och ".join(dict.fromkeys(area_names[one.question.area] for one in chosen)),
        "severity": str(worst(Severity(one.question.severity) for one in chosen)),
        "board": board if board in results.board_names else ALL_BOARDS,
        "seen": seen_text(chosen, board_names=results.board_names, kind=round_.kind),
        "norm": operations.norm_of(visit.session, round_=round_, question_ids=questions, answer_ids=answers),
        "questions": questions,
        "answers": answers,
    }


def _of_fact(visit: Visit[Round], results: Results, fact: str) -> dict[str, Any]:
    found = operations.disagreements(visit.session, round_=visit.record, results=results)
    of_fact = [one for one in found if one.attribute_id == fact]
    if not of_fact:
        return {}
    boards = {one.board_id for one in of_fact}
    return {
        "title": f"Registret och akten säger olika: {of_fact[0].label}",
        "severity": str(Severity.MINOR),
        "board": boards.pop() if len(boards) == 1 and len(results.board_names) > 1 else ALL_BOARDS,
        "seen": disagreement_text(
            of_fact, signed=results.signed_by_board, board_names=results.board_names, kind=visit.record.kind
        ),
        "attribute": fact,
    }
