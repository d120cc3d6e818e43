"""Passwords as Argon2id hashes."""

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    return _HASHER.hash(_one_form(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`. Where nothing is stored the answer, no, takes as long."""
    try:
        return _HASHER.verify(stored or _hash_of_nothing(), _one_form(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether `stored` was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _hash_of_nothing() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def _one_form(password: str) -> str:
    # The same keys give an å as one character on one machine and as two on another.
    return unicodedata.normalize("NFC", password)
