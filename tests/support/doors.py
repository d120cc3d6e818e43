"""Every door of the program: one route with one method, and who may use it according to `stickprov routes --json`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from click.testing import CliRunner
from werkzeug.routing import Rule

from audit.accounts.access import PUBLIC, SIGNED_IN
from audit.accounts.rules import Role
from audit.app import create_app
from audit.cli import main
from audit.config import Settings
from audit.database import Database

ROLES = tuple(str(role) for role in Role)
OTHER_ROLES = tuple(f"annan-{role}" for role in ROLES if role != Role.ADMINISTRATOR)


@dataclass(frozen=True, eq=False)
class Door:
    """One route with one method, and the words of the table for who may use it."""

    rule: Rule
    method: str
    roles: frozenset[str]

    @property
    def public(self) -> bool:
        return PUBLIC in self.roles

    def lets_in(self, account: str) -> bool:
        """Whether an account of the house may use it, by its role."""
        role = account.removeprefix("annan-").rstrip("2")
        return bool(self.roles & {role, SIGNED_IN, PUBLIC})

    def __str__(self) -> str:
        """The endpoint, and the whole address where it has several."""
        return f"{self.method}-{self.rule.endpoint}{self.rule.rule if 'namnd' in self.rule.rule else ''}"


def printed_table() -> dict[tuple[str, str], dict[str, list[str]]]:
    lines = json.loads(CliRunner().invoke(main, ["routes", "--json"]).output)
    return {(line["endpoint"], line["rule"]): line for line in lines}


def rules() -> list[Rule]:
    settings = Settings("", b"", b"", "sqlite://")  # type: ignore[arg-type]
    app = create_app(settings, Database(settings.database_url))
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def _doors() -> Iterator[Door]:
    table = printed_table()
    for rule in rules():
        line = table[rule.endpoint, rule.rule]
        for method in line["methods"]:
            yield Door(rule, method, frozenset(line["roles"]))


DOORS = list(_doors())
LOOKING = [door for door in DOORS if door.method == "GET"]
SENDING = [door for door in DOORS if door.method == "POST"]
