"""Numbers in a text that tell who somebody is: personnummer, samordningsnummer and phone numbers, and what to write.

Only what really looks like one is pointed out: a personnummer names a possible day and has the right check digit, a
phone number has a Swedish number's form. Dates, amounts and case numbers are left alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.registers.rules.personnummer import HYPHENS, luhn_holds
from audit.registers.rules.values import calendar_day

APPLICANT = "sökanden"
# Neither letters nor digits nor what joins them may stand beside, so that no part of a longer number is taken.
BEFORE, AFTER = r"(?<![\w])(?<![\d][-–/.,])", r"(?![\w])(?![-–/.,]\d)"
PERSON = re.compile(BEFORE + r"(18|19|20)?(\d{2})(\d{2})(\d{2})([-+‐-―−]| ?[-+‐-―−] ?| )?(\d{4})" + AFTER)
MOBILE = r"0?7[02369](?:[ -]?\d){7}"
LAND = r"0?[1-9]\d{0,2}(?:[ ]?[-–/][ ]?|[ ])(?:\d{5,8}|\d{2,3}(?: \d{2,3}){1,2})"
PHONE = re.compile(
    rf"(?<![\w+])(?<![\d][-–/.,])(?:(?:\+|00)46[ -]?(?:\(0\)[ ]?)?(?:{MOBILE}|{LAND}|[1-9](?:[ -]?\d){{7,8}})"
    rf"|(?=0)(?:{MOBILE}|0[1-9]\d{{0,2}}(?:[ ]?[-–/][ ]?)(?:\d{{5,8}}|\d{{2,3}}(?: \d{{2,3}}){{1,2}})))" + AFTER
)
DIGITS_OF_A_PHONE = range(7, 11)


class NumberKind(StrEnum):
    """What a number seems to be; the value is the word shown."""

    PERSON = "personnummer"
    COORDINATION = "samordningsnummer"
    PHONE = "telefonnummer"


@dataclass(frozen=True)
class Spotted:
    """A number that tells who somebody is: what it seems to be, how it stands, and where (a half-open span)."""

    kind: NumberKind
    text: str
    start: int
    end: int

    @property
    def placeholder(self) -> str:
        return f"[{self.kind}]"


def spotted(text: str) -> list[Spotted]:
    """The numbers in `text` that tell who somebody is, in order; none of them overlap."""
    if sum(sign.isdigit() for sign in text) < min(DIGITS_OF_A_PHONE):
        return []
    people = [Spotted(kind, *_span(found)) for found in PERSON.finditer(text) if (kind := _person(found))]
    phones = [
        Spotted(NumberKind.PHONE, *_span(found))
        for found in PHONE.finditer(text)
        if _is_phone(found[0]) and not any(one.start < found.end() and found.start() < one.end for one in people)
    ]
    return sorted(people + phones, key=lambda one: one.start)


def _span(found: re.Match[str]) -> tuple[str, int, int]:
    return found[0], found.start(), found.end()


def _person(found: re.Match[str]) -> NumberKind | None:
    """What kind of personnummer it is; None where no possible day is named or the check digit is wrong."""
    century, year, month, day, _, last = found.groups()
    if not luhn_holds(f"{year}{month}{day}{last}"):
        return None
    coordinated = int(day) > 60
    born = [
        calendar_day(int(f"{each}{year}"), int(month), int(day) - 60 if coordinated else int(day))
        for each in ([century] if century else ["19", "20"])
    ]
    if not any(isinstance(each, date) for each in born):
        return None
    return NumberKind.COORDINATION if coordinated else NumberKind.PERSON


def _is_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    national = digits.removeprefix("00").removeprefix("46") if re.match(r"\+|00", text) else digits.removeprefix("0")
    return len(national) + 1 in range(8, 11)


def without(text: str, numbers: Iterable[Spotted], *, instead: str | None = None) -> str:
    """`text` with those numbers replaced, each by `instead` or by what it is in brackets."""
    for one in sorted(numbers, key=lambda each: each.start, reverse=True):
        text = text[: one.start] + (instead or one.placeholder) + text[one.end :]
    return text


def pointed_out(numbers: Iterable[Spotted]) -> str:
    """What is said of them: »Här ser det ut att stå ett personnummer (…).« Empty where there are none."""
    found = list(numbers)
    if not found:
        return ""
    words = " och ".join(f"ett {one.kind} ({HYPHENS.sub('-', one.text)})" for one in found)
    return f"Här ser det ut att stå {words}. Skriv det inte: granskningen behöver det inte."
