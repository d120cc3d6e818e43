"""The overview of rules and of what is due, and the rule for one kind."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import boards
from audit.accounts.rules import Role
from audit.retention import operations
from audit.retention.forms import ProposeForm, rule_form
from audit.retention.operations import RulePlace
from audit.retention.views.room import BOTH, retention
from audit.rounds.forms_faults import faults_on


@retention.get("/gallring")
@access(*BOTH)
def overview(visit: Visit[bool]) -> ResponseReturnValue:
    scope, house = visit.scope, visit.scope.has(Role.ADMINISTRATOR)
    mine = boards(visit.session, scope.boards(Role.COORDINATOR))
    return render_template(
        "retention/overview.html",
        lines=operations.due_lines(visit.session, scope, visit.stamp.day),
        erasures=operations.erasures_of(visit.session, scope),
        boards=mine,
        house=house,
        rules=operations.rules_of(visit.session, [board.id for board in mine if board.id], house=house),
        form=ProposeForm(formdata=None),
    )


@retention.get("/gallring/regel/<int:board_id>/<kind>")
@access(Role.COORDINATOR, load=operations.rule_place)
def rule(visit: Visit[RulePlace]) -> ResponseReturnValue:
    return _page(visit)


@retention.post("/gallring/regel/<int:board_id>/<kind>")
@access(Role.COORDINATOR, load=operations.rule_place)
def rule_decided(visit: Visit[RulePlace]) -> ResponseReturnValue:
    return _decided(visit)


@retention.get("/gallring/installationen/regel/<house_kind>")
@access(Role.ADMINISTRATOR, load=operations.house_rule_place)
def house_rule(visit: Visit[RulePlace]) -> ResponseReturnValue:
    return _page(visit)


@retention.post("/gallring/installationen/regel/<house_kind>")
@access(Role.ADMINISTRATOR, load=operations.house_rule_place)
def house_rule_decided(visit: Visit[RulePlace]) -> ResponseReturnValue:
    return _decided(visit)


def _page(visit: Visit[RulePlace]) -> str:
    return render_template("retention/rule.html", of=visit.record, form=rule_form(visit.record, fresh=True))


def _decided(visit: Visit[RulePlace]) -> ResponseReturnValue:
    of, form = visit.record, rule_form(visit.record, fresh=False)
    if form.complete(visit.stamp.day):
        with faults_on(form):
            operations.decide(visit.session, stamp=visit.stamp, of=of, decision=form.decision, seen=form.version_seen)
            flash(f"Regeln för {of.kind.name.lower()} är sparad.", "done")
            return redirect(url_for("retention.overview"))
    form.seen.data = str(of.seen)
    return render_template("retention/rule.html", of=of, form=form), 422
