"""What a copy holds and says of itself, where copies lie, and how it is told that one can't be used."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audit.backups import rules
from audit.backups.contents import TableSum, as_line
from audit.config import Settings

FORM = 1
END = as_line({"end": True})
# What an installation owns beside its database. The key to the cookies is made anew, so that nobody is signed in
# after a restoration, and the key to the copies can't lie in what it opens.
UPLOADS = "uploads"
FILES = ("settings.toml", "DEMO", "keys/pseudonym", "keys/smtp", "keys/sso")
Advance = Callable[[int, int], None]


class BackupError(Exception):
    """A copy that can't be made, read or restored; its text says in Swedish why, and what to do."""


@dataclass(frozen=True)
class Head:
    """What a copy says of itself before anything else. `journal` is the newest entry's number and hash."""

    form: int
    revision: str
    made_at: str
    files: int
    tables: int
    rows: int
    journal: tuple[int, str] | None


@dataclass(frozen=True)
class Copy:
    """A copy that has been read from beginning to end and found whole."""

    file: Path
    head: Head
    tables: dict[str, TableSum]


class Steps:
    """How far it has come, told as so many rows of all."""

    def __init__(self, advance: Advance, total: int) -> None:
        self._advance, self._total, self._done = advance, total, 0

    def __call__(self, some: int) -> None:
        self._done += some
        self._advance(self._done, self._total)


def folder_of(settings: Settings) -> Path:
    return Path(settings.backup_folder) if settings.backup_folder else settings.instance / "backups"


def key_file(settings: Settings) -> Path:
    return settings.instance / "keys" / "backup"


def newest_in(folder: Path) -> Path | None:
    """The newest copy there; None where there is none."""
    names = [file.name for file in folder.glob("*.age") if rules.made_at(file.name)]
    return folder / max(names) if names else None
