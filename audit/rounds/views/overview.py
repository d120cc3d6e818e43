"""The list of rounds, and one round's own page: its facts, how far each board has come, and what is asked next."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role, Scope
from audit.checklists import operations as checklists
from audit.rounds import operations
from audit.rounds.operations import SeenRound
from audit.rounds.rules import Change, Stage, may
from audit.rounds.views.planning_help import shown_help
from audit.rounds.views.room import READERS, SEERS, has_page, rounds
from audit.wording import UNITS

DISTRIBUTION = "reviews.distribution"


@rounds.get("/omgangar")
@access(*SEERS)
def rounds_list(visit: Visit[bool]) -> ResponseReturnValue:
    return render_template(
        "rounds/list.html",
        found=operations.rounds_seen(visit.session, visit.scope),
        may_plan=visit.scope.has(Role.COORDINATOR),
    )


@dataclass(frozen=True)
class NextStep:
    """What is asked of the reader now, and the one button for it (if there is anything that she can do)."""

    words: str
    label: str = ""
    address: str = ""


@rounds.get("/omgangar/<int:round_id>")
@access(*SEERS, load=operations.see_round)
def show(visit: Visit[SeenRound]) -> ResponseReturnValue:
    session, seen = visit.session, visit.record
    checklist = seen.round_.checklist
    return render_template(
        "rounds/show.html",
        seen=seen,
        round=seen.round_,
        draw=operations.draw_of(session, seen.id),
        fetched=operations.fetched(session, seen.id, seen.board_ids),
        reviewers=operations.reviewers(session, seen.id, seen.board_ids),
        guests=operations.guest_ids(session, seen.id),
        checklist=checklists.load(session, checklist) if checklist else None,
        focus=operations.focus_of(session, seen.round_),
        may_focus=seen.runs and may(Change.FOCUS, seen.stage),
        reads=visit.scope.has(*READERS),
        twice=operations.twice(session, board_ids=seen.board_ids, round_id=seen.id),
        next=next_step(seen, visit.scope),
        planning=shown_help(seen, request.args, operations.payables(session, seen.round_, seen.parts)),
    )


def next_step(seen: SeenRound, scope: Scope) -> NextStep:
    if seen.stage is Stage.REPLACED:
        return NextStep("Omgången är ersatt av en ny dragning. Den kan läsas men inte ändras.")
    if seen.stage is Stage.PAPER:
        return NextStep("Resultatet är hämtat ur ett dokument och visas i jämförelsen mellan åren.")
    if seen.stage is Stage.DRAWN:
        return _after_draw(seen, scope)
    if seen.stage is Stage.SEED:
        return NextStep(
            "Storlekarna är bestämda. Nu lämnar varje nämnds företrädare sin del av fröet, från ett eget konto.",
            "Till fröet",
            url_for("rounds.seed", round_id=seen.id),
        )
    if not seen.runs:
        return NextStep("Omgången förbereds. Urvalet dras av den som är samordnare för alla omgångens nämnder.")
    return _before_draw(seen)


def _before_draw(seen: SeenRound) -> NextStep:
    if seen.stage is Stage.FRAMES:
        item = seen.unframed[0]
        return NextStep(
            f"Varje nämnd behöver en fryst urvalsram. Ramen avgör vilka {UNITS[seen.round_.kind][1]} som kan dras.",
            f"Välj ram för {item.board}",
            url_for("rounds.choose_frame", round_id=seen.id, board_id=item.part.board_id),
        )
    if seen.stage is Stage.SIZES:
        return NextStep(
            "Alla nämnder har en ram. Nu bestäms för gott hur många som dras, innan någon känner fröet.",
            "Bestäm storlekarna",
            url_for("rounds.sizes", round_id=seen.id),
        )
    return NextStep(
        "Alla nämnders delar av fröet är inne. Nu kan urvalet dras.",
        "Se fröet och dra urvalet",
        url_for("rounds.seed", round_id=seen.id),
    )


def _after_draw(seen: SeenRound, scope: Scope) -> NextStep:
    retrieval, many = url_for("rounds.retrieval", round_id=seen.id), UNITS[seen.round_.kind][1]
    if not scope.has(*READERS):
        return NextStep(
            f"Urvalet är draget. Hämtlistan visar vilka {many} som ska tas fram.", "Öppna hämtlistan", retrieval
        )
    if seen.runs and has_page(DISTRIBUTION):
        return NextStep(
            f"Urvalet är draget. Skriv ut hämtlistan till arkivet, och fördela sedan {many}na mellan granskarna.",
            f"Fördela {many}na",
            url_for(DISTRIBUTION, round_id=seen.id),
        )
    protocol = url_for("rounds.protocol", round_id=seen.id)
    return NextStep("Urvalet är draget. Protokollet visar hur.", "Öppna urvalsprotokollet", protocol)
