"""A report as one text that never changes: JSON in one form only, its hash, and the way back to the same report."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from audit.reports import content
from audit.reports.content import Report

FORMAT = 1
KIND = "_"
CLASSES: Mapping[str, type] = {
    name: each
    for name, each in vars(content).items()
    if isinstance(each, type) and each.__module__ == content.__name__ and is_dataclass(each)
}
# What stands for a value that JSON has no form for: its name, how it is written, and how it is read again.
VALUES: tuple[tuple[type, str, Callable[[Any], str], Callable[[str], object]], ...] = (
    (content.RowKind, "row", str, content.RowKind),
    (datetime, "moment", lambda moment: moment.astimezone(UTC).isoformat(), datetime.fromisoformat),
    (date, "day", date.isoformat, date.fromisoformat),
    (Decimal, "decimal", str, Decimal),
    (Fraction, "fraction", str, Fraction),
)
# Nearly all that a report holds is of these very types, and the same in JSON.
PLAIN = {str, int, bool, type(None)}
READ = {name: read for _, name, _, read in VALUES}


class FrozenError(Exception):
    """The text is no frozen report of a form that this program knows."""


def frozen(report: Report) -> str:
    """The report as text: sorted keys, no spaces, no escaping of letters. The same report gives the same text."""
    whole = {"format": FORMAT, "report": _plain(report)}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def thawed(text: str) -> Report:
    """The report that `frozen` made the text of. Raises FrozenError where it is none."""
    try:
        whole = json.loads(text)
        if whole["format"] != FORMAT:
            raise FrozenError(f"form {whole['format']}")
        report = _read(whole["report"])
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise FrozenError(type(error).__name__) from error
    if not isinstance(report, Report):
        raise FrozenError("no report")
    return report


def hash_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, in lower-case hex."""
    return hash_of_bytes(text.encode())


def hash_of_bytes(file: bytes) -> str:
    """SHA-256 of a file, in lower-case hex."""
    return hashlib.sha256(file).hexdigest()


def _plain(value: object) -> object:
    if type(value) in PLAIN:
        return value
    for kind, name, write, _ in VALUES:
        if isinstance(value, kind):
            return {KIND: name, "value": write(value)}
    if is_dataclass(value):
        held = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {KIND: type(value).__name__, **held}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, str | int):
        return value
    raise TypeError(f"a report holds no {type(value).__name__}")


def _read(value: Any) -> object:
    if isinstance(value, list):
        return tuple(_read(each) for each in value)
    if not isinstance(value, dict):
        return value
    name = value[KIND]
    if name in READ:
        return READ[name](value["value"])
    return CLASSES[name](**{key: _read(each) for key, each in value.items() if key != KIND})
