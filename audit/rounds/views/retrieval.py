"""The files themselves: the archive's list, where each file is, and its replacement by the next reserve."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.database import Session
from audit.rounds import operations
from audit.rounds.forms import ReplaceForm, RetrievalForm, retrieval_form
from audit.rounds.models import SampleUnit
from audit.rounds.operations import BoardPart, Fetched, RunUnit, SeenRound
from audit.rounds.operations.printing import RETRIEVAL_LIST, note_list_viewed
from audit.rounds.rules import REASON_NAMES, RETRIEVAL_NAMES, Change, Target, require
from audit.rounds.views.room import SEERS, rounds
from audit.web.formats import counted
from audit.wording import UNITS

TICKERS = (Role.COORDINATOR, Role.REVIEWER)


@rounds.get("/omgangar/<int:round_id>/hamtlista")
@access(*SEERS, load=operations.see_round, writes=True)
def retrieval(visit: Visit[SeenRound]) -> ResponseReturnValue:
    return _list_page(visit, None)


@rounds.post("/omgangar/<int:round_id>/hamtlista")
@access(*TICKERS, load=operations.see_round)
def retrieved(visit: Visit[SeenRound]) -> ResponseReturnValue:
    seen = visit.record
    require(Change.SAMPLE, seen.stage)
    units = operations.sample(visit.session, seen.id, seen.board_ids, None)
    form = retrieval_form(units)
    if not form.validate_on_submit():
        return _list_page(visit, form), 422
    chosen = [unit for unit in units if unit.id in (form.units.data or ())]
    operations.set_retrieval(visit.session, stamp=visit.stamp, units=chosen, retrieval=form.retrieval.data)
    how_many = counted(len(chosen), *UNITS[seen.round_.kind])
    flash(f"{how_many}: {RETRIEVAL_NAMES[form.retrieval.data].lower()}.", "done")
    return redirect(url_for("rounds.retrieval", round_id=seen.id))


@dataclass(frozen=True)
class FileGroup:
    """One heading of the list: a board's own sample, or a targeted one beside it."""

    target: Target
    item: BoardPart
    units: list[SampleUnit]
    files: Fetched


def _list_page(visit: Visit[SeenRound], form: RetrievalForm | None) -> str:
    session, seen = visit.session, visit.record
    units = operations.sample(session, seen.id, seen.board_ids, None)
    note_list_viewed(session, stamp=visit.stamp, seen=seen, page=RETRIEVAL_LIST, units=len(units))
    ticks = operations.handled_boards(session, visit.scope, seen.id)
    return render_template(
        "rounds/retrieval.html",
        seen=seen,
        round=seen.round_,
        draw=operations.draw_of(session, seen.id),
        groups=_groups(session, seen, units),
        places={unit.id: unit.position for unit in units},
        by_krona=operations.by_krona(seen.round_),
        protected=operations.protected(session, units),
        ticks=ticks,
        form=form or retrieval_form(unit for unit in units if unit.board_id in ticks),
    )


def _groups(session: Session, seen: SeenRound, units: list[SampleUnit]) -> list[FileGroup]:
    groups = []
    for target in Target:
        fetched = operations.fetched(session, seen.id, seen.board_ids, target)
        for item in seen.parts:
            board = item.part.board_id
            of_group = [unit for unit in units if unit.board_id == board and unit.target is target]
            if of_group:
                groups.append(FileGroup(target, item, of_group, fetched.get(board, Fetched(0, 0, 0))))
    return groups


@rounds.get("/omgangar/<int:round_id>/ersatt/<int:unit_id>")
@access(Role.COORDINATOR, load=operations.run_unit)
def replacing(visit: Visit[RunUnit]) -> ResponseReturnValue:
    return _replace_page(visit, _replace_form(visit.record))


@rounds.post("/omgangar/<int:round_id>/ersatt/<int:unit_id>")
@access(Role.COORDINATOR, load=operations.run_unit)
def replace(visit: Visit[RunUnit]) -> ResponseReturnValue:
    seen, unit = visit.record.seen, visit.record.unit
    form = _replace_form(visit.record)
    if not form.validate_on_submit():
        return _replace_page(visit, form), 422
    if operations.sets_aside(visit.session, unit):
        operations.set_aside(visit.session, stamp=visit.stamp, unit=unit, reason=form.reason.data)
        flash(f"{unit.unit_id} är lagd åt sidan. Den räknas som helt fel i den övre gränsen.", "done")
        return redirect(url_for("rounds.retrieval", round_id=seen.id))
    reserve = operations.replace_unit(visit.session, stamp=visit.stamp, unit=unit, reason=form.reason.data)
    flash(f"{unit.unit_id} är ersatt av {reserve.unit_id}, nästa reserv.", "done")
    return redirect(url_for("rounds.retrieval", round_id=seen.id))


def _replace_form(of: RunUnit) -> ReplaceForm:
    form = ReplaceForm()
    form.reason.choices = {reason.value: name for reason, name in REASON_NAMES[of.seen.round_.kind].items()}
    return form


def _replace_page(visit: Visit[RunUnit], form: ReplaceForm) -> str:
    record = visit.record
    operations.require_replaceable(record.unit)
    aside = operations.sets_aside(visit.session, record.unit)
    form.reason.label.text = "Varför kan den inte granskas?" if aside else form.reason.label.text
    return render_template(
        "rounds/set_aside.html" if aside else "rounds/replace.html",
        seen=record.seen,
        unit=record.unit,
        board=record.board,
        reserve=operations.next_reserve(visit.session, record.unit),
        form=form,
    )
