"""Passwords as Argon2id hashes."""

import base64
import secrets
import unicodedata

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


def _hash_of_nothing() -> str:
    """A hash that no password has, made without work: to hold a password against it takes as long as against any."""
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    salt, digest = (_unpadded(secrets.token_bytes(length)) for length in (_HASHER.salt_len, _HASHER.hash_len))
    return f"$argon2id$v=19${cost}${salt}${digest}"


def _unpadded(random: bytes) -> str:
    return base64.b64encode(random).decode().rstrip("=")


def _one_form(password: str) -> str:
    # The same keys give an å as one character on one machine and as two on another.
    return unicodedata.normalize("NFC", password)
