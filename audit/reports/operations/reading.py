"""Who reads a round's report, and who edits it."""

from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.rules import Role, Scope
from audit.findings import operations as findings
from audit.reports.operations.building import BuiltReport, build
from audit.reports.operations.formats import FORMS, Form
from audit.reports.operations.gathering import NotDrawnError
from audit.reports.operations.published import Published, newest_published
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Origin


@dataclass(frozen=True)
class SeenReport:
    """A round's report as one person sees it. `built` is None as long as nothing is drawn, and for rounds on paper.

    `drafts`: she is a coordinator of any of the boards; everybody else reads only what is `published`, if anything is.
    `unshared` observations are not in the report: it tells only what the unit has been told.
    """

    round_: Round
    built: BuiltReport | None
    may_edit: bool
    unshared: int
    drafts: bool
    published: Published | None

    @property
    def on_paper(self) -> bool:
        return self.round_.origin is Origin.PAPER


def report_for_reader(session: Session, scope: Scope, round_id: int) -> SeenReport | None:
    """The report of a round, if one may see any of its boards: as a draft of those that one is a coordinator of."""
    seen = rounds.see_round(session, scope, round_id)
    if seen is None:
        return None
    mine = [board for board in seen.board_ids if board in scope.boards(Role.COORDINATOR)]
    every = findings.observations(session, round_id=round_id, board_ids=mine) if mine else []
    return SeenReport(
        round_=seen.round_,
        built=_built(session, seen.round_, mine) if mine else None,
        may_edit=seen.runs,
        unshared=sum(1 for finding in every if finding.observation.shared_at is None),
        drafts=bool(mine),
        published=newest_published(session, scope, round_id),
    )


@dataclass(frozen=True)
class DraftFile:
    """A report as it stands now, and the kind of file that is asked for."""

    built: BuiltReport
    form: Form


def draft_file(session: Session, scope: Scope, round_id: int, form: str) -> DraftFile | None:
    """The report of those of the round's boards that one coordinates, to be had as a file of that kind."""
    seen = report_for_reader(session, scope, round_id)
    return DraftFile(seen.built, FORMS[form]) if seen and seen.built and form in FORMS else None


def draft_file_of_board(session: Session, scope: Scope, round_id: int, board_id: int, form: str) -> DraftFile | None:
    """The report of one of those boards alone."""
    seen = rounds.see_round(session, scope, round_id)
    mine = seen is not None and board_id in seen.board_ids and board_id in scope.boards(Role.COORDINATOR)
    built = _built(session, seen.round_, [board_id]) if seen and mine else None
    return DraftFile(built, FORMS[form]) if built and form in FORMS else None


def report_for_editor(session: Session, scope: Scope, round_id: int) -> BuiltReport | None:
    """The whole report, if one is the coordinator of all its boards and there is something to report."""
    round_ = rounds.round_for_coordinator(session, scope, round_id)
    return _built(session, round_) if round_ else None


def _built(session: Session, round_: Round, board_ids: list[int] | None = None) -> BuiltReport | None:
    try:
        return build(session, round_=round_, board_ids=board_ids)
    except NotDrawnError:
        return None
