"""What is decided about accounts, passwords and boards without looking at anything else."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import PasswordHasher, Type
from hypothesis import given
from hypothesis import strategies as st

from audit.accounts import passwords
from audit.accounts.rules import (
    AccountState,
    Role,
    account_state,
    board_ending_fault,
    normal_username,
    password_fault,
    roles_in_words,
    too_many_attempts,
    username_fault,
)

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@given(st.text())
def test_a_username_has_one_form(text: str) -> None:
    assert normal_username(normal_username(text)) == normal_username(text)


def test_the_same_letters_typed_on_another_machine_are_the_same() -> None:
    apart = unicodedata.normalize("NFD", "Åsa")
    assert normal_username(apart) == normal_username("åsa")
    assert passwords.matches(passwords.hashed(unicodedata.normalize("NFD", "åäö åäö åäö")), "åäö åäö åäö")


@pytest.mark.parametrize("username", ["anna", "anna.t", "åsa-k", "a@b.se", "x" * 60])
def test_usual_usernames_can_be_used(username: str) -> None:
    assert username_fault(username) is None


@pytest.mark.parametrize("username", ["", "a", "x" * 61, "två ord", "a\tb", "a\u200bb"])
def test_usernames_that_nobody_could_type_again_can_not(username: str) -> None:
    assert username_fault(username)


@pytest.mark.parametrize("password", ["ett två tre fyra", "hästbatteriet", "sju sorters kakor", "å" * 4 + "🂡 kortlek"])
def test_no_digits_nor_signs_are_asked_of_a_password(password: str) -> None:
    assert password_fault(password, "anna") is None


def test_a_password_is_neither_short_nor_the_username() -> None:
    assert password_fault("elva tecken", "anna") == "Lösenordet ska ha minst 12 tecken. Det fattas 1."
    assert password_fault("Annan-Enhetschef", "annan-enhetschef")


@pytest.mark.parametrize(
    "password", ["aaaaaaaaaaaa", "abababababab", "1234567890123", "qwertyuiopåa", "Stickprov2026", "annaannaanna2026!"]
)
def test_what_everybody_would_guess_first_is_refused(password: str) -> None:
    assert password_fault(password, "anna")


def test_guessing_is_made_slow(strong_hasher: PasswordHasher) -> None:
    """At least what OWASP asks for: Argon2id with 19 MiB, two passes and one lane."""
    assert strong_hasher.type is Type.ID
    assert strong_hasher.memory_cost >= 19 * 1024
    assert strong_hasher.time_cost >= 2
    assert strong_hasher.salt_len >= 16


def test_an_unknown_account_has_no_password_that_matches() -> None:
    assert not passwords.matches(None, "")
    assert not passwords.matches("not a hash", "anything")


@given(st.lists(st.integers(0, 3600), max_size=12))
def test_the_door_closes_exactly_when_enough_failures_are_recent(seconds_ago: list[int]) -> None:
    failures = sorted(NOW - timedelta(seconds=seconds) for seconds in seconds_ago)
    recent = [failure for failure in failures if NOW - failure < timedelta(minutes=15)]
    until = too_many_attempts(failures, 5, now=NOW)
    assert (until is not None) == (len(recent) >= 5)
    if until:
        assert until == recent[-1] + timedelta(minutes=15)
        assert until > NOW


@pytest.mark.parametrize(
    ("active", "has_password", "invited_until", "state"),
    [
        (True, True, None, AccountState.ACTIVE),
        (True, True, NOW + timedelta(1), AccountState.ACTIVE),
        (True, False, NOW + timedelta(1), AccountState.INVITED),
        (True, False, NOW, AccountState.INVITATION_OVER),
        (True, False, None, AccountState.INVITATION_OVER),
        (False, True, NOW + timedelta(1), AccountState.CLOSED),
    ],
)
def test_how_an_account_stands(
    active: bool, has_password: bool, invited_until: datetime | None, state: AccountState
) -> None:
    assert account_state(active=active, has_password=has_password, invited_until=invited_until, now=NOW) is state


def test_roles_are_told_as_one_would_say_them() -> None:
    names = {1: "Kungsholmen", 2: "Norrmalm", 3: "Östermalm"}
    grants = frozenset(
        {(Role.REVIEWER, 3), (Role.REVIEWER, 1), (Role.REVIEWER, 2), (Role.READER, 2), (Role.ADMINISTRATOR, None)}
    )
    assert roles_in_words(grants, names) == [
        "Granskare för Kungsholmen, Norrmalm och Östermalm",
        "Läsare för Norrmalm",
        "Administratör",
    ]


def test_a_board_is_followed_by_another_and_never_by_itself() -> None:
    day = date(2023, 6, 30)
    assert (
        board_ending_fault(board_id=1, valid_from=None, valid_to=day, successor_id=2, successors={1: None, 2: None})
        is None
    )
    for successor, successors in ((1, {1: None}), (2, {1: None, 2: 1}), (2, {1: None, 2: 3, 3: 1})):
        fault = board_ending_fault(
            board_id=1, valid_from=None, valid_to=day, successor_id=successor, successors=successors
        )
        assert fault
        assert fault[0] == "successor"
