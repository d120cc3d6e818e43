"""The room's one blueprint, and what its pages share."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint

from audit.accounts.access import Visit
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.operations import Finding, Results
from audit.findings.rules import (
    CAUSE_NAMES,
    RULED,
    SEVERITY_NAMES,
    STANCE_NAMES,
    Cause,
    DeviatingAnswer,
    QuestionResult,
    Ruling,
    Stance,
)
from audit.rounds.models import Round
from audit.wording import (
    UNITS,
    by_amount_explained,
    count_of,
    deviations_in,
    kronor,
    limits_explained,
    limits_of,
    money_explained,
    within,
)

findings = Blueprint("findings", __name__)
READERS = (Role.COORDINATOR, Role.READER)

findings.add_app_template_global(count_of)
findings.add_app_template_global(deviations_in)
findings.add_app_template_global(limits_of)
findings.add_app_template_global(within)
findings.add_app_template_global(limits_explained)
findings.add_app_template_global(kronor)
findings.add_app_template_global(by_amount_explained)
findings.add_app_template_global(money_explained)


@findings.app_template_global()
def cause_name(cause: str) -> str:
    return CAUSE_NAMES[Cause(cause)]


@findings.app_template_global()
def stance_name(stance: str) -> str:
    return STANCE_NAMES[Stance(stance)]


@findings.app_template_global()
def ruled_name(ruling: str) -> str:
    return RULED[Ruling(ruling)]


def round_page(visit: Visit[Any], round_: Round) -> dict[str, object]:
    """What every page of a round in this room needs."""
    return {
        "round": round_,
        "unit": UNITS[round_.kind],
        "severities": SEVERITY_NAMES,
        "may_write": operations.may_run(visit.session, visit.scope, round_),
        # Single answers are the coordinator's, for her own boards; others see compilations.
        "answers_of": visit.scope.boards(Role.COORDINATOR),
    }


def linked(results: Results, finding: Finding, board_ids: Iterable[int]) -> list[QuestionResult]:
    """The results of the questions that a finding rests on, for those boards only."""
    boards = set(board_ids)
    return [one.of_boards(boards) for one in results.questions if one.question.id in finding.question_ids]


def note_answers(visit: Visit[Any], round_: Round, page: str, answers: Iterable[DeviatingAnswer]) -> None:
    """Note whose answers a page shows. A reader's or a unit head's page shows none."""
    shown = [answer for answer in answers if answer.board_id in visit.scope.boards(Role.COORDINATOR)]
    operations.note_answers_viewed(visit.session, stamp=visit.stamp, round_=round_, page=page, answers=shown)
