"""What should have been done by now: counted for Start, and told to coordinators by e-mail."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from audit.accounts.operations import accounts_with, known
from audit.accounts.rules import Role
from audit.clock import Clock, swedish_day
from audit.config import Settings
from audit.database import Database
from audit.improvements.operations.reading import areas
from audit.improvements.rules import AreaStatus
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind


def tell_late(settings: Settings, database: Database, clock: Clock) -> None:  # noqa: ARG001
    """Tell the coordinators of every area and measure that has become late, each once."""
    now = clock()
    today = swedish_day(now)
    told: dict[int, set[str]] = defaultdict(set)
    with database.transaction() as session:
        for area in areas(session, open_only=True):
            things = {f"measure:{one.id}" for one in area.late_measures(today)}
            things |= {f"area:{area.id}"} if area.is_overdue(today) else set()
            coordinators = accounts_with(session, role=Role.COORDINATOR, board_ids=area.followed_by) if things else []
            for account in coordinators:
                told[known(account.id)] |= things
        for account_id, things in told.items():
            mail.notify(session, stamp=Stamp(now), account_ids=[account_id], kind=NoticeKind.LATE, about=things)


@dataclass(frozen=True)
class Late:
    """How many open areas are late, how many measures of open areas are, and how many areas are back unjudged."""

    areas: int = 0
    measures: int = 0
    recurred: int = 0


def late(session: Session, *, board_ids: Collection[int], today: date) -> Late:
    """What is late or has come back in the areas of the boards."""
    found = areas(session, board_ids=board_ids) if board_ids else []
    return Late(
        areas=sum(one.is_overdue(today) for one in found),
        measures=sum(len(one.late_measures(today)) for one in found),
        recurred=sum(one.status is AreaStatus.RECURRED for one in found),
    )
