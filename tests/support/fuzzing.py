"""Somebody who tries every door in every role with things that nobody would send, and may be refused anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from audit.accounts.access import Access
from tests.support.furnished import Furnished
from tests.support.pages import fields_of, tree_of

T = TypeVar("T")
ENDLESS = "a" * 70_000
NASTY = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "2147483648",
        "99999999999999999999999",
        "1e309",
        "NaN",
        "−5",
        "½",
        "²",
        "1 000,50",
        "1,5",
    ),
    *("ja", "nej", "on", "true", "None", "null", "[]", '{"a": 1}', "\x00", "\x1b[31m", "\r\nSet-Cookie: a=b", "\u202e"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "2026-01-01", "10000-01-01", "24:61", "=1+1", "@SUM(A1)", "{{ 7*7 }}"),
    *(
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "%s%n%x",
        "{% for %}",
        "../../etc/passwd",
        "/etc/passwd",
        "//evil.invalid",
    ),
    *("KUN-001", "201701012393", "a;b;c\n1;2;3", "åäö", "A\u030a", "😀" * 50, ENDLESS),
)
NAMES = ("id", "namnd", "visa", "sok", "omrade", "ar", "sida", "form", "fortsatt", "once", "q", "till", "fran", "sort")
PARTS = ("0", "2147483647", "99999999999", "%00", "å", "-1", "x", "..")


class Chance(Protocol):
    """What decides: a test's examples, or a seed."""

    def choice(self, some: Sequence[T], /) -> T: ...

    def number(self, most: int, /) -> int: ...

    def text(self) -> str: ...


@dataclass(frozen=True)
class Shot:
    """One request, and what was answered."""

    account: str | None
    method: str
    address: str
    fields: dict[str, Any]
    status: int

    def __str__(self) -> str:
        shown = {name: str(value)[:60] for name, value in self.fields.items()}
        return f"{self.account}: {self.method} {self.address[:300]} {shown} -> {self.status}"


class Fuzzer:
    """Opens doors of a furnished house, and sends the forms it finds behind them with some fields turned."""

    def __init__(self, furnished: Furnished) -> None:
        self._furnished = furnished
        rules = [rule for rule in furnished.house.app.url_map.iter_rules() if not rule.endpoint.endswith("static")]
        self._looks = [rule for rule in rules if "GET" in (rule.methods or ())]
        self._sends = [rule for rule in rules if "POST" in (rule.methods or ())]
        self._accounts = [*furnished.house.accounts, None]
        self._access: Mapping[str, Access] = furnished.house.app.extensions["stickprov_access"]
        self._token = furnished.empty_form()

    def shoot(self, chance: Chance) -> list[Shot]:
        """A page, and one of its forms where it has any; or a form that no page showed."""
        blind = chance.number(4) == 0
        rule = chance.choice(self._sends if blind else self._looks)
        account = self._somebody(chance, rule)
        browser, address = self._furnished.browser(account), self._address(chance, rule)
        if blind:
            return [self._send(chance, browser, account, address, self._strange(chance))]
        page = browser.get(address, query_string=self._strange(chance) if chance.number(2) == 0 else None)
        shots = [Shot(account, "GET", address, {}, _closed(page))]
        forms = _forms(page) if page.status_code == 200 and page.mimetype == "text/html" else []
        if forms:
            form = chance.choice(forms)
            fields = self._turned(chance, fields_of(form))
            if form.get("method", "get").lower() == "get":
                answer = browser.get(form.get("action") or address, query_string=fields)
                shots.append(Shot(account, "GET", str(form.get("action")), fields, _closed(answer)))
            else:
                shots.append(self._send(chance, browser, account, form.get("action") or address, fields))
        return shots

    def _somebody(self, chance: Chance, rule: Rule) -> str | None:
        """Mostly one who may use the door."""
        roles = self._access[rule.endpoint].roles
        may = [name for name in self._accounts if name and name.strip("2").removeprefix("annan-") in roles]
        return chance.choice(may if may and chance.number(4) else self._accounts)

    def _address(self, chance: Chance, rule: Rule) -> str:
        other = chance.number(3) == 0
        address = self._furnished.address(rule, other=other) or self._furnished.address(rule)
        assert address
        if rule.arguments and chance.number(5) == 0:
            parts = address.partition("?")[0].split("/")
            parts[chance.number(len(parts) - 1)] = chance.choice(PARTS)
            return "/" + "/".join(parts).lstrip("/")
        return address

    def _strange(self, chance: Chance) -> dict[str, Any]:
        return {chance.choice(NAMES): self._value(chance) for _ in range(chance.number(4))}

    def _turned(self, chance: Chance, fields: dict[str, Any]) -> dict[str, Any]:
        for _ in range(chance.number(4)):
            if fields:
                name = chance.choice(sorted(fields))
                turn = chance.number(6)
                if turn == 0:
                    del fields[name]
                else:
                    fields[name] = [self._value(chance), self._value(chance)] if turn == 1 else self._value(chance)
        return fields

    def _value(self, chance: Chance) -> str:
        return chance.text() if chance.number(4) == 0 else chance.choice(NASTY)

    def _send(
        self, chance: Chance, browser: FlaskClient, account: str | None, address: str, fields: dict[str, Any]
    ) -> Shot:
        words = {"Accept": "application/json"} if chance.number(5) == 0 else {}  # as a script asks
        answer = browser.post(address, data={**fields, **self._token}, headers=words)
        return Shot(account, "POST", address, fields, _closed(answer))


def _forms(page: TestResponse) -> list[Any]:
    """The page's forms, but for the one that signs the person out."""
    return [form for form in tree_of(page.get_data(as_text=True)).iter("form") if form.get("action") != "/logga-ut"]


def _closed(answer: TestResponse) -> int:
    answer.close()
    return answer.status_code


def program_errors(shots: Sequence[Shot]) -> list[str]:
    return [str(shot) for shot in shots if shot.status >= 500]
