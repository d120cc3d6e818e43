"""What was done with copies is noted in the journal, and read there by the page that tells how it stands."""

from datetime import datetime

from sqlmodel import Session

from audit.backups import rules
from audit.backups.operations.form import Copy, folder_of
from audit.config import Settings
from audit.journal import operations as journal
from audit.journal.rules import Stamp

MADE, REHEARSED = "backup:made", "backup:rehearsed"
FAILED = {MADE: "backup:failed", REHEARSED: "backup:rehearsal_failed"}


def note(session: Session, action: str, copy: Copy, now: datetime) -> None:
    """Note that a copy was made or rehearsed."""
    journal.record(session, Stamp(now), action, copy.file.name, made_at=copy.head.made_at, rows=copy.head.rows)


def note_failure(session: Session, action: str, fault: str, now: datetime) -> None:
    journal.record(session, Stamp(now), FAILED[action], "backup", fault=fault)


def standing(session: Session) -> rules.Standing:
    """When copies were last made and rehearsed, and what has failed since."""
    made_at, made_fault = _newest(session, MADE)
    rehearsed_at, rehearsed_fault = _newest(session, REHEARSED)
    return rules.Standing(made_at, made_fault, rehearsed_at, rehearsed_fault)


def copies_gone_on(settings: Settings, now: datetime) -> datetime | None:
    """When the last copy that lies in the installation's folder now goes by rotation; None where there is none."""
    folder = folder_of(settings)
    names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    keep = rules.Keep(settings.backup_days, settings.backup_weeks, settings.backup_months)
    return rules.gone_on(names, keep, now)


def _newest(session: Session, action: str) -> tuple[datetime | None, str]:
    done, failed = (journal.newest(session, each) for each in (action, FAILED[action]))
    if failed and (done is None or failed.sequence > done.sequence):
        return done.at if done else None, str(failed.content.get("fault", ""))
    return done.at if done else None, ""
