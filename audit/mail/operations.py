"""Putting notices in the outbox, taking those out that are due, and the addresses they go to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail.models import MailAddress, Notice
from audit.mail.rules import KEPT, TOO_OLD, NoticeKind, wait_after

AT_ONCE = 20
OPEN = (col(Notice.sent_at).is_(None), col(Notice.given_up_at).is_(None))

# ---- The outbox -------------------------------------------------------------------------------------------------


def notify(
    session: Session, *, stamp: Stamp, account_ids: Iterable[int], kind: NoticeKind, about: Collection[str] = ()
) -> None:
    """Have it told to each of the accounts that there is something new, as far as they want to know by e-mail.

    It is sent after the commit, and not to the one who has done it herself. Who has an unsent notice of the same kind
    gets no second one. `about` names things that are told of once, as long as it is remembered.
    """
    wanted = select(MailAddress.account_id).where(
        col(MailAddress.account_id).in_(set(account_ids) - {stamp.actor}), col(MailAddress.wanted)
    )
    for account_id in sorted(session.exec(wanted).all()):
        _notify(session, stamp, account_id, kind, set(about))
    session.flush()


def _notify(session: Session, stamp: Stamp, account_id: int, kind: NoticeKind, about: set[str]) -> None:
    same = select(Notice).where(Notice.account_id == account_id, Notice.kind == kind)
    if about:
        about -= {word for notice in session.exec(same) for word in notice.about.split()}
        if not about:
            return
    unsent = session.exec(same.where(*OPEN).limit(1)).first()
    notice = unsent or Notice(account_id=account_id, kind=kind, made_at=stamp.at, due_at=stamp.at)
    notice.about = " ".join([*notice.about.split(), *sorted(about)])
    session.add(notice)


def post(session: Session, *, stamp: Stamp, address: str, text: str) -> None:
    """Put a letter of the program's own in the outbox."""
    session.add(Notice(address=address, text=text, made_at=stamp.at, due_at=stamp.at))


@dataclass(frozen=True)
class Due:
    """A notice that is to be sent now, and where to; without a kind it is a letter whose text is at hand."""

    notice_id: int
    kind: NoticeKind | None
    address: str
    text: str = ""


def take_due(session: Session, *, now: datetime) -> list[Due]:
    """The notices that are due, held back from other attempts until they are due again.

    So a program that stops between sending and noting it sends one a second time, and none is lost. Those that
    nobody wants any more, or that have become too old to be news, are taken away.
    """
    query = (
        select(Notice, MailAddress)
        .join(MailAddress, col(MailAddress.account_id) == col(Notice.account_id), isouter=True)
        .where(*OPEN, col(Notice.due_at) <= now)
        .order_by(col(Notice.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Notice)
    )
    found = []
    for notice, to in session.exec(query).all():
        address = notice.address or (to.address if to and to.wanted else "")
        if not address or (notice.attempts == 0 and notice.made_at < now - TOO_OLD):
            session.delete(notice)
            continue
        notice.attempts += 1
        notice.due_at = now + (wait_after(notice.attempts) or TOO_OLD)
        session.add(notice)
        found.append(Due(notice.id or 0, notice.kind, address, notice.text))
    return found


def note_sent(session: Session, *, notice_id: int, now: datetime) -> None:
    notice = session.get(Notice, notice_id)
    if notice:
        notice.sent_at, notice.fault = now, ""
        session.add(notice)


def note_failed(session: Session, *, notice_id: int, fault: str, for_good: bool, now: datetime) -> None:
    """Note why a notice could not be sent. `for_good`: another attempt would not help."""
    notice = session.get(Notice, notice_id)
    if notice:
        notice.fault = fault
        if for_good or wait_after(notice.attempts) is None:
            notice.given_up_at = now
        session.add(notice)


def tidy(settings: Settings, database: Database, clock: Clock) -> None:  # noqa: ARG001
    """Take away what was sent or given up long ago, and what waits in vain where no mail server is told of."""
    now = clock()
    ended = (col(Notice.sent_at) < now - KEPT) | (col(Notice.given_up_at) < now - KEPT)
    never = col(Notice.sent_at).is_(None) & (col(Notice.made_at) < now - KEPT)
    with database.transaction() as session:
        session.exec(delete(Notice).where(ended | never))


# ---- Addresses --------------------------------------------------------------------------------------------------


def address_of(session: Session, *, account_id: int) -> MailAddress | None:
    return session.get(MailAddress, account_id)


def set_address(session: Session, *, stamp: Stamp, account_id: int, address: str, wanted: bool) -> None:
    """Note where somebody gets notices and whether she wants them; an empty address takes it away.

    What waits for her goes to the new address. The journal tells that it was changed, not what it is.
    """
    kept = session.get(MailAddress, account_id)
    if not address:
        if kept:
            session.delete(kept)
    elif kept:
        kept.address, kept.wanted = address, wanted
        session.add(kept)
    else:
        session.add(MailAddress(account_id=account_id, address=address, wanted=wanted))
    told = {"has_address": bool(address), "wanted": bool(address) and wanted}
    journal.record(session, stamp, "account:mail_set", account_id, **told)


# ---- How it goes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How many notices wait, how many of those have failed at least once, how many are given up, and the last fault."""

    waiting: int = 0
    failing: int = 0
    given_up: int = 0
    fault: str = ""


def standing(session: Session) -> Standing:
    """How the outbox stands, for the administrator: no word of what or to whom."""
    waiting = select(func.count(col(Notice.id))).where(*OPEN)
    given_up = select(func.count(col(Notice.id))).where(col(Notice.given_up_at).is_not(None))
    last = select(Notice.fault).where(Notice.fault != "").order_by(col(Notice.id).desc()).limit(1)
    return Standing(
        session.exec(waiting).one(),
        session.exec(waiting.where(Notice.attempts > 0)).one(),
        session.exec(given_up).one(),
        session.exec(last).first() or "",
    )
