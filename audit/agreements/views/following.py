"""Reconciliations: budget, outcome and forecast, deficits with joint proposals, and surpluses shared."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.agreements import operations, rules
from audit.agreements.forms import ProposalForm, reconcile_form
from audit.agreements.operations import SeenProposal, Shortfall, Standing
from audit.agreements.rules import Period
from audit.agreements.views.room import READERS, agreements, page_of
from audit.rounds.forms_faults import faults_on

DROPPED = rules.ProposalStatus.DROPPED
PERIOD = "<any(T1,T2,VB):period>"


@agreements.get(f"/overenskommelser/<int:agreement_id>/avstamning/{PERIOD}")
@access(*READERS, load=operations.standing_seen)
def reconciliation(visit: Visit[Standing]) -> ResponseReturnValue:
    of = visit.record
    return page_of(
        visit,
        "agreements/reconciliation.html",
        of=of,
        agreed=of.agreed,
        totals={party.name: rules.totals(list(of.areas), party.name) for party in of.agreed.parties},
        holes=rules.holes(of.agreed.terms()),
        annual=of.period is Period.VB,
        own=rules.Key.DIRECT,
    )


@agreements.route(f"/overenskommelser/<int:agreement_id>/avstamning/{PERIOD}/siffror", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.standing_seen)
def state(visit: Visit[Standing]) -> ResponseReturnValue:
    of = visit.record
    if of.agreed.is_draft:
        abort(409)
    form = reconcile_form(of)
    if form.validate_on_submit():
        with faults_on(form):
            operations.state(
                visit.session,
                stamp=visit.stamp,
                agreed=of.agreed,
                period=of.period,
                lines=form.lines(),
                comment=form.comment.data or "",
            )
            flash("Avstämningen är sparad.", "done")
            return redirect(url_for("agreements.reconciliation", agreement_id=of.agreed.id, period=of.period))
    page = page_of(visit, "agreements/state.html", of=of, agreed=of.agreed, form=form, parts=_part_ids(of))
    return page, form.answered_with


@agreements.get(f"/overenskommelser/<int:agreement_id>/avstamning/{PERIOD}/ils")
@access(Role.COORDINATOR, load=operations.standing_seen)
def ils(visit: Visit[Standing]) -> ResponseReturnValue:
    """What each of one's own boards pastes into ILS."""
    of, mine = visit.record, visit.scope.boards(Role.COORDINATOR)
    still = {name: [one.what for one in some if one.status is not DROPPED] for name, some in of.proposals.items()}
    year = of.agreed.agreement.year
    materials = [
        rules.ils_material(of.areas, party=party.name, period=of.period, year=year, proposals=still)
        for party in of.agreed.parties
        if party.board_id in mine
    ]
    return page_of(
        visit, "agreements/ils.html", of=of, agreed=of.agreed, materials=materials, heads=rules.HEADS, short=rules.SHORT
    )


def _part_ids(of: Standing) -> dict[tuple[str, str], int | None]:
    """The part of each area and party, by their names."""
    names, areas = of.agreed.party_names(), {area.id: area.name for area in of.agreed.areas}
    return {(areas[area], names[party]): part.id for (area, party), part in of.agreed.parts.items()}


# ---- Joint proposals ------------------------------------------------------------------------------------------------


@agreements.route(f"/overenskommelser/omrade/<int:cost_area_id>/forslag/{PERIOD}", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.shortfall_seen)
def propose(visit: Visit[Shortfall]) -> ResponseReturnValue:
    of, area, form = visit.record.standing, visit.record.area, ProposalForm()
    if form.validate_on_submit():
        with faults_on(form):
            operations.propose(visit.session, stamp=visit.stamp, of=of, area_id=area.id or 0, plan=form.plan())
            flash("Förslaget är sparat.", "done")
            return redirect(url_for("agreements.reconciliation", agreement_id=of.agreed.id, period=of.period))
    page = page_of(visit, "agreements/proposal.html", form=form, agreed=of.agreed, period=of.period, area=area)
    return page, form.answered_with


@agreements.route("/overenskommelser/forslag/<int:proposal_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.proposal_seen)
def change_proposal(visit: Visit[SeenProposal]) -> ResponseReturnValue:
    seen = visit.record
    agreed, period = seen.agreed, seen.reconciliation.period
    form = ProposalForm(obj=seen.proposal)
    if form.validate_on_submit():
        operations.change_proposal(visit.session, stamp=visit.stamp, seen=seen, plan=form.plan())
        flash("Ändringen är sparad.", "done")
        return redirect(url_for("agreements.reconciliation", agreement_id=agreed.id, period=period))
    area = next(area for area in agreed.areas if area.id == seen.proposal.area_id)
    page = page_of(visit, "agreements/proposal.html", form=form, agreed=agreed, period=period, area=area)
    return page, form.answered_with
