"""Published reports: who reads them, and the way back from what is stored to the very same report."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import board_names, known
from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.content import Report
from audit.reports.models import ReportPublication
from audit.reports.operations.formats import FORMS, Form
from audit.reports.operations.templates import file_in, template_for
from audit.reports.rules.freezing import hash_of, thawed
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations import round_for_coordinator, standing
from audit.rounds.operations.reading import round_boards


@dataclass(frozen=True)
class Published:
    """A version of a round's report, frozen. `of` are all versions, the newest first.

    `sound`: what is stored has still the hashes that the journal keeps. `runs`: one may see the protocols with ids too.
    """

    row: ReportPublication
    round_: Round
    of: tuple[ReportPublication, ...]
    boards: tuple[str, ...]
    runs: bool

    @property
    def sound(self) -> bool:
        return hash_of(self.row.content) == self.row.sha256 and hash_of(self.row.annex) == self.row.annex_sha256

    @property
    def report(self) -> Report:
        """The report as it was published."""
        return thawed(self.row.content)

    @property
    def annex(self) -> Report:
        """The protocols with ids and tickets, as they were then."""
        return thawed(self.row.annex)

    @property
    def is_newest(self) -> bool:
        return self.row.number == self.of[0].number


def published(session: Session, scope: Scope, round_id: int, number: int) -> Published | None:
    """A version of the report, if one reads for any of the round's boards."""
    found = newest_published(session, scope, round_id)
    row = next((each for each in found.of if each.number == number), None) if found else None
    return Published(row, found.round_, found.of, found.boards, found.runs) if row and found else None


def newest_published(session: Session, scope: Scope, round_id: int) -> Published | None:
    """The newest version of the report that one may read; None where nothing is published for any of one's boards."""
    names = board_names(session)
    boards = set(session.exec(select(RoundBoard.board_id).where(RoundBoard.round_id == round_id)))
    if not boards & scope.boards():
        return None
    query = select(ReportPublication).where(ReportPublication.round_id == round_id)
    rows = tuple(session.exec(query.order_by(col(ReportPublication.number).desc())))
    if not rows:
        return None
    told = tuple(sorted(names[board] for board in boards))
    runs = round_for_coordinator(session, scope, round_id) is not None
    return Published(rows[0], session.get_one(Round, round_id), rows, told, runs)


def secret(session: Session, scope: Scope, round_id: int, number: int) -> Published | None:
    """A version with its protocols with ids, if one is the coordinator of all the round's boards."""
    found = published(session, scope, round_id, number)
    return found if found and found.runs else None


@dataclass(frozen=True)
class PublishedFile:
    """A version of a report, and the kind of file that is asked for."""

    of: Published
    form: Form


def published_file(session: Session, scope: Scope, round_id: int, number: int, form: str) -> PublishedFile | None:
    return _file(published(session, scope, round_id, number), form)


def secret_file(session: Session, scope: Scope, round_id: int, number: int, form: str) -> PublishedFile | None:
    return _file(secret(session, scope, round_id, number), form)


def _file(of: Published | None, form: str) -> PublishedFile | None:
    return PublishedFile(of, FORMS[form]) if of and form in FORMS else None


def file_of_published(session: Session, *, of: PublishedFile, report: Report) -> bytes:
    """A frozen report (or its protocols) as the file that is asked for, as Word in the boards' own template."""
    template = template_for(session, round_boards(session, of.of.row.round_id))
    return file_in(template, report=report, form=of.form)


def all_published(session: Session, scope: Scope) -> list[Published]:
    """The newest version of every report that one may read, the latest round first."""
    of_mine = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(list(scope.boards())))
    told = select(ReportPublication.round_id).where(col(ReportPublication.round_id).in_(of_mine)).distinct()
    query = select(Round.id).where(col(Round.id).in_(told), standing())
    ids = session.exec(query.order_by(col(Round.year).desc(), col(Round.id).desc()))
    found = (newest_published(session, scope, known(round_id)) for round_id in ids)
    return [each for each in found if each]


def note_taken_out(session: Session, *, stamp: Stamp, of: Published, form: str, sha256: str) -> None:
    """Note that a file of a published report was taken out."""
    told = {"number": of.row.number, "format": form, "sha256": sha256}
    journal.record(session, stamp, "report:exported", of.row.round_id, **told)


def note_secret_seen(session: Session, *, stamp: Stamp, of: Published, form: str = "page") -> None:
    """Note that somebody looked at the protocols with ids, on the page or in a file."""
    told = {"number": of.row.number, "sha256": of.row.annex_sha256, "format": form}
    journal.record(session, stamp, "report:protocol_seen", of.row.round_id, **told)
