"""The goal tree of a document: goals added, changed, moved and taken away."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.indicators.models import Goal, Indicator
from audit.indicators.operations.reading import Seen
from audit.indicators.operations.writing import again, hold, require_there
from audit.indicators.rules.moving import Way, moved
from audit.indicators.rules.pasting import GoalRow
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, refuse_if

MOST_GOALS = 500
CANT_MOVE = "Målet kan inte flyttas dit. Det hör till det närmaste målet ovanför som är på en högre nivå."


def add_goals(session: Session, *, stamp: Stamp, seen: Seen, rows: Sequence[GoalRow]) -> None:
    """Put goals at the end of the tree, in their order. InputError for one that stands there already."""
    seen = again(session, seen)
    there = {(goal.row.level, goal.row.text.casefold()) for goal in seen.goals}
    doubled = [row for row in rows if (row.level, row.text.casefold()) in there]
    faults = [Fault("pasted", f"»{row.text}« finns redan i dokumentet.") for row in doubled]
    if len(seen.goals) + len(rows) > MOST_GOALS:
        faults.append(Fault("pasted", f"Ett dokument kan ha högst {MOST_GOALS} mål, åtaganden och aktiviteter."))
    refuse_if(faults)
    first = 1 + max((goal.row.place for goal in seen.goals), default=0)
    session.add_all(Goal(document_id=seen.id, place=first + place, **asdict(row)) for place, row in enumerate(rows))
    session.flush()
    journal.record(session, stamp, "year_document:goals_added", seen.id, goals=[asdict(row) for row in rows])


def save_goal(
    session: Session, *, stamp: Stamp, seen: Seen, row: GoalRow, goal: Goal | None = None, after: int | None = None
) -> Goal:
    """Add a goal after the one with the id `after` (None: last), or change one. InputError where its dates turn."""
    seen = again(session, seen)
    late = row.starts_on is not None and row.ends_on is not None and row.ends_on < row.starts_on
    refuse_if([Fault("ends_on", "Slutdatum är före startdatum.")] if late else [])
    before = goal.model_dump(mode="json") if goal else None
    kept = goal or Goal(document_id=seen.id, place=_make_room(session, seen, after), level=row.level, text=row.text)
    for name, value in asdict(row).items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    action = "year_document:goal_changed" if goal else "year_document:goal_added"
    journal.record(session, stamp, action, seen.id, goal=kept.id, before=before, now=asdict(row))
    return kept


def _make_room(session: Session, seen: Seen, after: int | None) -> int:
    """The place after the goal; those behind it move on."""
    places = {known(goal.row.id): goal.row.place for goal in seen.goals}
    place = places[after] + 1 if after in places else 1 + max(places.values(), default=0)
    for goal in seen.goals:
        if goal.row.place >= place:
            goal.row.place += 1
            session.add(goal.row)
    return place


def remove_goal(session: Session, *, stamp: Stamp, seen: Seen, goal: Goal) -> None:
    """Take a goal out of the tree. Its indicators stay in the document, on no goal."""
    hold(session, seen.id)
    require_there(session, goal)
    for row in session.exec(select(Indicator).where(Indicator.goal_id == goal.id)):
        row.goal_id = None
        session.add(row)
    session.flush()
    session.delete(goal)
    journal.record(session, stamp, "year_document:goal_removed", seen.id, goal=goal.id, text=goal.text)


def move_goal(session: Session, *, stamp: Stamp, seen: Seen, goal: Goal, way: Way, under: int | None = None) -> None:
    """Move a goal with all that hangs on it past its neighbour, or under the goal with the id `under` (None: none).

    InputError where it has no neighbour of its level that way, or can't hang there. FrozenError.
    """
    seen = again(session, seen)
    ids = [known(one.row.id) for one in seen.goals]
    parent = ids.index(under) if under in ids else None
    order = moved([one.row.level for one in seen.goals], ids.index(known(goal.id)), way, parent)
    refuse_if([Fault("under" if way is Way.UNDER else "", CANT_MOVE)] if order is None else [])
    for place, old in enumerate(order or ()):
        seen.goals[old].row.place = place
        session.add(seen.goals[old].row)
    session.flush()
    journal.record(session, stamp, "year_document:goal_moved", seen.id, goal=goal.id, way=way, under=under)
