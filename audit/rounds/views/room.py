"""The room's one blueprint, and what its pages share."""

from flask import Blueprint, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from audit.accounts.rules import Role
from audit.rounds import operations, rules
from audit.rounds.operations import SeenRound
from audit.rounds.rules import Stage, StageError, Target
from audit.web import errors, transactions
from audit.wording import UNITS

rounds = Blueprint("rounds", __name__)
READERS = (Role.COORDINATOR, Role.READER)
SEERS = (*READERS, Role.REVIEWER)
OFF_PAPER = Markup('<span class="no-print">{}</span><span class="print-only">(skrivs inte ut)</span>')


@rounds.app_template_global()
def units_words(kind: str) -> tuple[str, str]:
    """What one and several units of a round are called: (»akt«, »akter«)."""
    return UNITS[kind]


@rounds.app_template_filter()
def off_paper(unit_id: str) -> str:
    """A drawn unit's id in a list: that of a person with protected identity stands on the screen and isn't printed."""
    if "off_paper" not in g:
        g.off_paper = operations.protected_ids(transactions.session(write=False))
    if unit_id not in g.off_paper:
        return unit_id
    return OFF_PAPER.format(unit_id)


@rounds.app_template_global()
def in_period(kind: str) -> str:
    """What puts a unit into the reviewed period: »med beslut«, »som betalades«, »efter dödsfall«."""
    return {"arenden": "med beslut", "utbetalningar": "som betalades", "boutredningar": "efter dödsfall"}[kind]


@rounds.app_template_global()
def targeted(target: Target) -> str:
    """What a targeted sample is called where its units stand among others; empty for a board's own."""
    return "" if target is Target.BOARD else rules.TARGET_NAMES[target]


@rounds.context_processor
def words() -> dict[str, object]:
    return {
        "stages": Stage,
        "where_it_stands": where_it_stands,
        "has_page": has_page,
        "retrieval_names": rules.RETRIEVAL_NAMES,
        "standing_names": rules.STANDING_NAMES,
        "reason_name": rules.reason_name,
        "krona_rules": rules.KRONA_RULES,
        "krona_facts": rules.krona_facts,
        "krona_hits": rules.krona_hits,
        "kind_names": rules.KIND_NAMES,
        "drawing_names": rules.DRAWING_NAMES,
        "drawing_means": rules.DRAWING_MEANS,
        "target_names": rules.TARGET_NAMES,
        "criteria": rules.CRITERIA,
        "planned_targets": rules.PLANNED,
    }


def where_it_stands(seen: SeenRound) -> str:
    return rules.standing_words(seen.stage, unframed=[item.board for item in seen.unframed])


def has_page(endpoint: str) -> bool:
    """Whether the house has the page: rounds know nothing of the rooms above them."""
    return endpoint in current_app.view_functions


@rounds.app_errorhandler(StageError)
def refused(error: StageError) -> ResponseReturnValue:
    """The round is past what was asked for, or not ready for it: often because somebody else was faster.

    Every room that works with a round may run into it.
    """
    round_id = (request.view_args or {}).get("round_id")
    return render_template("rounds/refused.html", words=str(error), texts=errors.not_kept(), round_id=round_id), 409
