"""Start: what waits for the person who has signed in, how far each round has come, and long work's progress."""

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from audit.access_checks import operations as access_checks
from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import ROLE_EXPLANATIONS, ROLE_NAMES, Role, Scope
from audit.agreements import operations as agreements
from audit.database import Session
from audit.home import navigation, operations
from audit.home.rules import Standing, State, standings
from audit.jobs import operations as jobs
from audit.jobs.models import Job, JobStatus
from audit.plans import operations as plans
from audit.reviews import operations as reviews
from audit.reviews.operations.flags import flags_waiting
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.web import transactions

home = Blueprint("home", __name__)
GIVERS = (Role.COORDINATOR, Role.REVIEWER, Role.READER)
navigation.install(home)


@home.get("/")
@access()
def start(visit: Visit[bool]) -> ResponseReturnValue:
    scope, session = visit.scope, visit.session
    today = visit.stamp.day
    progress = operations.rounds_under_way(session, scope=scope)
    seen = scope.boards(Role.COORDINATOR, Role.READER)
    newest_year = max((item.round_.year for item in progress), default=None)
    going_on = [item for item in progress if item.round_.year == newest_year or not item.finished]
    asks = [_ask(visit, item.round_, seen) for item in progress if item.round_.year == newest_year]
    return render_template(
        "home/start.html",
        scope=scope,
        roles=Role,
        role_names=ROLE_NAMES,
        explanations=ROLE_EXPLANATIONS,
        progress=going_on,
        asks=[ask for ask in asks if ask],
        waiting=operations.waiting(session, scope=scope, today=today),
        late=operations.lateness(session, scope=scope, today=today),
        own_reviews=operations.own_reviews(session, scope=scope),
        own_answers=operations.own_answers(session, scope=scope),
        turns=operations.turns(session, scope=scope),
        seeds=rounds.seed_parts_awaited(session, _representing(scope)),
        reviewing=reviews.waiting_in_reviews(session, scope=scope),
        flagging=flags_waiting(session, scope=scope),
        follow_ups=plans.follow_ups_due(session, scope=scope, today=today),
        plan_measures=plans.measures_late(session, board_ids=seen, today=today),
        meetings_due=agreements.meetings_due(session, scope=scope, today=today) if scope.has(Role.COORDINATOR) else [],
        checking=access_checks.waiting_checks(session, scope=scope, today=today),
        jobs=jobs.unfinished(session, owner_id=scope.account_id),
        running=operations.running_warnings(session, transactions.settings(), visit.stamp.at)
        if scope.has(Role.ADMINISTRATOR)
        else (),
    )


def _representing(scope: Scope) -> Scope:
    """The same person without the grants that let nobody give a part of a seed: the unit under review gives none."""
    return replace(scope, grants=frozenset(grant for grant in scope.grants if grant[0] in GIVERS))


@dataclass(frozen=True)
class Ask:
    """What one of this year's rounds asks of its coordinator."""

    round_: Round
    now: Standing
    door: navigation.Door | None


def _ask(visit: Visit[bool], round_: Round, boards: frozenset[int]) -> Ask | None:
    facts = operations.round_facts(visit.session, round_id=known(round_.id), board_ids=boards)
    now = next((standing for standing in standings(facts) if standing.state is State.NOW), None)
    return Ask(round_, now, navigation.onward(visit.scope, now, known(round_.id))) if now else None


def _own_job(session: Session, scope: Scope, job_id: int) -> Job | None:
    return jobs.job_of(session, owner_id=scope.account_id, job_id=job_id)


@home.get("/arbete/<int:job_id>")
@access(load=_own_job)
def job(visit: Visit[Job]) -> ResponseReturnValue:
    """How far a longer piece of work has come. The page asks again by itself, and can be left."""
    if visit.record.status is JobStatus.DONE:
        return redirect(visit.record.location)
    page = render_template("home/job.html", job=visit.record, failed=visit.record.status is JobStatus.FAILED)
    return page if visit.record.status is JobStatus.FAILED else (page, {"Refresh": "1"})
