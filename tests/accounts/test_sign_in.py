"""Signing in: with the right password, a wrong one, and too many wrong ones."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError
from sqlmodel import select

from audit.accounts import passwords
from audit.accounts.models import SignInAttempt
from audit.accounts.rules import ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS
from tests.accounts.people import PASSWORD, journal_actions, of_account, password_hash, sign_in, text, with_password
from tests.support.house import House

WRONG = "inte det rätta"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def test_name_and_password_open_the_program(house: House) -> None:
    with_password(house, "granskare")
    client = house.client()
    assert sign_in(client, "granskare").location == "/"
    assert "Granskare" in text(client.get("/mitt-konto"))


def test_case_and_outer_space_of_the_name_do_not_matter(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "granskare")
    assert sign_in(house.client(), "  GRANSKARE ").status_code == 302


def test_a_page_that_was_asked_for_comes_after_signing_in(house: House) -> None:
    with_password(house, "granskare")
    client = house.client()
    asked = client.get("/mitt-konto?visa=allt")
    assert asked.status_code == 302
    assert client.fill(asked.location, username="granskare", password="sju sorters kakor").location == (
        "/mitt-konto?visa=allt"
    )


def test_nobody_is_led_away_from_the_program(house: House) -> None:
    with_password(house, "granskare")
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org", "/\t/example.org", "example.org"):
        client = house.client()
        page = client.get("/logga-in", query_string={"fortsatt": elsewhere})
        assert "example.org" not in text(page)
        fields = {**client.form("/logga-in")[1], "username": "granskare", "password": "sju sorters kakor"}
        assert client.post("/logga-in", data={**fields, "kept_for": elsewhere}).location == "/", elsewhere


def test_a_wrong_password_is_told_without_saying_what_was_wrong(house: House) -> None:
    with_password(house, "granskare")
    known, unknown = (sign_in(house.client(), name, WRONG) for name in ("granskare", "ingen-alls"))
    assert known.status_code == unknown.status_code == 422
    for answer in (known, unknown):
        assert "Användarnamnet eller lösenordet stämmer inte" in text(answer)
    assert journal_actions(house)[-2:] == ["session:refused", "session:refused"]


def test_the_password_never_comes_back_in_the_page(house: House) -> None:
    assert WRONG not in text(sign_in(house.client(), "granskare", WRONG))


def test_an_account_without_password_lets_nobody_in(house: House) -> None:
    assert sign_in(house.client(), "granskare", WRONG).status_code == 422


def test_nothing_typed_is_told_at_the_fields(house: House) -> None:
    page = text(sign_in(house.client(), "", ""))
    assert "Skriv ditt användarnamn." in page
    assert "Skriv ditt lösenord." in page


def test_after_too_many_wrong_passwords_one_has_to_wait(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "granskare", "lasare")
    client = house.client()
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        assert sign_in(client, "granskare", WRONG).status_code == 422
    closed = sign_in(client, "granskare")
    assert closed.status_code == 429
    assert "Vänta till klockan 10:15" in text(closed), "Swedish summer time"
    assert sign_in(house.client(), "lasare").status_code == 302, "others get in"


def test_waiting_helps_and_trying_meanwhile_does_not_prolong_it(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "granskare")
    client = house.client()
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        sign_in(client, "granskare", WRONG)
    house.clock.forward(minutes=14)
    assert sign_in(client, "granskare").status_code == 429
    house.clock.forward(minutes=1)
    assert sign_in(client, "granskare").status_code == 302


def test_signing_in_forgets_the_slips_before_it(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "granskare")
    for _ in range(3):
        for _ in range(ATTEMPTS_PER_ACCOUNT - 1):
            assert sign_in(house.client(), "granskare", WRONG).status_code == 422
        assert sign_in(house.client(), "granskare").status_code == 302


def test_guessing_many_names_from_one_address_is_stopped(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "granskare")
    with house.database.transaction() as session:
        key = _address_key(house)
        session.add_all(SignInAttempt(key=key, at=house.clock()) for _ in range(ATTEMPTS_PER_ADDRESS))
    assert sign_in(house.client(), "granskare").status_code == 429


def _address_key(house: House) -> str:
    from audit.accounts.sessions import attempt_key

    return attempt_key(house.settings.secret_key, "address", "127.0.0.1")


def test_neither_name_nor_address_of_a_failure_is_stored(house: House) -> None:
    sign_in(house.client(), "hemligt-namn", WRONG)
    with house.database.transaction(write=False) as session:
        keys = list(session.exec(select(SignInAttempt.key)))
    assert len(keys) == 2
    assert all(len(key) == 64 for key in keys)
    assert _address_key(house) in keys


def test_signs_that_no_database_keeps_do_no_harm(house_on_each: House) -> None:
    house = house_on_each
    assert sign_in(house.client(), "gran\0skare", "noll \0 noll").status_code == 422
    answer = house.client("administrator").fill("/namnder/ny", name="Far\0sta", code="FAR", once="\0")
    assert answer.status_code == 302


def test_a_closed_account_lets_nobody_in(house: House) -> None:
    with_password(house, "granskare", "administrator")
    house.client("administrator").fill(f"/konton/{house.accounts['granskare']}", "Stäng kontot")
    assert sign_in(house.client(), "granskare").status_code == 422


class Counting(PasswordHasher):
    """A hasher like the one in use, which counts its work: each hash that is made or held against, with its cost."""

    def __init__(self, like: PasswordHasher) -> None:
        super().__init__(like.time_cost, like.memory_cost, like.parallelism)
        self.work: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.work.append("made")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the name is argon2's
        try:
            return super().verify(hash, password)
        except InvalidHashError:
            self.work.append("no work")
            raise
        finally:
            self.work.append(str(hash).split("$")[3])


def test_an_unknown_name_costs_the_same_work_as_a_known_one(
    house_on_sqlite: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, counting = house_on_sqlite, Counting(passwords._HASHER)
    with_password(house, "granskare")
    monkeypatch.setattr(passwords, "_HASHER", counting)
    spent = []
    for name in ("ingen-alls", "granskare", "lasare", "ingen-alls"):
        counting.work.clear()
        assert sign_in(house.client(), name, WRONG).status_code == 422
        spent.append(tuple(counting.work))
    assert set(spent) == {(f"m={counting.memory_cost},t={counting.time_cost},p={counting.parallelism}",)}


def test_a_password_that_was_kept_with_less_work_is_kept_anew_when_it_is_used(
    house_on_sqlite: House, strong_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_on_sqlite
    with_password(house, "granskare")
    monkeypatch.setattr(passwords, "_HASHER", strong_hasher)
    assert sign_in(house.client(), "granskare", WRONG).status_code == 422
    assert of_account(house, "granskare").password_hash == password_hash()
    assert sign_in(house.client(), "granskare").status_code == 302
    kept = of_account(house, "granskare").password_hash or ""
    assert not passwords.outdated(kept)
    assert passwords.matches(kept, PASSWORD)
