"""What has become better or worse: changes between the two latest years that are established, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.operations import board_names
from audit.accounts.rules import Role, Scope
from audit.comparison import operations as comparison
from audit.comparison.rules import BoardChanges, Year
from audit.findings import operations as findings
from audit.wording import UNITS, changes_in_brief

RECENT = 4
"""So many of the latest years are looked at, for each board's last two with counts."""
KIND = next(iter(UNITS))


@dataclass(frozen=True)
class Turn:
    """A question whose deviation has become more or less common in a board, established."""

    question_id: str
    text: str
    said: str
    worse: bool


@dataclass(frozen=True)
class BoardTurns:
    """What is established for some boards, or in one line why nothing is; `preliminary` while files are reviewed."""

    boards: tuple[str, ...]
    turns: tuple[Turn, ...]
    said: str
    preliminary: bool


def turns(session: Session, *, scope: Scope) -> list[BoardTurns]:
    """What has become better or worse in the boards that the person coordinates, reads or heads.

    The head of a unit is told of a round only when something of it has been shared with her. Boards of which the same
    can be said stand together.
    """
    seen = scope.boards(Role.COORDINATOR, Role.READER)
    headed = scope.boards(Role.UNIT_HEAD) - seen
    found = _turns(session, seen, None)
    if headed:
        shared = {each.round_.id for each in findings.shared_with(session, board_ids=headed)}
        found += _turns(session, headed, {one for one in shared if one is not None})
    return _together(found)


def _turns(session: Session, board_ids: Collection[int], shared: set[int] | None) -> list[BoardTurns]:
    every = [
        year
        for year in comparison.years(session, board_ids=board_ids)
        if shared is None or year.paper or year.round_id in shared
    ][-RECENT:]
    if len(every) < 2:
        return []
    cells = comparison.cells(session, of_years=every, board_ids=board_ids)
    names, texts = board_names(session), _texts(every)
    found = []
    for board in sorted(board_ids, key=names.__getitem__):
        changes = comparison.changes(cells, board_id=board, of_years=every)
        if changes and (said := changes_in_brief(changes.changes.values(), **changes.names)):
            preliminary = comparison.under_way(session, year=changes.later, board_ids=[board])
            found.append(BoardTurns((names[board],), _established(changes, texts), said, preliminary))
    return found


def _texts(of_years: list[Year]) -> dict[str, str]:
    newest_last = reversed(comparison.asked(of_years))
    return {question.id: question.text for checklist in newest_last for question in checklist.questions}


def _established(changes: BoardChanges, texts: dict[str, str]) -> tuple[Turn, ...]:
    return tuple(
        Turn(question, texts.get(question, question), changes.said(question, KIND), change.test.rises)
        for question, change in changes.changes.items()
        if change.established and change.test
    )


def _together(found: list[BoardTurns]) -> list[BoardTurns]:
    """Boards of which nothing is established, and of which the same is said, in one line."""
    kept: dict[tuple[str, bool, tuple[Turn, ...]], BoardTurns] = {}
    for one in found:
        key = (one.said, one.preliminary, one.turns)
        before = kept[key].boards if key in kept else ()
        kept[key] = BoardTurns((*before, *one.boards), one.turns, one.said, one.preliminary)
    return list(kept.values())
