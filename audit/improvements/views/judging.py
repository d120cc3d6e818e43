"""Judging areas again: one area by what a round's sample says, and all those that a round carries."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.findings import operations as findings
from audit.improvements import operations
from audit.improvements.forms import FollowUpForm
from audit.improvements.operations import Area
from audit.improvements.views.room import READERS, improvements, page_of
from audit.rounds import operations as rounds
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.models import Round
from audit.rounds.rules import InputError
from audit.web import transactions

BETWEEN_ROUNDS = "ingen"

# ---- Following up -----------------------------------------------------------------------------------------------


@improvements.route("/forbattringsomraden/<int:area_id>/folj-upp", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.area_for_coordinator)
def follow_up(visit: Visit[Area]) -> ResponseReturnValue:
    """A judgement in the round that the address names (`omgang`), the newest if it names none."""
    area, session, minimum = visit.record, visit.session, transactions.settings().closing_minimum
    possible = operations.rounds_for(session, area=area)
    round_ = _named(possible)
    form = FollowUpForm(followed_on=visit.stamp.day)
    if form.validate_on_submit():
        try:
            judgement = form.judgement(round_.id if round_ else None)
            operations.follow_up(session, stamp=visit.stamp, area=area, judgement=judgement, minimum=minimum)
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Bedömningen är sparad.", "done")
            return redirect(_after(request.args.get("fran"), round_, area))
    sample = operations.sample_of(session, area=area, round_=round_) if round_ else None
    page = page_of(
        visit,
        "improvements/follow_up.html",
        form=form,
        area=area,
        rounds=possible,
        chosen=round_,
        sample=sample,
        questions=operations.question_texts(session, area.question_ids),
        lacks=operations.lacks_of(session, area=area, sample=sample, minimum=minimum),
        minimum=minimum,
        between=BETWEEN_ROUNDS,
    )
    return page, form.answered_with


def _named(possible: list[Round]) -> Round | None:
    wanted = request.args.get("omgang", "")
    if wanted == BETWEEN_ROUNDS:
        return None
    if not wanted:
        return possible[0] if possible else None
    return next((one for one in possible if str(one.id) == wanted), None) or abort(404)


def _after(came_from: str | None, round_: Round | None, area: Area) -> str:
    if came_from == "omgang" and round_:
        return url_for("improvements.carried", round_id=round_.id)
    return url_for("improvements.show", area_id=area.id)


# ---- A round's areas --------------------------------------------------------------------------------------------


@improvements.get("/forbattringsomraden/omgang/<int:round_id>")
@access(*READERS, load=rounds.round_for_reader)
def carried(visit: Visit[Round]) -> ResponseReturnValue:
    round_, session, boards = visit.record, visit.session, visit.scope.boards()
    found = operations.carried(session, round_=round_, board_ids=boards)
    return page_of(
        visit,
        "improvements/carried.html",
        round=round_,
        carried=found,
        questions=operations.question_texts(session, {one for item in found for one in item.area.question_ids}),
        left=sum(one.judgement is None for one in found),
        total=len(found),
        new=operations.new_in(session, round_=round_, board_ids=boards),
        observations=findings.observations(session, round_id=known(round_.id), board_ids=boards),
        board_names=findings.boards_of(session, round_id=known(round_.id), within=boards),
        writable={one.area.id for one in found if operations.may_write(visit.scope, one.area)},
        may_write=findings.may_run(session, visit.scope, round_),
    )
