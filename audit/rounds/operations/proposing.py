"""What a new round's plan is proposed to be, and how a planned round's plan reads now."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlmodel import Session

from audit.accounts.models import Account, Board
from audit.accounts.operations import accounts_with, boards, homes, known
from audit.accounts.rules import Role
from audit.checklists.operations import offered
from audit.registers.operations import extract_of, frames_for
from audit.registers.rules import RegisterKind
from audit.rounds import rules
from audit.rounds.operations.planning import RoundPlan
from audit.rounds.operations.reading import SeenRound, guest_ids, guests, reviewer_ids
from audit.rounds.rules import PartPlan, TargetPlan
from checklists import Checklist


def checklists(session: Session, board_ids: Iterable[int]) -> dict[str, Checklist]:
    """The checklists that a round of the boards can be made with, by name, the newest of each template first."""
    found = offered(session, board_ids)
    return {name: each for name, each in found.items() if each.template in rules.TEMPLATES.values()}


def boards_to_choose(
    session: Session, *, board_ids: Iterable[int], today: date, chosen: Collection[int] = ()
) -> list[Board]:
    """Those of the boards that still exist, or are chosen already."""
    return [
        board
        for board in boards(session, board_ids)
        if board.valid_to is None or board.valid_to >= today or board.id in chosen
    ]


def possible_reviewers(session: Session, board_ids: Iterable[int]) -> list[Account]:
    return accounts_with(session, role=Role.REVIEWER, board_ids=board_ids)


def possible_guests(session: Session, board_ids: Collection[int], *, today: date) -> list[tuple[Account, list[str]]]:
    """Those who review for other boards only with which all of these share their files, each with the boards' names."""
    own = {account.id for account in possible_reviewers(session, board_ids)}
    boards_of = homes(session, role=Role.REVIEWER)
    able = guests(session, board_ids, today=today)
    return [(account, boards_of[known(account.id)]) for account in able if account.id not in own]


def proposed_plan(session: Session, *, board_ids: Iterable[int], today: date) -> RoundPlan:
    """A plan to begin with: this year, all the boards, and the period of the newest frozen frame."""
    boards_now = [known(board.id) for board in boards_to_choose(session, board_ids=board_ids, today=today)]
    period = _newest_period(session, boards_now) or (date(today.year, 1, 1), date(today.year, 6, 30))
    usable = checklists(session, boards_now)
    return RoundPlan(
        name=f"Aktgranskning {today.year}",
        year=today.year,
        kind=RegisterKind.CASES,
        period_from=period[0],
        period_to=period[1],
        checklist=next(name for name, each in usable.items() if each.template == rules.TEMPLATES[RegisterKind.CASES]),
        parts=tuple(PartPlan(board_id) for board_id in boards_now),
    )


def _newest_period(session: Session, board_ids: list[int]) -> tuple[date, date] | None:
    frames = frames_for(session, kind=RegisterKind.CASES, board_ids=board_ids)
    if not frames:
        return None
    extract = extract_of(session, frames[0])
    return extract.period_from, extract.period_to


def plan_of_round(session: Session, seen: SeenRound) -> RoundPlan:
    """The round's plan as it stands."""
    round_ = seen.round_
    return RoundPlan(
        name=round_.name,
        year=round_.year,
        kind=round_.kind,
        period_from=round_.period_from or date.min,
        period_to=round_.period_to or date.min,
        checklist=round_.checklist or "",
        areas=tuple(round_.areas),
        parts=tuple(PartPlan(item.part.board_id, item.part.size, item.part.reserves) for item in seen.parts),
        reviewer_ids=tuple(reviewer_ids(session, seen.id) - guest_ids(session, seen.id)),
        invented=round_.invented,
        leave_out_years=round_.leave_out_years,
        targets=tuple(TargetPlan(row.target, row.board_id, row.size, row.reserves) for row in seen.targets),
        drawing=round_.drawing,
    )
