"""A demonstration as the command makes it, for all tests that look at one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from audit.cli import main
from audit.database import Database
from audit.journal import operations as journal


@dataclass(frozen=True)
class Made:
    """A demonstration that was made: where it lies, what the command said, and its database."""

    folder: Path
    said: str
    database: Database


def run(*arguments: str, env: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, env=dict(env or {}))


def make(folder: Path) -> Made:
    result = run("demo", "--instance", str(folder))
    assert result.exit_code == 0, result.output
    return Made(folder, result.output, opened(folder))


def opened(folder: Path) -> Database:
    return journal.attach(Database(f"sqlite:///{folder / 'stickprov.db'}"))
