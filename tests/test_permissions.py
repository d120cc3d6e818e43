"""Who may do what: every route, every role, own and other boards, held against the table that the program prints.

The house is furnished in `tests/support/furnished.py`; a new kind of record needs an example there.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from click.testing import CliRunner
from werkzeug.routing import Rule

from audit.accounts.access import PUBLIC, SIGNED_IN, UndeclaredAccessError
from audit.accounts.rules import Role
from audit.app import create_app
from audit.cli import main
from audit.config import Settings
from audit.database import Database
from tests.support.furnished import SECRET, Furnished

ROLES = tuple(str(role) for role in Role)
READABLE = ("text/", "application/json")
OWN_CASE, OTHER_CASE = re.compile(r"\b(KUN|NOR)-\d{3}"), re.compile(r"\bÖST-\d{3}")


@dataclass(frozen=True)
class Door:
    """One route with one method, and who may use it according to `stickprov routes --json`."""

    rule: Rule
    method: str
    roles: frozenset[str]

    @property
    def public(self) -> bool:
        return PUBLIC in self.roles

    def lets_in(self, role: str) -> bool:
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


def doors() -> Iterator[Door]:
    table = printed_table()
    for rule in rules():
        line = table[rule.endpoint, rule.rule]
        for method in line["methods"]:
            yield Door(rule, method, frozenset(line["roles"]))


DOORS = list(doors())
each_door = pytest.mark.parametrize("door", DOORS, ids=str)


@dataclass(frozen=True)
class Tried:
    """The status that each account got at one door: at its own boards' record, and at the other board's."""

    own: dict[str, int]
    other: dict[str, int]
    nobody: int


@pytest.fixture
def tried(furnished: Furnished, door: Door) -> Tried:
    if str(door) not in ALREADY:
        strangers = [f"annan-{role}" for role in ROLES if role != Role.ADMINISTRATOR]
        own = {role: open_door(furnished, door, role) for role in ROLES}
        other = {account: open_door(furnished, door, account, other=True) for account in [*ROLES, *strangers]}
        nobody = open_door(furnished, door, None)
        ALREADY[str(door)] = Tried(_known(own), _known(other), nobody or 0)
    return ALREADY[str(door)]


ALREADY: dict[str, Tried] = {}


def open_door(furnished: Furnished, door: Door, account: str | None, *, other: bool = False) -> int | None:
    """The answer's status; None where the address can't be somebody else's. What is changed is put back."""
    address = furnished.address(door.rule, other=other)
    if address is None:
        return None
    data = furnished.empty_form() if door.method == "POST" else None
    answer = furnished.browser(account).open(address, method=door.method, data=data)
    answer.close()
    if door.method == "POST":
        furnished.restore()
    return answer.status_code


def _known(statuses: dict[str, int | None]) -> dict[str, int]:
    return {account: status for account, status in statuses.items() if status is not None}


def test_the_printed_table_and_the_routes_are_the_same() -> None:
    assert set(printed_table()) == {(rule.endpoint, rule.rule) for rule in rules()}


def test_the_table_knows_no_other_words_than_the_roles() -> None:
    assert {role for door in DOORS for role in door.roles} <= {*ROLES, SIGNED_IN, PUBLIC}


def test_no_route_takes_anything_but_looking_and_sending_forms() -> None:
    assert {door.method for door in DOORS} == {"GET", "POST"}


@each_door
def test_each_role_gets_in_exactly_where_the_table_says(door: Door, tried: Tried) -> None:
    wrong = []
    for role, status in tried.own.items():
        let_in = status not in {401, 403} and status < 500
        if let_in is not door.lets_in(role):
            wrong.append(f"{role}: {status}, though the table says {'yes' if door.lets_in(role) else 'no'}")
    assert wrong == [], f"{door.method} {door.rule.rule}"


@each_door
def test_who_is_not_allowed_is_told_so_and_nothing_else(door: Door, tried: Tried) -> None:
    for statuses in (tried.own, tried.other):
        refused = {role: status for role, status in statuses.items() if not door.lets_in(role.removeprefix("annan-"))}
        assert set(refused.values()) <= {403}, refused


@each_door
def test_who_is_not_signed_in_is_asked_to(door: Door, tried: Tried) -> None:
    if door.public:
        assert tried.nobody not in {401, 403}
        assert tried.nobody < 500
    else:
        assert tried.nobody == (302 if door.method == "GET" else 401)


@each_door
def test_another_boards_record_does_not_exist(door: Door, tried: Tried) -> None:
    """For the roles that may use the page; and it is there for somebody, or the 404 would prove nothing."""
    if door.public or not tried.other:
        return
    found = {role: tried.other[role] for role in ROLES if door.lets_in(role)}
    assert set(found.values()) <= {404}, found
    its_own = {account: status for account, status in tried.other.items() if account.startswith("annan-")}
    assert set(its_own.values()) - {403, 404}, f"nobody finds the other board's example: {its_own}"


@each_door
def test_the_own_record_is_found(door: Door, tried: Tried) -> None:
    assert set(tried.own.values()) - {403, 404}, f"nobody finds the example: {tried.own}"


@each_door
def test_no_page_tells_anything_of_another_boards_cases(furnished: Furnished, door: Door) -> None:
    if door.method != "GET" or door.public:
        return
    address = furnished.address(door.rule)
    assert address
    for role in ROLES:
        if door.lets_in(role):
            answer = furnished.browser(role).get(address)
            page = answer.get_data(as_text=True) if str(answer.mimetype).startswith(READABLE) else ""
            assert SECRET not in page, role
            assert not OTHER_CASE.search(page), role
            assert role != Role.ADMINISTRATOR or not OWN_CASE.search(page), "the administrator sees no case data"


def test_a_route_that_declares_nothing_keeps_the_program_from_starting(furnished: Furnished) -> None:
    from audit.accounts import access

    app = create_app(furnished.house.settings, furnished.house.database)
    app.add_url_rule("/glomd", "glomd", lambda: "")
    with pytest.raises(UndeclaredAccessError, match="glomd"):
        access.declared(app)
