"""The one door to every checklist: those that come with the program, and those that a board has taken into use."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit import checklists_shipped
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.checklists import rules
from audit.checklists.models import OwnChecklist, OwnChecklistBoard
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from checklists import Checklist, ChecklistError, parse

# What a name stands for never changes, so what has been read once is kept. The name holds the text's hash.
_READ: dict[str, Checklist] = {}


class TakenError(Exception):
    """The checklist is in use, so nothing can be done to it any more."""


@dataclass(frozen=True)
class Known:
    """A checklist as a page shows it: what a round calls it, and the board's own row (None: it came along)."""

    name: str
    checklist: Checklist
    own: OwnChecklist | None = None

    @property
    def in_use(self) -> bool:
        return self.own is None or self.own.taken_at is not None


def load(session: Session, name: str) -> Checklist:
    """The checklist that a round calls `name`. Raises KeyError where there is none of that name in use."""
    if not rules.is_own(name):
        return checklists_shipped.load(name)
    if name not in _READ:
        query = select(OwnChecklist).where(OwnChecklist.name == name, col(OwnChecklist.taken_at).is_not(None))
        own = session.exec(query).first()
        if own is None:
            raise KeyError(name)
        _read(own)
    return _READ[name]


def _read(own: OwnChecklist) -> Checklist:
    if own.name not in _READ:
        _READ[own.name] = parse(own.text, source=own.name)
    return _READ[own.name]


def offered(session: Session, board_ids: Iterable[int]) -> dict[str, Checklist]:
    """The checklists that rounds of the boards may use, by name: those shipped, and the boards' own ones in use.

    They are in the order of the templates, in each the newest version first.
    """
    found = {name: checklists_shipped.load(name) for name in checklists_shipped.shipped()}
    found |= {own.name: _read(own) for own in _own(session, board_ids) if own.taken_at}
    places = {each.name: place for place, each in enumerate(rules.newest_first(found.values()))}
    return dict(sorted(found.items(), key=lambda item: places[item[1].name]))


def everything(session: Session) -> dict[str, Checklist]:
    """Every checklist that any round may have used, by name: to word what was once asked."""
    found = {name: checklists_shipped.load(name) for name in checklists_shipped.shipped()}
    query = select(OwnChecklist).where(col(OwnChecklist.taken_at).is_not(None)).order_by(col(OwnChecklist.id))
    return {**found, **{own.name: _read(own) for own in session.exec(query)}}


def seen(session: Session, board_ids: Iterable[int]) -> list[Known]:
    """What the page of checklists shows: the boards' own ones, drafts first, then those that come along."""
    own = [Known(own.name, _read(own), own) for own in _own(session, board_ids)]
    own.sort(key=lambda one: (one.in_use, one.name))
    shipped = rules.newest_first(map(checklists_shipped.load, checklists_shipped.shipped()))
    return [*own, *(Known(each.name, each) for each in shipped)]


def one_seen(session: Session, scope: Scope, name: str) -> Known | None:
    """A checklist by name, if it came along or belongs to one of the person's boards."""
    return next((each for each in seen(session, scope.boards()) if each.name == name), None)


def draft(session: Session, scope: Scope, name: str) -> OwnChecklist | None:
    """An own checklist of one of this coordinator's boards, in use or not."""
    boards = scope.boards(Role.COORDINATOR)
    return next((own for own in _own(session, boards) if own.name == name), None)


def version_before(session: Session, one: Known, board_ids: Iterable[int]) -> Checklist | None:
    """The version that a checklist follows on: the newest lower one of its template that the boards may use."""
    return rules.version_before(one.checklist, offered(session, board_ids).values())


def send(session: Session, *, stamp: Stamp, data: bytes, source: str, board_ids: Iterable[int]) -> OwnChecklist:
    """Keep a file as a draft for the boards. The same text again is the same draft.

    Raises ChecklistError with all that is wrong with it.
    """
    text = rules.decoded(data, source=source).replace("\r\n", "\n")
    boards = sorted(set(board_ids))
    others = offered(session, boards)
    checklist = parse(text, source=source)
    name = rules.own_name(checklist, text)
    fault = rules.taken_name_fault(checklist, (one for each, one in others.items() if each != name), source=source)
    if fault:
        raise ChecklistError((fault,))
    own = session.exec(select(OwnChecklist).where(OwnChecklist.name == name)).first()
    if own is None:
        own = OwnChecklist(name=name, text=text, sha256=rules.digest(text), sent_at=stamp.at, sent_by=stamp.actor)
        session.add(own)
        session.flush()
    _offer(session, own, boards)
    journal.record(session, stamp, "checklist:sent", known(own.id), name=name, sha256=own.sha256, boards=boards)
    return own


def take_into_use(session: Session, *, stamp: Stamp, own: OwnChecklist) -> None:
    """Let the boards' rounds use the checklist from now on. It can't be changed or taken back. Raises TakenError."""
    held = _locked(session, own)
    if held.taken_at is not None:
        raise TakenError
    held.taken_at, held.taken_by = stamp.at, stamp.actor
    session.add(held)
    journal.record(session, stamp, "checklist:taken_into_use", known(held.id), name=held.name, sha256=held.sha256)


def discard(session: Session, *, stamp: Stamp, own: OwnChecklist) -> None:
    """Throw a draft away. Raises TakenError where it is in use."""
    held = _locked(session, own)
    if held.taken_at is not None:
        raise TakenError
    for row in session.exec(select(OwnChecklistBoard).where(OwnChecklistBoard.own_checklist_id == held.id)):
        session.delete(row)
    session.flush()
    session.delete(held)
    journal.record(session, stamp, "checklist:discarded", known(held.id), name=held.name, sha256=held.sha256)


def _locked(session: Session, own: OwnChecklist) -> OwnChecklist:
    query = select(OwnChecklist).where(OwnChecklist.id == own.id)
    return session.exec(query.with_for_update().execution_options(populate_existing=True)).one()


def _own(session: Session, board_ids: Iterable[int]) -> list[OwnChecklist]:
    offered_to = select(OwnChecklistBoard.own_checklist_id).where(col(OwnChecklistBoard.board_id).in_(list(board_ids)))
    query = select(OwnChecklist).where(col(OwnChecklist.id).in_(offered_to)).order_by(col(OwnChecklist.id))
    return list(session.exec(query))


def _offer(session: Session, own: OwnChecklist, boards: list[int]) -> None:
    query = select(OwnChecklistBoard.board_id).where(OwnChecklistBoard.own_checklist_id == own.id)
    already = set(session.exec(query))
    session.add_all(
        OwnChecklistBoard(own_checklist_id=known(own.id), board_id=board) for board in boards if board not in already
    )
    session.flush()
