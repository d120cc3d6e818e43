"""The boards' own Word templates: checked when they come, kept until they are taken away, used for their reports."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import LargeBinary, bindparam, text
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import boards, hold_boards, known
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.content import Report
from audit.reports.models import KeptTemplate, ReportPublication, ReportTemplate
from audit.reports.operations.building import BuiltReport
from audit.reports.operations.formats import Form
from audit.reports.renderings.word import TEMPLATE, word_file
from audit.reports.renderings.word_check import faults_in
from audit.reports.rules.freezing import hash_of_bytes

# Two rounds may be published at once in the same template.
KEEP_ONCE = text(
    "INSERT INTO report_template_kept (sha256, content) VALUES (:sha256, :content) ON CONFLICT DO NOTHING"
).bindparams(bindparam("content", type_=LargeBinary))


@dataclass(frozen=True)
class BoardTemplate:
    """A board with its own template, if it has one, and the boards whose templates one may change."""

    board: Board
    row: ReportTemplate | None
    boards: tuple[Board, ...]


class TemplateFaultsError(Exception):
    """A file that is no template to use; `faults` are all of them, in words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def boards_with_templates(session: Session, scope: Scope) -> tuple[Board, ...] | None:
    """The boards whose templates one may change; None if there are none."""
    return tuple(boards(session, scope.boards(Role.COORDINATOR))) or None


def board_template(session: Session, scope: Scope, board_id: int) -> BoardTemplate | None:
    """The template of a board that one is a coordinator of."""
    mine = tuple(boards(session, scope.boards(Role.COORDINATOR)))
    board = next((each for each in mine if each.id == board_id), None)
    return BoardTemplate(board, _row(session, board_id), mine) if board else None


def _row(session: Session, board_id: int) -> ReportTemplate | None:
    return session.exec(select(ReportTemplate).where(ReportTemplate.board_id == board_id)).first()


def keep_template(session: Session, *, stamp: Stamp, of: BoardTemplate, name: str, file: bytes) -> ReportTemplate:
    """Take a template into use for a board, in place of the one it had. Raises TemplateFaultsError."""
    if faults := faults_in(file):
        raise TemplateFaultsError(faults)
    board_id, sha256 = known(of.board.id), hash_of_bytes(file)
    hold_boards(session, [board_id])
    row = _row(session, board_id) or ReportTemplate(
        board_id=board_id, name=name, sha256=sha256, content=file, uploaded_at=stamp.at
    )
    row.name, row.sha256, row.content = name, sha256, file
    row.uploaded_by, row.uploaded_at = stamp.actor, stamp.at
    session.add(row)
    session.flush()
    journal.record(session, stamp, "report_template:kept", board_id, sha256=sha256, bytes=len(file))
    return row


def remove_template(session: Session, *, stamp: Stamp, of: BoardTemplate) -> bool:
    """Let a board's reports have the program's template again; whether it had one of its own."""
    board_id = known(of.board.id)
    hold_boards(session, [board_id])
    row = _row(session, board_id)
    if row is None:
        return False
    journal.record(session, stamp, "report_template:removed", board_id, sha256=row.sha256)
    session.delete(row)
    return True


def template_for(session: Session, board_ids: Iterable[int]) -> bytes | None:
    """The template of a report of those boards: their own where all of them have the same, else the program's."""
    asked = set(board_ids)
    query = select(ReportTemplate).where(col(ReportTemplate.board_id).in_(asked))
    rows = list(session.exec(query))
    alike = {row.sha256 for row in rows}
    return rows[0].content if len(rows) == len(asked) and len(alike) == 1 else None


def keep_for_good(session: Session, board_ids: Iterable[int]) -> str:
    """Keep the template that a report of those boards is published with, the program's too; gives its hash."""
    content = template_for(session, board_ids) or TEMPLATE.read_bytes()
    sha256 = hash_of_bytes(content)
    session.connection().execute(KEEP_ONCE, {"sha256": sha256, "content": content})
    return sha256


def kept_template(session: Session, row: ReportPublication) -> bytes | None:
    """The template that a report was published with; None where none was kept, and its files are in the program's."""
    kept = session.get(KeptTemplate, row.template_sha256) if row.template_sha256 else None
    return kept.content if kept else None


def file_of(session: Session, *, built: BuiltReport, form: Form) -> bytes:
    """A report as a file of that kind, as Word in the template of its boards."""
    template = template_for(session, [board.id for board in built.facts.boards])
    return file_in(template, report=built.report, form=form)


def file_in(template: bytes | None, *, report: Report, form: Form) -> bytes:
    """A report as a file of that kind, as Word in that template (None: the program's)."""
    return word_file(report, io.BytesIO(template)) if template and form.suffix == "docx" else form.make(report)
