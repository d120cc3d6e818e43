"""The seed's ceremony: how far it has come, and the page on which a board's representative enters her part."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.clock import swedish_day
from audit.rounds import operations
from audit.rounds.forms import DrawForm
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.forms_seed import SeedPartForm, seed_part_form
from audit.rounds.operations import SeedPlace, SeenRound
from audit.rounds.rules import Change, InputError, Stage, joined, require
from audit.rounds.views.room import SEERS, rounds


@rounds.get("/omgangar/<int:round_id>/fro")
@access(*SEERS, load=operations.see_round)
def seed(visit: Visit[SeenRound]) -> ResponseReturnValue:
    if visit.record.stage is not Stage.READY:
        require(Change.SEED, visit.record.stage)
    return seed_page(visit, DrawForm())


def seed_page(visit: Visit[SeenRound], form: DrawForm) -> str:
    seen, session = visit.record, visit.session
    return render_template(
        "rounds/seed.html",
        seen=seen,
        form=form,
        states=operations.part_states(session, seen, visit.scope.account_id),
        told=operations.seed_parts(session, seen.round_, seen.board_ids),
        joined=joined(part.value for part in operations.seed_parts(session, seen.round_)),
    )


@rounds.get("/omgangar/<int:round_id>/fro/<int:board_id>")
@access(*SEERS, load=operations.seed_place)
def seed_part(visit: Visit[SeedPlace]) -> ResponseReturnValue:
    require(Change.SEED, visit.record.seen.stage)
    return _part_page(visit, seed_part_form(visit.record))


@rounds.post("/omgangar/<int:round_id>/fro/<int:board_id>")
@access(*SEERS, load=operations.seed_place)
def give_seed_part(visit: Visit[SeedPlace]) -> ResponseReturnValue:
    seen, item, form = visit.record.seen, visit.record.item, SeedPartForm()
    require(Change.SEED, seen.stage)
    if form.validate_on_submit():
        try:
            last = operations.give_seed_part(
                visit.session,
                stamp=visit.stamp,
                round_=seen.round_,
                board_id=item.part.board_id,
                value=form.value.data or "",
                source=form.seed_source,
            )
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash(f"Delen för {item.board} är inne.{' Fröet är klart.' if last else ''}", "done")
            return redirect(url_for("rounds.seed", round_id=seen.id))
    return _part_page(visit, form), 422


def _part_page(visit: Visit[SeedPlace], form: SeedPartForm) -> str:
    place = visit.record
    frozen = [swedish_day(item.frame.frozen_at) for item in place.seen.parts if item.frame]
    return render_template(
        "rounds/seed_part.html",
        seen=place.seen,
        item=place.item,
        own=place.own,
        form=form,
        frozen_on=max(frozen),
        fixed_on=swedish_day(place.seen.round_.sizes_fixed_at or visit.stamp.at),
    )
