"""How the installation itself is: its database, its disk and its copies, for monitoring and for the administrator."""

import shutil
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from audit.backups import operations as backups
from audit.backups import rules as backup_rules
from audit.config import Settings
from audit.database import Database, newest_revision

# Below the first nothing should be begun; below the second somebody has to make room.
DISK_FULL, DISK_LOW = 50_000_000, 1_000_000_000
DISK_SAID = "Disken är snart full. Gör plats: är den helt full kan inget sparas."


@dataclass(frozen=True)
class Running:
    """What is seen of the installation. `free` is in bytes."""

    database: bool
    up_to_date: bool
    free: int
    copies: backup_rules.Standing
    warnings: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether pages can be served and kept; an old copy keeps nobody from working."""
        return self.database and self.up_to_date and self.free >= DISK_FULL


def running(database: Database, settings: Settings, now: datetime) -> Running:
    """How the installation is, also where its database can't be reached."""
    free = shutil.disk_usage(settings.instance).free
    try:
        with database.transaction(write=False) as session:
            revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
            copies = backups.standing(session)
    except DBAPIError:
        return Running(False, False, free, backup_rules.Standing(), ())
    return Running(True, revision == newest_revision(), free, copies, _warnings(copies, settings, free, now))


def running_warnings(session: Session, settings: Settings, now: datetime) -> tuple[str, ...]:
    """What an administrator should do something about, in sentences."""
    return _warnings(backups.standing(session), settings, shutil.disk_usage(settings.instance).free, now)


def _warnings(copies: backup_rules.Standing, settings: Settings, free: int, now: datetime) -> tuple[str, ...]:
    low = [DISK_SAID] if free < DISK_LOW else []
    # What is invented need not be copied.
    return (*low, *([] if settings.demo else backup_rules.warnings(copies, now)))
