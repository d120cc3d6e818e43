"""Numbers that tell who somebody is are seen in a comment; dates, amounts and case numbers are not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.reviews.rules.pointing import NumberKind, pointed_out, spotted, without

# Published by Skatteverket for testing; no person has them.
PERSON, COORDINATION = "20170101-2393", "170161-2390"


def kinds(text: str) -> list[str]:
    return [one.kind.value for one in spotted(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mamman (20170101-2393) har sökt.",
        "201701012393",
        "170101-2393",
        "1701012393 enligt ansökan",
        "20170101 2393",
        "pnr:170101–2393",
        "barnet 170101-2393, skolan",
    ],
)
def test_a_personnummer_is_seen_however_it_is_written(text: str) -> None:
    assert kinds(text) == ["personnummer"]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 070-123 45 67 i morgon",
        "0701234567",
        "070 123 45 67",
        "+46 70 123 45 67",
        "+46701234567",
        "tel. 08-508 25 000",
        "08-50825000",
        "0046 8 508 25 000",
        "tel 0498-26 90 00.",
    ],
)
def test_a_phone_number_is_seen(text: str) -> None:
    assert kinds(text) == ["telefonnummer"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14",
        "20260314",
        "Journal 2026-03-14, 2026-04-02 och 2026-05-11",
        "1 870,00 kr",
        "12 345 678 kr",
        "0,50 per dag",
        "Ärende P-2026-04711",
        "E2014-0187",
        "dnr 2026/0345-0012",
        "kl. 08-10 2026",
        "s. 12–14",
        "170101-2394",
        "ÄR-170101-2393-1",
        "period 202601-202603",
        "id 00123456789",
        "vecka 08-12",
        "0000000000",
    ],
)
def test_dates_amounts_and_case_numbers_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_samordningsnummer_is_called_so() -> None:
    [one] = spotted(f"Pappan {COORDINATION}.")
    assert one.kind is NumberKind.COORDINATION
    assert one.text == COORDINATION


def test_several_in_one_comment_are_replaced_each_by_what_it_is() -> None:
    text = f"Sökanden {PERSON} ringde 070-123 45 67."
    found = spotted(text)
    assert without(text, found) == "Sökanden [personnummer] ringde [telefonnummer]."
    assert without(text, found[:1], instead="sökanden") == "Sökanden sökanden ringde 070-123 45 67."
    assert "ett personnummer (20170101-2393) och ett telefonnummer (070-123 45 67)" in pointed_out(found)
    assert pointed_out([]) == ""


@given(st.text(alphabet="0123456789-+ abc.,()/", max_size=80))
def test_what_is_left_after_replacing_has_none_and_nothing_else_is_lost(text: str) -> None:
    found = spotted(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert without(text, found, instead="X").count("X") == len(found)
