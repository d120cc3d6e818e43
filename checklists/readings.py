"""How what the register says of a case becomes the attributes that rules refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from checklists.evaluating import fits
from checklists.grammar import Scalar
from checklists.models import Attribute

Content = Mapping[str, object]
ADULTS = {"ensam": 1, "par": 2}


@dataclass(frozen=True)
class Period:
    """The reviewed period, first and last day inclusive."""

    first: date
    last: date


Told = tuple[Scalar | None, ...]
"""One value (None: it is known that there is none), or none at all where nothing is told."""
NOTHING: Told = ()


def from_register(attribute: Attribute, content: Content, *, register: str, period: Period | None) -> Told:
    """What a register's row tells of `attribute`.

    `content` is the row by column: text, whole number, bool or None, dates as ÅÅÅÅ-MM-DD, amounts as decimal text; a
    column that is not in it was not in the extract. `register` is the register that the row comes from. The value is
    None where the row has the column and leaves it empty. A value of another type than declared tells nothing.
    """
    if attribute.source != register or attribute.column not in content:
        return NOTHING
    read = READERS.get(attribute.reading)
    told = read(attribute, content[attribute.column], period) if read else NOTHING
    return tuple(value for value in told if fits(value, attribute.type))


def as_scalar(value: object, kind: str) -> Told:
    """`value` as it is kept in a register or a form, in the declared type `kind`; NOTHING where it is of another."""
    if value is None or value == "":
        return (None,)
    if kind == "date":
        day = _day(value)
        return NOTHING if day is None else (day,)
    if kind == "integer":
        number = _number(value)
        return NOTHING if number is None or number != int(number) else (int(number),)
    if isinstance(value, bool) or kind == "boolean":
        return (value,) if isinstance(value, bool) and kind == "boolean" else NOTHING
    return (str(value),)


def _day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _value(attribute: Attribute, value: object, _: Period | None) -> Told:
    return as_scalar(value, attribute.type)


def _present(_: Attribute, value: object, __: Period | None) -> Told:
    return (value is not None and value != "",)


def _positive(_: Attribute, value: object, __: Period | None) -> Told:
    number = _number(value)
    return (None,) if number is None else (number > 0,)


def _equals(attribute: Attribute, value: object, _: Period | None) -> Told:
    return (str(value or "").strip().casefold() == attribute.value.casefold(),)


def _within_period(_: Attribute, value: object, period: Period | None) -> Told:
    day = _day(value)
    if period is None:
        return NOTHING
    return (None,) if day is None else (period.first <= day <= period.last,)


def _months_to_period_end(_: Attribute, value: object, period: Period | None) -> Told:
    day = _day(value)
    if period is None:
        return NOTHING
    return (None,) if day is None else (months_between(day, period.last),)


def months_between(first: date, last: date) -> int:
    """Whole months from `first` to `last`; 0 where `last` is not later than a month after, or before, `first`."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))


def _adults(_: Attribute, value: object, __: Period | None) -> Told:
    return (ADULTS.get(str(value or "").partition("_")[0]),)


READERS: dict[str, Callable[[Attribute, object, Period | None], Told]] = {
    "value": _value,
    "present": _present,
    "positive": _positive,
    "equals": _equals,
    "within_period": _within_period,
    "months_to_period_end": _months_to_period_end,
    "adults_in_household": _adults,
}
"""`number_in_period` is not among them: it counts other rows than the case's own, and whoever has them counts."""
