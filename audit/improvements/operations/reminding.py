"""Telling coordinators by e-mail of what should have been done by now."""

from collections import defaultdict

from audit.accounts.operations import accounts_with, known
from audit.accounts.rules import Role
from audit.clock import Clock, swedish_day
from audit.config import Settings
from audit.database import Database
from audit.improvements.operations.reading import areas
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind


def tell_late(settings: Settings, database: Database, clock: Clock) -> None:  # noqa: ARG001
    """Tell the coordinators of every area and measure that has become late, each once."""
    now = clock()
    today = swedish_day(now)
    late: dict[int, set[str]] = defaultdict(set)
    with database.transaction() as session:
        for area in areas(session, open_only=True):
            things = {f"measure:{one.id}" for one in area.late_measures(today)}
            things |= {f"area:{area.id}"} if area.is_overdue(today) else set()
            coordinators = accounts_with(session, role=Role.COORDINATOR, board_ids=area.board_names) if things else []
            for account in coordinators:
                late[known(account.id)] |= things
        for account_id, things in late.items():
            mail.notify(session, stamp=Stamp(now), account_ids=[account_id], kind=NoticeKind.LATE, about=things)
