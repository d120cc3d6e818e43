"""Who reads a round's report, who edits it, and what stands behind one of its sections."""

from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.rules import Scope
from audit.findings import operations as findings
from audit.reports.operations.building import BuiltReport, build
from audit.reports.operations.gathering import NotDrawnError
from audit.reports.operations.texts import Version, versions
from audit.reports.rules.proposals import SECTIONS
from audit.reports.rules.text import untagged
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Origin


@dataclass(frozen=True)
class SeenReport:
    """A round's report as one person sees it. `built` is None as long as nothing is drawn, and for rounds on paper.

    `unshared` observations are not in the report: it tells only what the unit has been told.
    """

    round_: Round
    built: BuiltReport | None
    may_edit: bool
    unshared: int

    @property
    def on_paper(self) -> bool:
        return self.round_.origin is Origin.PAPER


def report_for_reader(session: Session, scope: Scope, round_id: int) -> SeenReport | None:
    """The report of a round, of those of its boards that one may see; None if that is none of them."""
    seen = rounds.see_round(session, scope, round_id)
    if seen is None:
        return None
    every = findings.observations(session, round_id=round_id, board_ids=seen.board_ids)
    unshared = sum(1 for finding in every if finding.observation.shared_at is None)
    return SeenReport(seen.round_, _built(session, seen.round_, seen.board_ids), seen.runs, unshared)


def report_for_editor(session: Session, scope: Scope, round_id: int) -> BuiltReport | None:
    """The whole report, if one is the coordinator of all its boards and there is something to report."""
    round_ = rounds.round_for_coordinator(session, scope, round_id)
    return _built(session, round_) if round_ else None


def _built(session: Session, round_: Round, board_ids: list[int] | None = None) -> BuiltReport | None:
    if round_.origin is Origin.PAPER:
        return None
    try:
        return build(session, round_=round_, board_ids=board_ids)
    except NotDrawnError:
        return None


@dataclass(frozen=True)
class OpenSection:
    """A section that is being edited: its heading, what the rules propose, and all versions, newest first."""

    built: BuiltReport
    key: str
    heading: str
    proposal: str
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def text(self) -> str:
        """What stands in the report now."""
        return (self.newest.text if self.newest else "") or self.proposal


def section_for_editor(session: Session, scope: Scope, round_id: int, section: str) -> OpenSection | None:
    """The section `section` of a report that one may edit."""
    built = report_for_editor(session, scope, round_id) if section in SECTIONS else None
    if built is None:
        return None
    heading, propose = SECTIONS[section]
    kept = versions(session, round_id=round_id, section=section)
    return OpenSection(built, section, heading, untagged(propose(built.facts)), tuple(kept))
