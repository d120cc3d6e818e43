"""The types of columns that are encrypted where the database has a cipher. Where it has none they cost nothing."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import JSON, ClauseElement, Column, Dialect, String, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from audit.encryption.cipher import Cipher, UnreadableError
from audit.encryption.rules import SAYS_NOTHING

Process = Callable[[Any], Any] | None
ANSWERED = (operators.eq, operators.ne)


def give_cipher(engines: Iterable[Any], cipher: Cipher | None) -> None:
    """Have all that these engines read and write go through the cipher, from their very first statement on."""
    for engine in engines:
        engine.dialect.stickprov_cipher = cipher


def cipher_of(dialect: Any) -> Cipher | None:
    found: Cipher | None = getattr(dialect, "stickprov_cipher", None)
    return found


def seal(cipher: Cipher, place: str, value: Any, *, as_json: bool) -> Any:
    """What is kept of a value: the same where it says nothing."""
    if not value or (not as_json and value in SAYS_NOTHING):
        return value
    return cipher.seal(place, json.dumps(value, ensure_ascii=False) if as_json else value)


def unseal(cipher: Cipher, place: str, kept: Any, *, as_json: bool) -> Any:
    """The value of what is kept. Raises UnreadableError."""
    if not kept or (not as_json and kept in SAYS_NOTHING):
        return kept
    text = cipher.open(place, kept)
    return json.loads(text) if as_json else text


class _Encrypted(TypeDecorator[Any]):
    """`place` is »table.column«; `instead` what is read where a text can't be opened, None where that is an error."""

    as_json = False

    def __init__(self, place: str, instead: str | None = None) -> None:
        super().__init__()
        self.place = place
        self.instead = instead

    class Comparator(TypeDecorator.Comparator[Any]):
        """A database that sees only sealed texts can tell whether there is one, and nothing else."""

        def operate(self, op: Any, *other: Any, **options: Any) -> Any:
            # Columns are compared with columns by SQLAlchemy itself, where it looks them up.
            asked = [value for value in other if not isinstance(value, ClauseElement)]
            if op not in ANSWERED or any(value is not None and value not in SAYS_NOTHING for value in asked):
                raise TypeError(f"{op.__name__} can't be asked of a column that may be encrypted")
            return super().operate(op, *other, **options)

    comparator_factory = Comparator

    # The processors themselves, instead of what is called for every value: without a cipher there is none.

    def bind_processor(self, dialect: Dialect) -> Process:
        plain, cipher = super().bind_processor(dialect), cipher_of(dialect)
        if cipher is None:
            return plain

        def process(value: Any) -> Any:
            sealed = seal(cipher, self.place, value, as_json=self.as_json)
            return plain(sealed) if plain else sealed

        return process

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:
        plain, cipher = super().result_processor(dialect, coltype), cipher_of(dialect)
        if cipher is None:
            return plain

        def process(value: Any) -> Any:
            kept = plain(value) if plain else value
            try:
                return unseal(cipher, self.place, kept, as_json=self.as_json)
            except UnreadableError:
                if self.instead is None:
                    raise
                return self.instead

        return process


class EncryptedText(_Encrypted):
    impl = Text
    cache_ok = True


class EncryptedLine(_Encrypted):
    impl = String
    cache_ok = True


class EncryptedJson(_Encrypted):
    impl = JSON
    cache_ok = True
    as_json = True


def text_column(place: str) -> Column[Any]:
    """A column of free text."""
    return Column(EncryptedText(place), nullable=False)


def line_column(place: str) -> Column[Any]:
    """A column of a single line of free text."""
    return Column(EncryptedLine(place), nullable=False)
