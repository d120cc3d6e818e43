"""A result's hits: the list, one hit to judge, files to take along, and the hits as a stratum."""

import io

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role, Scope
from audit.controls import operations
from audit.controls.forms import JudgeForm, StratumForm
from audit.controls.operations import CollisionError, OpenHit, SeenResult, StratumError
from audit.controls.rules import Verdict
from audit.controls.views.room import JUDGES, controls
from audit.web.formats import counted

A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@controls.get("/kontroller/resultat/<int:result_id>")
@access(*JUDGES, load=operations.result_seen, writes=True)
def result(visit: Visit[SeenResult]) -> ResponseReturnValue:
    of, hits = visit.record, operations.hits_of(visit.session, visit.record.id)
    only_open = request.args.get("visa") == "obedomda"
    shown = [hit for hit in hits if not hit.standing] if only_open else hits
    pages = max(1, -(-len(shown) // A_PAGE))
    page = min(max(request.args.get("sida", 1, type=int), 1), pages)
    on_page = shown[(page - 1) * A_PAGE : page * A_PAGE]
    operations.note_hits_viewed(visit.session, stamp=visit.stamp, of=of, hits=on_page)
    return render_template(
        "controls/result.html",
        of=of,
        hits=on_page,
        found=len(shown),
        tally=operations.tally(hits),
        only_open=only_open,
        page=page,
        pages=pages,
        first_open=operations.next_open(hits, after=0, protected=_may_draw(visit.scope, of)),
        strata=operations.strata(visit.session, visit.scope.boards(), result_id=of.id),
        stratum_form=StratumForm(formdata=None),
        may_draw=_may_draw(visit.scope, of),
    )


@controls.get("/kontroller/resultat/<int:result_id>/traffar.csv")
@access(*JUDGES, load=operations.result_seen, writes=True)
def download_csv(visit: Visit[SeenResult]) -> ResponseReturnValue:
    content = operations.csv(visit.session, stamp=visit.stamp, of=visit.record)
    return send_file(io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name="traffar.csv")


@controls.get("/kontroller/resultat/<int:result_id>/traffar.xlsx")
@access(*JUDGES, load=operations.result_seen, writes=True)
def download_workbook(visit: Visit[SeenResult]) -> ResponseReturnValue:
    content = operations.workbook(visit.session, stamp=visit.stamp, of=visit.record)
    return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name="traffar.xlsx")


@controls.post("/kontroller/resultat/<int:result_id>/stratum")
@access(Role.COORDINATOR, load=operations.result_seen)
def make_stratum(visit: Visit[SeenResult]) -> ResponseReturnValue:
    if not StratumForm().validate_on_submit():
        abort(409)
    try:
        stratum = operations.make_stratum(visit.session, stamp=visit.stamp, of=visit.record)
    except StratumError as error:
        flash(str(error), "wrong")
    else:
        laid = counted(len(stratum.unit_ids), "träff är lagd", "träffar är lagda")
        flash(f"{laid} i ett stratum. Välj det i omgången där det ska dras.", "done")
    return redirect(url_for("controls.result", result_id=visit.record.id))


# ---- One hit ------------------------------------------------------------------------------------------------------


@controls.get("/kontroller/traff/<int:hit_id>")
@access(*JUDGES, load=operations.hit_seen, writes=True)
def hit(visit: Visit[OpenHit]) -> ResponseReturnValue:
    operations.note_hit_viewed(visit.session, stamp=visit.stamp, opened=visit.record)
    return _page(visit.record, JudgeForm(formdata=None, seen=str(visit.record.hit.seen)))


@controls.post("/kontroller/traff/<int:hit_id>")
@access(*JUDGES, load=operations.hit_seen)
def judge(visit: Visit[OpenHit]) -> ResponseReturnValue:
    opened, form = visit.record, JudgeForm()
    if not form.complete():
        return _page(opened, form), 422
    try:
        operations.judge(
            visit.session,
            stamp=visit.stamp,
            opened=opened,
            verdict=Verdict(form.verdict.data),
            note=str(form.note.data or ""),
            seen=form.base,
        )
    except CollisionError as error:
        form.seen.data = str(opened.hit.seen)
        form.verdict.errors = [str(error)]
        return _page(opened, form), 422
    flash("Bedömningen är sparad.", "done")
    hits, protected = operations.hits_of(visit.session, opened.of.id), _may_draw(visit.scope, opened.of)
    following = operations.next_open(hits, after=opened.hit.id, protected=protected)
    if following is None:
        return redirect(url_for("controls.result", result_id=opened.of.id))
    return redirect(url_for("controls.hit", hit_id=following))


def _page(opened: OpenHit, form: JudgeForm) -> str:
    return render_template("controls/hit.html", of=opened.of, hit=opened.hit, form=form)


def _may_draw(scope: Scope, of: SeenResult) -> bool:
    """Whether one runs the board's reviews: then one may draw from the hits, and see those of protected persons."""
    return of.result.board_id in scope.boards(Role.COORDINATOR)
