"""Published reports: who reads them, and the way back from what is stored to the very same report."""

from dataclasses import dataclass, replace

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from audit.accounts import sharing
from audit.accounts.operations import board_names, known
from audit.accounts.rules import Purpose, Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.content import Report
from audit.reports.models import ReportPublication
from audit.reports.operations.division import boards_of_report
from audit.reports.operations.formats import FORMS, Form
from audit.reports.operations.templates import file_in, kept_template
from audit.reports.operations.texts import board_told
from audit.reports.rules.freezing import hash_of, hash_of_bytes, thawed
from audit.reports.rules.proof import proof
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations import standing
from audit.web.formats import moment


@dataclass(frozen=True)
class Published:
    """A version of a report, frozen. `of` are all versions, the newest first. `template` is the Word template that it
    was published with, and None where none was kept.

    `sound`: what is stored has still the hashes that the journal keeps. `runs`: one may see the protocols with ids too.
    """

    row: ReportPublication
    round_: Round
    of: tuple[ReportPublication, ...]
    boards: tuple[str, ...]
    runs: bool
    template: bytes | None = None

    @property
    def sound(self) -> bool:
        same = hash_of(self.row.content) == self.row.sha256 and hash_of(self.row.annex) == self.row.annex_sha256
        return same and self.row.template_sha256 == (hash_of_bytes(self.template) if self.template else None)

    @property
    def report(self) -> Report:
        """The report as it was published, with an annex by which it can be shown that nothing was changed since."""
        report, row = thawed(self.row.content), self.row
        told = proof(number=row.number, published=moment(row.published_at), sha256=row.sha256, head=row.journal_head)
        return replace(report, annexes=(*report.annexes, told))

    @property
    def annex(self) -> Report:
        """The protocols with ids and tickets, as they were then."""
        return thawed(self.row.annex)

    @property
    def title(self) -> str:
        """What its files are called."""
        return f"{self.report.title}, version {self.row.number}"

    @property
    def is_newest(self) -> bool:
        return self.row.number == self.of[0].number


def published(
    session: Session, scope: Scope, round_id: int, number: int, board_id: int | None = None
) -> Published | None:
    """A version of a report, if one reads for any of the boards that it is for, or all of them share theirs."""
    found = newest_published(session, scope, round_id, board_id)
    return of_number(session, found, number) if found else None


def of_number(session: Session, of: Published, number: int) -> Published | None:
    """That version of the report."""
    row = next((each for each in of.of if each.number == number), None)
    return replace(of, row=row, template=kept_template(session, row)) if row else None


def newest_published(session: Session, scope: Scope, round_id: int, board_id: int | None = None) -> Published | None:
    """The newest version of a report that one may read; None where nothing is published for any of one's boards."""
    boards = boards_of_report(session, round_id, board_id)
    if not boards or not (boards & scope.boards() or boards <= _shared(session, scope)):
        return None
    return all_versions(session, round_id, board_id, runs=boards <= scope.boards(Role.COORDINATOR))


def _shared(session: Session, scope: Scope) -> frozenset[int]:
    """One's boards, and those that share their published reports with them."""
    return sharing.open_to(session, scope, Purpose.REPORTS)


def all_versions(
    session: Session, round_id: int, board_id: int | None = None, *, runs: bool = True
) -> Published | None:
    """The newest version of a report with those before it; None where nothing is published."""
    rows = tuple(session.exec(_versions(round_id, board_id)))
    if not rows:
        return None
    names = board_names(session)
    told = tuple(sorted(names[board] for board in boards_of_report(session, round_id, board_id)))
    template = kept_template(session, rows[0])
    return Published(rows[0], session.get_one(Round, round_id), rows, told, runs, template)


def newest_publication(session: Session, round_id: int, board_id: int | None = None) -> ReportPublication | None:
    """The newest version of a report as it is stored."""
    return session.exec(_versions(round_id, board_id).limit(1)).first()


def _versions(round_id: int, board_id: int | None) -> SelectOfScalar[ReportPublication]:
    of = select(ReportPublication).where(ReportPublication.round_id == round_id, ReportPublication.board_id == board_id)
    return of.order_by(col(ReportPublication.number).desc())


def secret(session: Session, scope: Scope, round_id: int, number: int, board_id: int | None = None) -> Published | None:
    """A version with its protocols with ids, if one is the coordinator of all the boards that the report is for."""
    found = published(session, scope, round_id, number, board_id)
    return found if found and found.runs else None


@dataclass(frozen=True)
class PublishedFile:
    """A version of a report, and the kind of file that is asked for."""

    of: Published
    form: Form


def published_file(
    session: Session, scope: Scope, round_id: int, number: int, form: str, board_id: int | None = None
) -> PublishedFile | None:
    return _file(published(session, scope, round_id, number, board_id), form)


def secret_file(
    session: Session, scope: Scope, round_id: int, number: int, form: str, board_id: int | None = None
) -> PublishedFile | None:
    return _file(secret(session, scope, round_id, number, board_id), form)


def _file(of: Published | None, form: str) -> PublishedFile | None:
    return PublishedFile(of, FORMS[form]) if of and form in FORMS else None


def file_of_published(of: Published, *, report: Report, form: Form) -> bytes:
    """A frozen report (or its protocols) as a file, as Word in the template that was frozen with it."""
    return file_in(of.template, report=report, form=form)


def all_published(session: Session, scope: Scope) -> list[Published]:
    """The newest version of every report that one may read, the latest round first."""
    of_mine = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(_shared(session, scope)))
    told = (
        select(Round.year, Round.id, ReportPublication.board_id)
        .join(ReportPublication, col(ReportPublication.round_id) == col(Round.id))
        .where(col(Round.id).in_(of_mine), standing())
        .distinct()
    )
    rows = sorted(session.exec(told), key=lambda row: (-row[0], -known(row[1]), row[2] or 0))
    found = (newest_published(session, scope, known(round_id), board_id) for _, round_id, board_id in rows)
    return [each for each in found if each]


def note_taken_out(session: Session, *, stamp: Stamp, of: Published, form: str, sha256: str) -> None:
    """Note that a file of a published report was taken out."""
    told = {"number": of.row.number, "format": form, "sha256": sha256, **board_told(of.row.board_id)}
    journal.record(session, stamp, "report:exported", of.row.round_id, **told)


def note_secret_seen(session: Session, *, stamp: Stamp, of: Published, form: str = "page") -> None:
    """Note that somebody looked at the protocols with ids, on the page or in a file."""
    told = {"number": of.row.number, "sha256": of.row.annex_sha256, "format": form, **board_told(of.row.board_id)}
    journal.record(session, stamp, "report:protocol_seen", of.row.round_id, **told)
