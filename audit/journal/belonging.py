"""Which boards an entry belongs to: found when it is sealed, because what it is about may be gone the day after.

An index beside the chain, for those who may read only their own boards' entries. `ALL` stands for the installation
itself: accounts, sign-ins, backups. Whoever writes an entry may name the boards in its content (`board` or `boards`).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Session, SQLModel, col, func, select

from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.journal.models import JournalBoard, JournalContent, JournalEntry

# The installation itself, as a board's id.
ALL = 0
OF_THE_INSTALLATION = frozenset({"backup", "database", "journal", "program"})
OF_ACCOUNTS = frozenset({"account", "invitation", "second_factor", "session"})
ROWS = SQLModel.metadata.tables["journal_board"].insert()
AT_ONCE = 500
# The newest entry that has been placed, asked for together with the newest of the chain.
LAST = select(func.max(SQLModel.metadata.tables["journal_board"].c.sequence)).scalar_subquery()
_NEWER = text("DELETE FROM journal_board WHERE sequence > :last")


def _path(query: str) -> TextClause:
    return text(query).bindparams(bindparam("ids", expanding=True))


_OF_ROUND = _path("SELECT round_id, board_id FROM round_board WHERE round_id IN :ids")
_OF_REVIEW = _path("SELECT id, board_id FROM review WHERE id IN :ids")
_OF_RESULT = _path("SELECT id, board_id FROM control_result WHERE id IN :ids")
_OF_HIT = _path(
    "SELECT h.id, r.board_id FROM control_hit h JOIN control_result r ON r.id = h.result_id WHERE h.id IN :ids"
)
_OF_STATEMENT = _path(
    "SELECT s.id, b.board_id FROM paper_statement s JOIN round_board b ON b.round_id = s.round_id "
    "AND (s.board_id IS NULL OR s.board_id = b.board_id) WHERE s.id IN :ids"
)
_OF_PLAN = _path("SELECT id, board_id FROM plan_document WHERE id IN :ids")
_OF_ACCOUNT = _path("SELECT account_id, board_id FROM role_grant WHERE account_id IN :ids AND board_id IS NOT NULL")
# By the action, else by its subject: from the id that the entry names to the boards.
PATHS: dict[str, TextClause] = {
    "access_check": _path("SELECT id, board_id FROM access_check WHERE id IN :ids"),
    "agreement": _path(
        "SELECT agreement_id, board_id FROM agreement_party WHERE board_id IS NOT NULL AND agreement_id IN :ids"
    ),
    "answer": _path("SELECT a.id, r.board_id FROM answer a JOIN review r ON r.id = a.review_id WHERE a.id IN :ids"),
    "answers": _OF_ROUND,
    "area": _path("SELECT area_id, board_id FROM improvement_area_board WHERE area_id IN :ids"),
    "checklist": _path("SELECT own_checklist_id, board_id FROM own_checklist_board WHERE own_checklist_id IN :ids"),
    "control:exported": _OF_RESULT,
    "control:hit_viewed": _OF_HIT,
    "control:hits_viewed": _OF_RESULT,
    "control:judged": _OF_HIT,
    "control:run": _path("SELECT run_id, board_id FROM control_result WHERE run_id IN :ids"),
    "control_plan": _OF_PLAN,
    "correction": _path(
        "SELECT c.id, b.board_id FROM correction_ruling c JOIN reply r ON r.id = c.reply_id "
        "JOIN observation o ON o.id = r.observation_id JOIN round_board b ON b.round_id = o.round_id "
        "AND (o.board_id IS NULL OR o.board_id = b.board_id) WHERE c.id IN :ids"
    ),
    "difference": _path(
        "SELECT s.id, r.board_id FROM settlement s JOIN blind_pair p ON p.id = s.pair_id "
        "JOIN review r ON r.id = p.first_id WHERE s.id IN :ids"
    ),
    "fact": _OF_REVIEW,
    "flag": _path("SELECT id, board_id FROM flag WHERE id IN :ids"),
    "frame:exported": _OF_ROUND,
    "frame:frozen": _path("SELECT id, board_id FROM frame WHERE id IN :ids"),
    "meeting": _path(
        "SELECT m.id, b.board_id FROM meeting m JOIN round_board b ON b.round_id = m.round_id WHERE m.id IN :ids"
    ),
    "observation": _path(
        "SELECT o.id, b.board_id FROM observation o JOIN round_board b ON b.round_id = o.round_id "
        "AND (o.board_id IS NULL OR o.board_id = b.board_id) WHERE o.id IN :ids"
    ),
    "paper_answers": _OF_ROUND,
    "paper_counts": _OF_ROUND,
    "paper_doubt": _path("SELECT id, board_id FROM paper_doubt WHERE id IN :ids"),
    "paper_statement": _OF_STATEMENT,
    "paper_year": _OF_ROUND,
    "payment": _OF_REVIEW,
    "plan_document": _OF_PLAN,
    "proposal": _path(
        "SELECT p.id, b.board_id FROM turned_down_proposal p JOIN round_board b ON b.round_id = p.round_id "
        "WHERE p.id IN :ids"
    ),
    "protocol": _OF_ROUND,
    "remark": _path("SELECT m.id, r.board_id FROM remark m JOIN review r ON r.id = m.review_id WHERE m.id IN :ids"),
    "reply": _path(
        "SELECT r.id, b.board_id FROM reply r JOIN observation o ON o.id = r.observation_id "
        "JOIN round_board b ON b.round_id = o.round_id AND (o.board_id IS NULL OR o.board_id = b.board_id) "
        "WHERE r.id IN :ids"
    ),
    "report": _OF_ROUND,
    "report_template": _path("SELECT id, id FROM board WHERE id IN :ids"),
    "retention": _path("SELECT id, board_id FROM erasure WHERE id IN :ids"),
    "review": _OF_REVIEW,
    "risk_analysis": _OF_PLAN,
    "round": _OF_ROUND,
    "secrecy_word": _path("SELECT id, id FROM board WHERE id IN :ids"),
    "seed": _OF_ROUND,
    "unit": _path("SELECT id, board_id FROM sample_unit WHERE id IN :ids"),
    "year_document": _path("SELECT document_id, board_id FROM year_document_board WHERE document_id IN :ids"),
}  # fmt: skip


@dataclass(frozen=True)
class Sealed:
    """What is known of an entry when it is to be said whose it is."""

    sequence: int
    actor: str
    action: str
    object_id: str
    content: Mapping[str, object] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return self.action.partition(":")[0]

    @property
    def path(self) -> str | None:
        return next((each for each in (self.action, self.subject) if each in PATHS), None)


def keep(session: Session, sealed: list[Sealed]) -> None:
    """Say whose these entries are, which are the newest."""
    session.connection().execute(ROWS, rows(session, sealed))


def forget_after(session: Session, last: int) -> None:
    """Take away whose the entries after `last` are said to be."""
    session.connection().execute(_NEWER, {"last": last})


def rows(session: Session, entries: Iterable[Sealed]) -> list[dict[str, int]]:
    """A row for each board that each of these entries belongs to; every entry has one at least."""
    wanted = list(entries)
    found = _by_path(session, [entry for entry in wanted if not named(entry.content)])
    return [
        {"board_id": board_id, "sequence": entry.sequence}
        for entry in wanted
        for board_id in sorted(_boards(session, entry, found))
    ]


def named(content: Mapping[str, object]) -> set[int]:
    """The boards that a content names itself."""
    for key in ("board", "boards", "board_ids"):
        value = content.get(key)
        ids = list(value) if isinstance(value, Collection) and not isinstance(value, str) else [value]
        if ids and all(isinstance(each, int) and not isinstance(each, bool) for each in ids):
            beside = content.get("with")
            return {each for each in (*ids, beside) if isinstance(each, int)}
    return set()


def _by_path(session: Session, entries: list[Sealed]) -> dict[tuple[str, int], set[int]]:
    asked: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.path and entry.object_id.isdecimal() and len(entry.object_id) < 10:
            asked[entry.path].add(int(entry.object_id))
    return {
        (path, object_id): boards
        for path, ids in asked.items()
        for object_id, boards in _asked(session, PATHS[path], ids).items()
    }


def _asked(session: Session, query: TextClause, ids: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    wanted = sorted(ids)
    for first in range(0, len(wanted), AT_ONCE):
        for object_id, board_id in session.connection().execute(query, {"ids": wanted[first : first + AT_ONCE]}):
            if board_id is not None:
                found[object_id].add(board_id)
    return found


def _boards(session: Session, entry: Sealed, found: Mapping[tuple[str, int], set[int]]) -> set[int]:
    if entry.subject in OF_THE_INSTALLATION:
        return named(entry.content) or {ALL}
    if entry.subject in OF_ACCOUNTS or entry.action == "access:refused":
        return {ALL} | _of_accounts(session, entry)
    if entry.subject == "board":
        return {ALL, int(entry.object_id)}
    known = named(entry.content)
    if not known and entry.path and entry.object_id.isdecimal():
        known = found.get((entry.path, int(entry.object_id)), set())
    return known or _earlier(session, entry) or _of(session, entry.actor) or {ALL}


def _of_accounts(session: Session, entry: Sealed) -> set[int]:
    """The boards of the account that it is about: the one it names, the object, or whoever did it."""
    about = entry.content.get("account") or (entry.actor if entry.subject == "access" else entry.object_id)
    return _of(session, str(about))


def _of(session: Session, account_id: str) -> set[int]:
    if not account_id.isdecimal() or len(account_id) >= 10:
        return set()
    return _asked(session, _OF_ACCOUNT, [int(account_id)]).get(int(account_id), set())


def _earlier(session: Session, entry: Sealed) -> set[int]:
    """The boards of what was noted of the same record before it went."""
    before = (
        select(JournalEntry.sequence)
        .where(
            JournalEntry.object_id == entry.object_id,
            col(JournalEntry.action).startswith(f"{entry.subject}:", autoescape=True),
            JournalEntry.sequence < entry.sequence,
        )
        .order_by(col(JournalEntry.sequence).desc())
        .limit(1)
    )
    boards = select(JournalBoard.board_id).where(col(JournalBoard.sequence).in_(before.scalar_subquery()))
    return set(session.exec(boards).all()) - {ALL}


# ---- Entries from before there was an index -------------------------------------------------------------------------

A_TIME = 2_000
EVERY = timedelta(hours=1)


def catch_up(settings: Settings, database: Database, clock: Clock) -> None:  # noqa: ARG001
    """Say of the entries that were sealed without it whose they are, from the newest of them back to the first."""
    while _some_more(database):
        pass


def _some_more(database: Database) -> bool:
    with database.transaction() as session:
        first = session.exec(select(func.min(JournalBoard.sequence))).one()
        older = select(JournalEntry, JournalContent.content).join(
            JournalContent, col(JournalContent.sequence) == col(JournalEntry.sequence), isouter=True
        )
        older = older.where(JournalEntry.sequence < first) if first is not None else older
        some = session.exec(older.order_by(col(JournalEntry.sequence).desc()).limit(A_TIME)).all()
        entries = [
            Sealed(one.sequence, one.actor, one.action, one.object_id, json.loads(content or "{}"))
            for one, content in some
        ]
        found: list[dict[str, Any]] = rows(session, entries)
        if found:
            session.connection().execute(ROWS, found)
    return len(some) == A_TIME
