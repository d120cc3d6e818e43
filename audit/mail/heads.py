"""The journal's head sent to a mailbox once a day, where the installation has chosen one."""

from datetime import timedelta

from audit.clock import SWEDEN, Clock
from audit.config import Settings
from audit.database import Database
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations
from audit.mail.rules import head_text

POSTED = "journal:posted"
EVERY = timedelta(hours=23)


def post_head(settings: Settings, database: Database, clock: Clock) -> None:
    """Put the head in the outbox, unless that was done less than a day ago. It is tried anew as notices are."""
    if not settings.journal_head_mailbox or settings.mail is None:
        return
    with database.transaction() as session:
        now, last, newest = clock(), journal.newest(session, POSTED), journal.head(session)
        if newest is None or (last and now - last.at < EVERY):
            return
        head, moment = f"{newest[0]}:{newest[1]}", f"{now.astimezone(SWEDEN):%Y-%m-%d kl. %H:%M}"
        text = head_text(head, moment, settings.mail.public_url)
        operations.post(session, stamp=Stamp(now), address=settings.journal_head_mailbox, text=text)
        journal.record(session, Stamp(now), POSTED, "journal", sequence=newest[0])
