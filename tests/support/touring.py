"""Somebody of every role who goes through every door of a furnished house, and leaves it as it was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from sqlmodel import col, select
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from audit.accounts import sharing
from audit.accounts.rules import Purpose
from audit.registers.models import RegisterUnit
from audit.reviews.models import Review
from audit.rounds.models import SampleUnit
from tests.support.doors import LOOKING, OTHER_ROLES, ROLES, SENDING, Door
from tests.support.forms import WORDS, Form, forms_of
from tests.support.furnished import YEAR_WITHOUT_A_PLAN, Furnished
from tests.support.undone import Undone, undone

READABLE = ("text/", "application/json")
# What is noted of a refusal.
JOURNAL = frozenset({"journal", "journal_board", "journal_content"})
RELATIONS = ("none", "shares", "revoked", "expired")
Sent = Mapping[str, Any]
# Names in an address that lead to a record, and whose example it is.
ASKED_FOR = {
    "namnd": "board_id",
    "omgang": "round_id",
    "iakttagelse": "observation_id",
    "risk": "risk_id",
    "svar": "reply_id",
}
# Fields (or how their names begin) that a form needs filled in in its own way before it is carried out.
FILLED_IN: Mapping[str, Mapping[str, str]] = {
    "access_checks.make": {"fran": "2026-09-01", "till": "2026-09-01", "slag": "arbete"},
    "accounts.sharing_begun": {"receiver": "2"},
    "comparison.new_paper_year": {"year": "2012"},
    "comparison.set_answers": {"answers-pasted": "1;application_on_file;Ja"},
    "comparison.set_counts": {"counts-pasted": "application_on_file;7;2;1"},
    "improvements.new_evidence": {"text": WORDS},
    "indicators.new_check": {"formula": "Totalt = Arbete + Okänd"},
    "indicators.new_indicator": {"unit": "%", "quantity": "andel", "direction": "lagre"},
    "plans.new_analysis": {"year": "2029"},
    "plans.new_plan": {"year": str(YEAR_WITHOUT_A_PLAN)},
    "registers.set_count": {"year": "2024"},
    "rounds.create": {"period_from": "2026-01-01", "period_to": "2026-06-30"},
    "reports.publish": {"skal_": WORDS, "small": WORDS, "changed": WORDS},
}
# Fields that say how the record stood when its form was shown, so that nobody overwrites another's change.
STATES = ("seen", "filled_from", "version-", "visad-")
VOLATILE = frozenset({*JOURNAL, "form_submission"})


@dataclass(frozen=True)
class Answer:
    """What was answered, and the tables that were written and kept."""

    status: int
    kind: str
    data: bytes
    kept: frozenset[str]

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "ignore") if self.kind.startswith(READABLE) else ""


@dataclass(frozen=True)
class Page:
    """An answer, and the names that its page looked for in the address."""

    answer: Answer
    asked: frozenset[str]


# Of each furnished house: who was shown what at which door, at the own record or at the other board's.
_PAGES: dict[str, dict[tuple[str, str, bool], Page | None]] = {}


class _Read(ImmutableMultiDict[str, str]):
    """What an address asks for, which notes the names that a page looks for: all ways to it go by these."""

    names: ClassVar[set[str]] = set()

    def getlist(self, key: str, *kind: Any, **kinds: Any) -> list[Any]:
        self.names.add(key)
        return super().getlist(key, *kind, **kinds)

    def __getitem__(self, key: str) -> str:
        self.names.add(key)
        return super().__getitem__(key)


class Tour:
    """Every request is undone at once, so that the next one finds the house as it was furnished."""

    def __init__(self, furnished: Furnished, seen: Undone) -> None:
        self.furnished, self._seen = furnished, seen
        self._token = furnished.empty_form()
        self._pages = _PAGES.setdefault(furnished.house.database.url, {})

    def look(self, account: str | None, address: str, *, script: bool = False) -> Answer:
        return self._ask(account, "GET", address, None, script=script)

    def send(self, account: str | None, address: str, fields: Sent | None = None, *, script: bool = False) -> Answer:
        return self._ask(account, "POST", address, {**(fields or {}), **self._token}, script=script)

    def visit(self, account: str | None, door: Door, *, other: bool = False, script: bool = False) -> Answer | None:
        """The page, or the form filled in as its owner would; None where the address can't be somebody else's.

        `script`: as a script asks, to which a refusal is told in one line instead of a page, in half the time.
        """
        address = self.furnished.address(door.rule, other=other)
        if address is None:
            return None
        if door.method == "POST":
            form = self.form_of(account or "", door, other=other)
            return self.send(account, address, form.fields if form else None, script=script)
        return self.look(account, address, script=script)

    def page(self, account: str, door: Door, *, other: bool = False) -> Page | None:
        """What an account is shown at a door in the house as it was furnished. It is asked for once."""
        key = (account, str(door), other)
        if key not in self._pages:
            answer = self.visit(account, door, other=other)
            self._pages[key] = Page(answer, frozenset(_Read.names)) if answer else None
        return self._pages[key]

    def _ask(self, account: str | None, method: str, address: str, data: Sent | None, *, script: bool) -> Answer:
        words = {"Accept": "application/json"} if script else {}
        del self._seen.kept[:]
        _Read.names = set()
        with self._seen.again():
            answer = self.furnished.browser(account).open(address, method=method, data=data, headers=words)
            found = Answer(answer.status_code, str(answer.mimetype), answer.get_data(), frozenset(self._seen.kept))
            answer.close()
        if found.kept - JOURNAL:
            self.furnished.restore_files()
        return found

    # ---- Forms ---------------------------------------------------------------------------------------------------

    def form_of(self, account: str, door: Door, *, other: bool = False) -> Form | None:
        """The door's form: as the account's own role sees it, or else as anybody does who may see it."""
        shown = self._forms_of_other if other or account.startswith("annan-") else self._forms_of_own
        role = account.removeprefix("annan-").rstrip("2")
        forms = shown.get(str(door), {})
        return forms.get(role) or next(iter(forms.values()), None)

    @cached_property
    def _forms_of_own(self) -> dict[str, dict[str, Form]]:
        return self._forms(ROLES, other=False)

    @cached_property
    def _forms_of_other(self) -> dict[str, dict[str, Form]]:
        return self._forms(OTHER_ROLES, other=True)

    def _forms(self, accounts: Iterable[str], *, other: bool) -> dict[str, dict[str, Form]]:
        """By door and role. Of several forms that lead to a door the example's own comes first."""
        found: dict[str, dict[str, Form]] = defaultdict(dict)
        for account in accounts:
            for form in self._shown(account, other=other):
                if form.method != "post" or (door := self._door(form.action)) is None:
                    continue
                forms, role = found[str(door)], account.removeprefix("annan-")
                _fill_in(form, FILLED_IN.get(door.rule.endpoint, {}))
                if role not in forms or form.action == self.furnished.address(door.rule, other=other):
                    forms[role] = form
        return found

    def addresses(self, door: Door) -> list[str]:
        """The door's address, alone and with each name that its page looks for naming the other board's record."""
        address, examples = self.furnished.address(door.rule) or "", self.furnished.examples
        pages = (self.page(role, door) for role in ROLES if door.lets_in(role))
        asked = sorted({name for page in pages if page for name in page.asked} & ASKED_FOR.keys())
        sign = "&" if "?" in address else "?"
        return [address, *(f"{address}{sign}{name}={examples[ASKED_FOR[name]].other}" for name in asked)]

    def foreign(self, door: Door, role: str) -> Iterator[tuple[Form, str, list[str]]]:
        """The role's own form at a door, with each field and the values in it that only the other board is offered."""
        own, other = (forms.get(str(door), {}).get(role) for forms in (self._forms_of_own, self._forms_of_other))
        if own and other:
            for name, offered in sorted(other.choices.items()):
                values = sorted(offered - own.choices.get(name, set()))
                if values and not name.startswith(STATES):
                    yield own, name, values

    def after(self, account: str, form: Form, fields: Sent) -> tuple[int, str]:
        """The status, and what all tables hold when the form was sent, but for the journal and the form itself."""
        with self._seen.again():
            self._seen.number_alike()
            browser, data = self.furnished.browser(account), {**fields, **self._token}
            answer = browser.open(form.action, method="POST", data=data)
            answer.close()
            held = {name: seen for name, seen in self._seen.contents().items() if name not in VOLATILE}
        self.furnished.restore_files()
        return answer.status_code, str(sorted(held.items()))

    def _shown(self, account: str, *, other: bool) -> Iterator[Form]:
        for door in LOOKING:
            its = other and self.furnished.address(door.rule, other=True) is not None
            page = self.page(account, door, other=its) if door.lets_in(account) else None
            if page and page.answer.status == 200 and page.answer.kind == "text/html":
                yield from forms_of(page.answer.data, self.furnished.address(door.rule, other=its) or "")

    def _door(self, action: str) -> Door | None:
        """The door that a form leads to."""
        try:
            rule, _ = self._map.match(action.partition("?")[0], method="POST", return_rule=True)
        except HTTPException:
            return None
        return next((door for door in SENDING if door.rule.rule == rule.rule), None)

    @cached_property
    def _map(self) -> Any:
        return self.furnished.house.app.url_map.bind("localhost")

    # ---- How the boards stand to each other ----------------------------------------------------------------------

    @contextmanager
    def standing(self, relation: str, *, protected: bool) -> Iterator[None]:
        """Until the block ends: what Östermalm shares with Kungsholmen, and whether the cases under review are of
        persons with protected identity."""
        with self._seen.again():
            if relation != "none":
                self._share(relation)
            if protected:
                self.protect()
            yield

    def _share(self, relation: str) -> None:
        house = self.furnished.house
        giver, receiver, stamp = house.boards["Östermalm"], house.boards["Kungsholmen"], house.stamp("annan-samordnare")
        until = house.today + timedelta(days=30)
        with house.database.transaction() as session:
            for purpose in Purpose:
                wanted = sharing.Wanted(giver, receiver, purpose, until, "Påhittad paragraf", "Påhittat")
                kept = sharing.share(session, stamp=stamp, wanted=wanted)
                if relation == "revoked":
                    assert sharing.revoke(session, stamp=stamp, sharing=kept)
                if relation == "expired":
                    kept.until = house.today - timedelta(days=1)
                    session.add(kept)

    def protect(self) -> frozenset[str]:
        """Mark the units of all example reviews, in whichever extract they stand. Answers their ids."""
        examples = self.furnished.examples
        named = [example for part, example in examples.items() if part.rpartition(":")[2] == "review_id"]
        reviews = {int(value) for example in named for value in (example.own, example.other) if value}
        with self.furnished.house.database.transaction() as session:
            of = select(SampleUnit.unit_id).join(Review, col(Review.sample_unit_id) == col(SampleUnit.id))
            ids = frozenset(session.exec(of.where(col(Review.id).in_(reviews))))
            for unit in session.exec(select(RegisterUnit).where(col(RegisterUnit.unit_id).in_(ids))):
                unit.content = {**unit.content, "skyddad": True}
                session.add(unit)
        return ids


def _fill_in(form: Form, filled: Mapping[str, str]) -> None:
    for name in form.fields:
        form.fields[name] = next(
            ([value] for part, value in filled.items() if name.startswith(part)), form.fields[name]
        )


@contextmanager
def touring(furnished: Furnished) -> Iterator[Tour]:
    """A tour of the house, after which every table is as it was."""
    request_class = furnished.house.app.request_class
    noting = type("Noting", (request_class,), {"parameter_storage_class": _Read})
    with undone(furnished.house.database) as seen:
        before = seen.contents()
        furnished.house.app.request_class = noting
        try:
            yield Tour(furnished, seen)
            assert seen.contents() == before
        finally:
            furnished.house.app.request_class = request_class
