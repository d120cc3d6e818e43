"""An erasure from proposal to proof: the same pages for boards and for the installation, each behind its own role."""

import io

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.retention import operations
from audit.retention.forms import ApproveForm, ProposeForm, TurnDownForm
from audit.retention.models import ErasureState
from audit.retention.operations import RefusedError, SeenErasure, Wish
from audit.retention.rules import kind_of
from audit.retention.views.room import BOTH, address_of, retention
from audit.web import transactions


@retention.post("/gallring/foresla")
@access(*BOTH)
def propose(visit: Visit[bool]) -> ResponseReturnValue:
    form = ProposeForm()
    kind = kind_of(form.kind.data or "")
    numbers = [_number(field.data) for field in (form.board_id, form.of_id)]
    if not form.validate_on_submit() or kind is None or None in numbers:
        abort(409)
    wish = Wish(kind.id, numbers[0] or None, numbers[1] or 0)
    try:
        operations.propose(visit.session, stamp=visit.stamp, scope=visit.scope, wish=wish)
    except RefusedError as error:
        flash(str(error), "wrong")
    else:
        flash("Förslaget är lagt. Någon annan med samma roll ska godkänna det.", "done")
    return redirect(url_for("retention.overview"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


@retention.get("/gallring/<int:erasure_id>")
@access(Role.COORDINATOR, load=operations.erasure_seen)
def erasure(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _page(visit)


@retention.post("/gallring/<int:erasure_id>/godkann")
@access(Role.COORDINATOR, load=operations.erasure_seen)
def approve(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _approved(visit)


@retention.post("/gallring/<int:erasure_id>/avsla")
@access(Role.COORDINATOR, load=operations.erasure_seen)
def turn_down(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _turned_down(visit)


@retention.get("/gallring/<int:erasure_id>/bevis.json")
@access(Role.COORDINATOR, load=operations.erasure_seen)
def proof(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _proof(visit)


@retention.get("/gallring/installationen/<int:house_erasure_id>")
@access(Role.ADMINISTRATOR, load=operations.house_erasure_seen)
def house_erasure(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _page(visit)


@retention.post("/gallring/installationen/<int:house_erasure_id>/godkann")
@access(Role.ADMINISTRATOR, load=operations.house_erasure_seen)
def house_approve(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _approved(visit)


@retention.post("/gallring/installationen/<int:house_erasure_id>/avsla")
@access(Role.ADMINISTRATOR, load=operations.house_erasure_seen)
def house_turn_down(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _turned_down(visit)


@retention.get("/gallring/installationen/<int:house_erasure_id>/bevis.json")
@access(Role.ADMINISTRATOR, load=operations.house_erasure_seen)
def house_proof(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    return _proof(visit)


# ---- The same for both ----------------------------------------------------------------------------------------------


def _page(visit: Visit[SeenErasure], form: TurnDownForm | None = None) -> str:
    seen = visit.record
    return render_template(
        "retention/erasure.html",
        seen=seen,
        erasure=seen.erasure,
        approval=ApproveForm(formdata=None),
        form=form or TurnDownForm(formdata=None),
        is_own=seen.erasure.proposed_by == visit.scope.account_id,
        engine="SQLite" if transactions.database().is_sqlite else "PostgreSQL",
    )


def _approved(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    seen, address = visit.record, address_of(visit.record)
    if not ApproveForm().validate_on_submit():
        abort(409)
    try:
        operations.approve(
            visit.session, stamp=visit.stamp, seen=seen, settings=transactions.settings(), location=address
        )
    except RefusedError as error:
        flash(str(error), "wrong")
    else:
        flash("Gallrat. Beviset finns på sidan. Databasens filer rensas nu.", "done")
    return redirect(address)


def _turned_down(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    form = TurnDownForm()
    if not form.validate_on_submit():
        return _page(visit, form), 422
    try:
        operations.turn_down(visit.session, stamp=visit.stamp, seen=visit.record, reason=str(form.reason.data))
    except RefusedError as error:
        flash(str(error), "wrong")
        return redirect(address_of(visit.record))
    flash("Förslaget är avslaget. Inget är gallrat.", "done")
    return redirect(url_for("retention.overview"))


def _proof(visit: Visit[SeenErasure]) -> ResponseReturnValue:
    kept = visit.record.erasure
    if kept.state is not ErasureState.DONE:
        return redirect(address_of(visit.record))
    content = io.BytesIO(kept.proof.encode())
    name = f"gallringsbevis-{visit.record.id}.json"
    return send_file(content, mimetype="application/json", as_attachment=True, download_name=name)
