"""What one board has decided to erase, so that something is due; nothing is erased."""

from datetime import date

from sqlmodel import Session

from audit.accounts.rules import Role, Scope
from audit.demo.autumn import moment
from audit.demo.figures import KUNGSHOLMEN
from audit.demo.people import Cast
from audit.journal.rules import Stamp
from audit.retention import operations
from audit.retention.operations import Decision
from audit.retention.rules import Event, KindId

DECIDED = date(2026, 2, 19)


def decide(session: Session, *, cast: Cast) -> None:
    """Reviews' texts go a year and a half after the report, a log check's after two years; what the unit said stays."""
    board, account = cast.boards[KUNGSHOLMEN], cast.accounts["samordnare"]
    scope = Scope(account, "Samordnare", frozenset({(Role.COORDINATOR, board)}))
    for kind, months in ((KindId.REVIEW, 18), (KindId.DIALOGUE, None), (KindId.ACCESS_CHECK, 24)):
        of = operations.rule_place(session, scope, board, kind)
        event = Event.MADE if kind is KindId.ACCESS_CHECK else Event.PUBLISHED
        if of:
            decision = Decision(months, event, "Kungsholmens stadsdelsnämnd (påhittat beslut)", DECIDED, "§ 14")
            stamp = Stamp(moment(DECIDED, "10:00"), account)
            operations.decide(session, stamp=stamp, of=of, decision=decision, seen=of.seen)
