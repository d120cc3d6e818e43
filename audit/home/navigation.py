"""The way around: the main menu and the stepper, each showing only doors that the person may open."""

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, current_app, g, render_template, request, url_for
from markupsafe import Markup

from audit.accounts import signed_in
from audit.accounts.access import Access
from audit.accounts.rules import Scope
from audit.home import operations
from audit.home.rules import RoundFacts, Standing, State, Step, standings
from audit.plans import operations as plans
from audit.plans.operations.reading import all_areas
from audit.plans.rules import ASSESSMENT_NAMES
from audit.plans.views.room import ASSESSMENT_LOOKS
from audit.rounds.models import Round
from audit.web import transactions

MENU = (
    ("Start", "home.start"),
    ("Min granskning", "reviews.mine"),
    ("Brådskande", "reviews.urgent"),
    ("Kommunicering", "findings.shared"),
    ("Rapporter", "reports.published_reports"),
    ("Omgångar", "rounds.rounds_list"),
    ("Jämförelse", "comparison.overview"),
    ("Förbättringsområden", "improvements.areas"),
    ("Intern kontroll", "plans.overview"),
    ("Maskinella kontroller", "controls.overview"),
    ("Registerutdrag", "registers.extracts"),
    ("Mallar", "checklists.all_checklists"),
    ("Överenskommelser", "agreements.all_agreements"),
    ("Delningar", "accounts.sharings"),
    ("Mål och indikatorer", "indicators.all_documents"),
    ("Gallring", "retention.overview"),
    ("Journal", "access_checks.journal"),
    ("Loggkontroll", "access_checks.all_checks"),
    ("Konton", "accounts.accounts_list"),
    ("Nämnder", "accounts.boards_list"),
    ("Inställningar", "accounts.settings"),
    ("Drift", "home.running"),
)
# As many as stand on one line of a laptop; whoever may open more finds the rest folded under the last of them.
ON_ONE_LINE = 7
STEP_PAGES = {
    Step.REGISTER: "rounds.show",
    Step.SAMPLE: "rounds.protocol",
    Step.REVIEW: "reviews.overview",
    Step.OBSERVATIONS: "findings.overview",
    Step.COMMUNICATION: "findings.communication",
    Step.REPORT: "reports.show",
    Step.FOLLOW_UP: "improvements.carried",
}


@dataclass(frozen=True)
class Door:
    label: str
    address: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """The doors that stand in the menu, and those that are folded in behind »Mer«."""

    first: list[Door]
    more: list[Door]

    @property
    def in_more(self) -> bool:
        """Whether this page belongs to one of the folded doors."""
        return any(door.current for door in self.more)


@dataclass(frozen=True)
class StepDoor:
    standing: Standing
    address: str | None
    current: bool


# A round's page that a later room makes, because it knows the improvement areas.
OF_A_ROUND = dict.fromkeys(("comparison.focus", "comparison.choose_focus"), "rounds.focus")


def may_open(scope: Scope, endpoint: str) -> bool:
    access = cast(dict[str, Access], current_app.extensions["stickprov_access"]).get(endpoint)
    return access is not None and (not access.roles or scope.has(*access.roles))


def menu(scope: Scope) -> Menu:
    """The doors for these roles on this page; they are the same for everybody who has them, and kept."""
    kept: dict[object, Menu] = current_app.extensions.setdefault("stickprov_menus", {})
    key = (scope.roles, request.endpoint, request.script_root)
    if key not in kept:
        kept[key] = _menu(scope)
    return kept[key]


def _menu(scope: Scope) -> Menu:
    here = OF_A_ROUND.get(request.endpoint or "", request.endpoint or "")
    open_ones = [(label, endpoint) for label, endpoint in MENU if may_open(scope, endpoint)]
    shown = [endpoint for _, endpoint in open_ones]
    doors = [
        Door(label, url_for(endpoint), here == endpoint or _same_room(here, endpoint, shown))
        for label, endpoint in open_ones
    ]
    fits = len(doors) if len(doors) <= ON_ONE_LINE else ON_ONE_LINE - 1
    return Menu(doors[:fits], doors[fits:])


