"""A register's row becomes attributes, and what it does not tell stays unknown."""

from datetime import date

import pytest

from checklists import Attribute, Code
from checklists.grammar import Scalar
from checklists.readings import Period, from_register, months_between

HALF = Period(date(2026, 1, 1), date(2026, 6, 30))


def told(kind: str, reading: str, content: dict[str, object], value: str = "", period: Period | None = HALF) -> object:
    attribute = Attribute(
        id="x",
        label="X",
        type=kind,
        source="arenden",
        column="k",
        reading=reading,
        value=value,
        codes=(Code("a", "A"),),
    )
    return from_register(attribute, content, register="arenden", period=period)


@pytest.mark.parametrize(
    ("kind", "reading", "value", "expected"),
    [
        ("integer", "value", 3, (3,)),
        ("integer", "value", "3", (3,)),
        ("integer", "value", "3.5", ()),
        ("integer", "value", True, ()),
        ("integer", "value", None, (None,)),
        ("date", "value", "2026-03-04", (date(2026, 3, 4),)),
        ("date", "value", "i mars", ()),
        ("code", "value", "a", ("a",)),
        ("code", "value", "okänd", ("okänd",)),
        ("boolean", "value", True, (True,)),
        ("boolean", "value", "ja", ()),
        ("boolean", "present", "2026-03-04", (True,)),
        ("boolean", "present", None, (False,)),
        ("boolean", "positive", "0.01", (True,)),
        ("boolean", "positive", "0", (False,)),
        ("boolean", "positive", None, (None,)),
        ("boolean", "within_period", "2026-06-30", (True,)),
        ("boolean", "within_period", "2026-07-01", (False,)),
        ("boolean", "within_period", None, (None,)),
        ("integer", "months_to_period_end", "2026-03-31", (2,)),
        ("integer", "months_to_period_end", "2026-03-30", (3,)),
        ("integer", "months_to_period_end", "2026-08-01", (0,)),
        ("integer", "adults_in_household", "par_med_barn", (2,)),
        ("integer", "adults_in_household", "ensam_utan_barn", (1,)),
        ("integer", "adults_in_household", "ovrigt", (None,)),
        ("integer", "number_in_period", "U1", ()),
    ],
)
def test_a_column_is_read_as_the_attribute_says(
    kind: str, reading: str, value: object, expected: tuple[Scalar | None, ...]
) -> None:
    assert told(kind, reading, {"k": value}) == expected


def test_a_status_is_compared_without_regard_to_case_and_an_empty_one_is_another() -> None:
    for status, expected in (("Aktiv ", True), ("avslutad", False), (None, False)):
        assert told("boolean", "equals", {"k": status}, value="aktiv") == (expected,)


def test_a_column_that_was_not_in_the_extract_tells_nothing() -> None:
    assert told("integer", "value", {"other": 1}) == ()
    assert told("boolean", "present", {}) == ()


def test_without_a_period_nothing_is_measured_against_it() -> None:
    for kind, reading in (("boolean", "within_period"), ("integer", "months_to_period_end")):
        assert told(kind, reading, {"k": "2026-03-04"}, period=None) == ()


def test_another_registers_row_tells_nothing() -> None:
    attribute = Attribute(
        id="x", label="X", type="integer", source="utbetalningar", column="k", reading="value", value="", codes=()
    )
    assert from_register(attribute, {"k": 1}, register="arenden", period=HALF) == ()


def test_months_are_counted_whole() -> None:
    assert [months_between(date(2026, 1, 31), day) for day in (date(2026, 2, 28), date(2026, 3, 31))] == [0, 2]
