"""One board over the years on one page, to be read or printed for a meeting: words first, then areas and questions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.comparison.rules import BoardChanges
from audit.comparison.rules.charts import SMALL
from audit.comparison.views.overview import area_rows, summaries
from audit.comparison.views.room import READERS, Look, Picture, chosen_board, comparison, look, page_of, picture
from audit.database import Session
from audit.improvements import operations as improvements
from audit.improvements.operations import Area
from audit.improvements.rules import STATUS_NAMES, MeasureStatus, recurrences_said
from audit.wording import Change
from checklists import Question

PLAN, AGAIN = "Bestäm en åtgärd", "Bedöm om det som är gjort räcker"
DONE = frozenset({MeasureStatus.DONE, MeasureStatus.DROPPED})


@dataclass(frozen=True)
class Told:
    """A question with what may be said of its two latest years."""

    question: Question
    said: str


@dataclass(frozen=True)
class Changed:
    """A board's two latest years in words: what was tested, and the others by how the samples differ, untested."""

    names: Mapping[str, str]
    tested: tuple[Told, ...]
    more: tuple[Told, ...]
    fewer: tuple[Told, ...]
    alike: int
    apart: tuple[Told, ...]


def changed(seen: Look, changes: BoardChanges) -> Changed:
    """What may be said of each question of a board's two latest years."""
    tested: list[Told] = []
    described: dict[int, list[Told]] = {1: [], 0: [], -1: []}
    for question in seen.shown.questions:
        found = changes.changes.get(question.id)
        if found is None:
            continue
        told = Told(question, changes.said(question.id, seen.kind))
        (tested if found.test else described[_direction(found)]).append(told)
    apart = (Told(one, changes.said(one.id, seen.kind)) for one in seen.shown.questions if one.id in changes.apart)
    more, alike, fewer = described.values()
    return Changed(changes.names, tuple(tested), tuple(more), tuple(fewer), len(alike), tuple(apart))


def _direction(change: Change) -> int:
    """Whether more (1) or less (-1) of the later sample deviates than of the earlier one."""
    later, earlier = change.sides.later, change.sides.earlier
    now, before = later.deviations * earlier.reviewed, earlier.deviations * later.reviewed
    return (now > before) - (now < before)


@dataclass(frozen=True)
class NextStep:
    """Something that is to be done about an area: by whom, until when, and whether that day has passed."""

    area: Area
    what: str
    who: str
    due_on: date | None
    late: bool


def next_steps(areas: Iterable[Area], today: date) -> list[NextStep]:
    """What is planned and not done in the open areas, the nearest day first; where nothing is, what to decide."""
    found = []
    for area in areas:
        planned = [one for one in area.measures if one.status not in DONE]
        found += [
            NextStep(area, one.what, one.responsible, one.due_on, one in area.late_measures(today)) for one in planned
        ]
        if not planned:
            late = area.is_overdue(today)
            found.append(NextStep(area, AGAIN if area.measures else PLAN, area.area.owner, area.area.due_on, late))
    return sorted(found, key=lambda step: (step.due_on or date.max, step.area.area.title))


@dataclass(frozen=True)
class QuestionRow:
    question: Question
    picture: Picture


def question_rows(seen: Look, questions: Sequence[Question]) -> list[QuestionRow]:
    """The questions of which any year tells, with the years of the board under its names."""
    rows = [QuestionRow(one, picture(seen.knowns(one.id), seen.years, SMALL)) for one in questions]
    return [row for row in rows if any(one.cell.depth != "inget" for each in row.picture.rows.values() for one in each)]


@comparison.get("/jamforelse/namnd")
@access(*READERS)
def board(visit: Visit[bool]) -> ResponseReturnValue:
    board_id = chosen_board(visit.session, visit.scope, all_boards=False)
    if board_id is None:
        return page_of(visit, "comparison/board.html", seen=None)
    seen = look(visit.session, visit.scope, board_id=board_id)
    today = visit.stamp.day
    # Improvement areas are not among the figures that another board shares.
    own = visit.scope.boards()
    areas = _areas(visit.session, [board for strand in seen.strands for board in strand.board_ids if board in own])
    changes = seen.changes(seen.strands[0])
    open_areas = [area for area in areas if not area.is_closed]
    return page_of(
        visit,
        "comparison/board.html",
        seen=seen,
        today=today,
        summaries=summaries(visit.session, seen)[:1],
        changed=changed(seen, changes) if changes else None,
        rows=area_rows(seen),
        questions={area.id: question_rows(seen, area.questions) for area in seen.shown.areas},
        open_areas=open_areas,
        closed=len(areas) - len(open_areas),
        steps=next_steps(open_areas, today),
        statuses=STATUS_NAMES,
        recurrences_said=recurrences_said,
    )


def _areas(session: Session, board_ids: Collection[int]) -> list[Area]:
    return improvements.areas(session, board_ids=board_ids)
