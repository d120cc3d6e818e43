"""Who reads a round's reports, and who edits them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.rules import Role, Scope
from audit.findings import operations as findings
from audit.reports.models import ReportPublication
from audit.reports.operations.building import BuiltReport, build
from audit.reports.operations.division import boards_of_report, may_choose, per_board, runs_report
from audit.reports.operations.formats import FORMS, Form
from audit.reports.operations.gathering import NotDrawnError
from audit.reports.operations.published import Published, newest_publication, newest_published
from audit.reports.operations.texts import newest, written
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations import SeenRound
from audit.rounds.rules import Origin


@dataclass(frozen=True)
class BoardReport:
    """A board's own report among those of its round: how many of its sections are written, and what is published."""

    board_id: int
    name: str
    written: int
    published: ReportPublication | None


@dataclass(frozen=True)
class SeenReport:
    """A report as one person sees it. `built` is None as long as nothing is drawn.

    `drafts`: she is a coordinator of any of the boards; everybody else reads only what is `published`, if anything is.
    `unshared` observations are not in the report: it tells only what the unit has been told. `board_id` is the board
    whose own report it is. `each` are the boards' own reports, where the round has those instead of one in common:
    then there is nothing else to see here. `may_choose`: she decides which, as long as nothing is published.
    """

    round_: Round
    built: BuiltReport | None
    may_edit: bool
    unshared: int
    drafts: bool
    published: Published | None
    board_id: int | None = None
    each: tuple[BoardReport, ...] = ()
    may_choose: bool = False

    @property
    def on_paper(self) -> bool:
        return self.round_.origin is Origin.PAPER


def report_for_reader(session: Session, scope: Scope, round_id: int, board_id: int | None = None) -> SeenReport | None:
    """The report of a round, if one may see any of its boards: as a draft of those that one is a coordinator of.

    `board_id` names the board whose own report is meant, where each has one; without it, then, all of those.
    """
    seen = rounds.see_round(session, scope, round_id)
    if seen is None:
        return None
    divided = per_board(session, round_id)
    if board_id is not None and (not divided or board_id not in seen.board_ids):
        return None
    mine = [board for board in seen.board_ids if board in scope.boards(Role.COORDINATOR) and board_id in {None, board}]
    whole = board_id is not None or not divided
    built = _built(session, seen.round_, mine) if mine and whole else None
    every = findings.observations(session, round_id=round_id, board_ids=mine) if mine else []
    return SeenReport(
        round_=seen.round_,
        built=built,
        may_edit=built is not None and runs_report(session, scope, round_id, board_id),
        unshared=sum(1 for finding in every if finding.observation.shared_at is None),
        drafts=bool(mine),
        published=newest_published(session, scope, round_id, board_id),
        board_id=board_id,
        each=() if whole else tuple(_each(session, seen)),
        may_choose=seen.runs and seen.replaced_by is None and may_choose(session, seen.round_),
    )


def _each(session: Session, seen: SeenRound) -> Iterator[BoardReport]:
    """The own reports of the boards that one may see, in the order of their names."""
    for part in sorted(seen.parts, key=lambda one: one.board):
        texts = written(newest(session, round_id=seen.id, board_id=part.part.board_id))
        publication = newest_publication(session, seen.id, part.part.board_id)
        yield BoardReport(part.part.board_id, part.board, len(texts), publication)


@dataclass(frozen=True)
class DraftFile:
    """A report as it stands now, and the kind of file that is asked for."""

    built: BuiltReport
    form: Form


def draft_file(
    session: Session, scope: Scope, round_id: int, form: str, board_id: int | None = None
) -> DraftFile | None:
    """The report of those of the round's boards that one coordinates, or of one of them, as a file of that kind."""
    seen = rounds.see_round(session, scope, round_id)
    if seen is None or form not in FORMS or (board_id is None and per_board(session, round_id)):
        return None
    mine = [board for board in seen.board_ids if board in scope.boards(Role.COORDINATOR) and board_id in {None, board}]
    built = _built(session, seen.round_, mine) if mine else None
    return DraftFile(built, FORMS[form]) if built else None


def report_for_editor(session: Session, scope: Scope, round_id: int, board_id: int | None = None) -> BuiltReport | None:
    """A report, if one is the coordinator of all the boards that it is for and there is something to report."""
    if not runs_report(session, scope, round_id, board_id):
        return None
    boards = boards_of_report(session, round_id, board_id)
    return _built(session, session.get_one(Round, round_id), boards)


def round_to_divide(session: Session, scope: Scope, round_id: int) -> Round | None:
    """The round whose reports one may divide, as the coordinator of all its boards."""
    return rounds.round_for_coordinator(session, scope, round_id)


def _built(session: Session, round_: Round, board_ids: Collection[int]) -> BuiltReport | None:
    try:
        return build(session, round_=round_, board_ids=board_ids)
    except NotDrawnError:
        return None
