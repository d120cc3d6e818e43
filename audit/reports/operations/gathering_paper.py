"""Collecting what the report of a year on paper tells of: what was entered out of its document."""

from collections.abc import Collection, Iterable

from sqlmodel import Session

from audit.accounts.operations import known
from audit.clock import swedish_day
from audit.comparison import operations as comparison
from audit.findings import operations as findings
from audit.reports.operations.gathering import improvements_of, years_up_to
from audit.reports.rules.facts import AreaFacts, BoardFacts, DrawFacts, QuestionFacts, ReplyFacts, ReportFacts
from audit.rounds.models import Round
from checklists import AnswerCounts


def facts_on_paper(session: Session, *, round_: Round, board_ids: Collection[int]) -> ReportFacts:
    """Everything that the report of a year on paper tells, for those of its boards."""
    round_id = known(round_.id)
    names = findings.boards_of(session, round_id=round_id, within=board_ids)
    years = years_up_to(session, round_, board_ids)
    cells = comparison.cells(session, of_years=years, board_ids=board_ids)
    told = {question for of_round, _, question in cells if of_round == round_id}
    return ReportFacts(
        round_id=round_id,
        year=round_.year,
        kind=round_.kind,
        invented=round_.invented,
        created_at=round_.created_at,
        period_from=round_.period_from,
        period_to=round_.period_to,
        checklist="",
        boards=tuple(_board(board, name) for board, name in names.items()),
        areas=tuple(_areas(told, len(names))),
        draw=DrawFacts(swedish_day(round_.created_at), "", ""),
        meetings=(),
        observations=(),
        replies=ReplyFacts(0, 0),
        improvements=tuple(improvements_of(session, round_=round_, board_ids=board_ids)),
        years=years,
        cells=cells,
        on_paper=True,
        name=round_.name,
    )


def _board(board_id: int, name: str) -> BoardFacts:
    return BoardFacts(board_id, name, population=0, frame_sha256="", drawn=0, in_use=0, signed=0, replaced={})


def _areas(told: Collection[str], boards: int) -> Iterable[AreaFacts]:
    """The areas of the checklist with those of its questions that the document speaks of."""
    asked = comparison.checklist()
    none = (AnswerCounts(),) * boards
    for area in asked.areas:
        questions = [one for one in asked.questions_in(area.id) if one.id in told]
        if questions:
            yield AreaFacts(area.name, tuple(QuestionFacts(one.id, one.text, none) for one in questions), area.id)