def _same_room(here: str, endpoint: str, shown: list[str]) -> bool:
    """A page belongs to the menu's entry of its room; where a room has two entries, only the page itself counts."""
    room = endpoint.partition(".")[0]
    alone = sum(1 for other in shown if other.startswith(f"{room}.")) == 1
    return endpoint not in {"home.start", "accounts.sharings"} and alone and here.startswith(f"{room}.")


def round_steps(round_id: int) -> Markup:
    """The stepper of a round, drawn at the top of each of its pages."""
    scope = signed_in.scope()
    if scope is None:
        return Markup("")
    facts = _facts(scope, round_id)
    doors = [_step_door(scope, standing, round_id) for standing in standings(facts)]
    return Markup(render_template("home/steps.html", doors=doors))  # noqa: S704 - a template of our own, escaped


def _facts(scope: Scope, round_id: int) -> RoundFacts:
    """What can be counted of the round: once a page, however many places of it ask."""
    kept: dict[int, RoundFacts] = g.setdefault("round_facts", {})
    if round_id not in kept:
        session = transactions.session(write=False)
        kept[round_id] = operations.round_facts(session, round_id=round_id, board_ids=scope.boards())
    return kept[round_id]


# What a round asks for at each step once it is drawn: the page, and the words on the button.
ONWARD = {
    Step.REVIEW: ("reviews.overview", "Följ granskningen"),
    Step.OBSERVATIONS: ("findings.overview", "Skriv iakttagelser"),
    Step.COMMUNICATION: ("findings.communication", "Tala med enheten"),
    Step.REPORT: ("reports.show", "Skriv rapporten"),
    Step.FOLLOW_UP: ("improvements.carried", "Bedöm förbättringsområdena"),
}


def round_onward(round_id: int) -> Markup:
    """What a round that is under review asks for next, with one button; nothing before its review has begun."""
    scope = signed_in.scope()
    if scope is None:
        return Markup("")
    facts = _facts(scope, round_id)
    if not facts.reviews:
        return Markup("")
    now = next((standing for standing in standings(facts) if standing.state is State.NOW), None)
    door = onward(scope, now, round_id) if now else None
    return Markup(render_template("home/onward.html", now=now, door=door))  # noqa: S704 - a template of our own, escaped


def onward(scope: Scope, now: Standing, round_id: int) -> Door | None:
    """The door to what is asked for now, if the person may open it."""
    endpoint, label = ONWARD.get(now.step, ("rounds.show", "Fortsätt"))
    return Door(label, url_for(endpoint, round_id=round_id), False) if may_open(scope, endpoint) else None


def _step_door(scope: Scope, standing: Standing, round_id: int) -> StepDoor:
    endpoint = STEP_PAGES[standing.step]
    address = url_for(endpoint, round_id=round_id) if may_open(scope, endpoint) else None
    return StepDoor(standing, address, request.endpoint == endpoint)


def round_controls(round_: Round) -> Markup:
    """Which controls of the boards' internal control plans a round is, with how each was judged last."""
    scope = signed_in.scope()
    if scope is None or not may_open(scope, "plans.plan"):
        return Markup("")
    found = plans.controls_of_round(transactions.session(write=False), scope, round_)
    page = render_template(
        "home/round_controls.html", found=found, names=ASSESSMENT_NAMES, looks=ASSESSMENT_LOOKS, areas=all_areas()
    )
    return Markup(page)  # noqa: S704 - a template of our own, escaped


def install(home: Blueprint) -> None:
    @home.app_context_processor
    def around() -> dict[str, object]:
        scope = signed_in.scope()
        return {
            "me": scope,
            "navigation": menu(scope) if scope else None,
            "demo": transactions.settings().demo,
            "round_steps": round_steps,
            "round_onward": round_onward,
            "round_controls": round_controls,
        }
