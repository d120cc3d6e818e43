"""A section of a report as it is written: the proposal, every version, what has changed since, last year's text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.reports.content import Section
from audit.reports.operations.building import BuiltReport
from audit.reports.operations.division import boards_of_report
from audit.reports.operations.published import newest_published
from audit.reports.operations.reading import report_for_editor
from audit.reports.operations.texts import Version, versions
from audit.reports.rules.differences import Stretch, differences
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.figures import figures_of
from audit.reports.rules.proposals import SECTIONS
from audit.reports.rules.since import Moved, moved
from audit.reports.rules.text import told_in, typed_again, untagged
from audit.rounds.models import Round
from audit.rounds.operations import standing
from audit.rounds.rules import Origin

PROPOSED = 0
"""Stands in place of a version's number where the proposal is meant."""


@dataclass(frozen=True)
class LastYear:
    """What the same section said in the round before, and where that text comes from, in words."""

    round_: Round
    text: str
    source: str


@dataclass(frozen=True)
class OpenSection:
    """A section that is being edited: its heading, what the rules propose, and all versions, newest first.

    `figures` are those that the proposal tells of now, and `moved` those that have changed since the newest version.
    """

    built: BuiltReport
    key: str
    heading: str
    proposal: str
    figures: Mapping[str, str]
    versions: tuple[Version, ...]
    moved: tuple[Moved, ...]

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def text(self) -> str:
        """What stands in the report now."""
        return self.text_of(self.newest) if self.newest else self.proposal

    def text_of(self, version: Version) -> str:
        """What a version says: its text, or the proposal as it is now."""
        return version.text or self.proposal

    def version(self, number: int) -> Version | None:
        return next((each for each in self.versions if each.number == number), None)

    @property
    def proposed(self) -> Version:
        """The proposal as it is now, to be compared with what somebody has written."""
        return Version(PROPOSED, self.proposal, "Programmet", self.versions[-1].at)

    def compared(self, earlier: Version, later: Version) -> tuple[Stretch, ...]:
        return differences(self.text_of(earlier), self.text_of(later))


def section_for_editor(
    session: Session, scope: Scope, round_id: int, section: str, board_id: int | None = None
) -> OpenSection | None:
    """The section `section` of a report that one may edit."""
    built = report_for_editor(session, scope, round_id, board_id) if section in SECTIONS else None
    if built is None:
        return None
    heading, propose = SECTIONS[section]
    proposal = propose(built.facts)
    return OpenSection(
        built=built,
        key=section,
        heading=heading,
        proposal=untagged(proposal),
        figures=told_in(proposal),
        versions=tuple(versions(session, round_id=round_id, section=section, board_id=board_id)),
        moved=moved_in(built, section),
    )


@dataclass(frozen=True)
class OldVersion:
    """One of a section's versions."""

    of: OpenSection
    version: Version


def version_for_editor(
    session: Session, scope: Scope, round_id: int, section: str, number: int, board_id: int | None = None
) -> OldVersion | None:
    """A version of a section that one may edit."""
    of = section_for_editor(session, scope, round_id, section, board_id)
    version = of.version(number) if of else None
    return OldVersion(of, version) if of and version else None


# ---- What has changed since -------------------------------------------------------------------------------------


def moved_in(built: BuiltReport, section: str) -> tuple[Moved, ...]:
    """The figures that have changed since somebody wrote the section; none where the proposal stands."""
    version = built.versions.get(section)
    if version is None or not version.text or version.figures is None:
        return ()
    _, propose = SECTIONS[section]
    now = {**_shown(built.facts, version.figures), **told_in(propose(built.facts))}
    return moved(version.figures, now, text=version.text, facts=built.facts)


def _shown(facts: ReportFacts, keys: Iterable[str]) -> dict[str, str]:
    figures = figures_of(facts)
    return {key: figures[key].shown for key in keys if key in figures}


# ---- Last year --------------------------------------------------------------------------------------------------


def last_year(session: Session, scope: Scope, of: OpenSection) -> LastYear | None:
    """The same section of the report before: as published, written or proposed."""
    before = _report_before(session, of.built)
    if before is None:
        return None
    round_, board_id = before
    round_id = known(round_.id)
    if found := newest_published(session, scope, round_id, board_id):
        return LastYear(round_, _text_of(found.report.sections, of.key), f"publicerad version {found.row.number}")
    built = report_for_editor(session, scope, round_id, board_id)
    if built is None:
        return None
    written = built.versions.get(of.key)
    text = _text_of(built.report.sections, of.key)
    if round_.origin is Origin.PAPER:
        return LastYear(round_, text, "ur granskningens dokument")
    source = f"version {written.number}" if written and written.text else "förslaget ur siffrorna"
    return LastYear(round_, text, f"{source}, inte publicerad")


def _report_before(session: Session, of: BuiltReport) -> tuple[Round, int | None] | None:
    """The newest earlier report of the same kind that was for the same boards; a board's own report follows one that
    it had in common with others too."""
    round_, boards = of.round_, {board.id for board in of.facts.boards}
    query = select(Round).where(Round.kind == round_.kind, Round.year < round_.year, standing())
    for each in session.exec(query.order_by(col(Round.year).desc(), col(Round.id).desc())):
        for board_id in (of.board_id, None):
            before = boards_of_report(session, known(each.id), board_id)
            if before == boards or (of.board_id is not None and boards < before):
                return each, board_id
    return None


def _text_of(sections: Iterable[Section], key: str) -> str:
    return next((typed_again(section.blocks) for section in sections if section.key == key), "")
