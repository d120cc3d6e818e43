"""Personnummer: recognised, checked and replaced by a keyed hash, so that none is ever stored or shown.

The form is that of Skatteverket (SKV 704): ÅÅMMDD-NNNK with 10 or 12 digits, »+« from the year of the 100th birthday,
day + 60 for a samordningsnummer, and a Luhn check digit over the last ten.
"""

import hmac
import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from audit.registers.rules.tables import Cell
from audit.registers.rules.values import calendar_day

WRITTEN = re.compile(r"(18|19|20)?(\d{6})[- ]?([-+]?)(\d{4})")
INSIDE = re.compile(r"(?<!\d)(?:18|19|20)?\d{6}[-+\u2010-\u2015\u2212 ]?\d{4}(?!\d)")
HYPHENS = re.compile("[\u2010-\u2015\u2212]")
MARK = "pnr:"
TOKEN = re.compile(r"pnr:(ok|nolla|kontroll|form):([0-9a-f]{64})")
DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}
HIDDEN = "(dolt: liknar ett personnummer)"


class Standing(StrEnum):
    """What the check of a personnummer found. The values stand in its token."""

    OK = "ok"
    PADDED = "nolla"
    WRONG_CHECKSUM = "kontroll"
    UNREADABLE = "form"


class Resemblance(NamedTuple):
    """How much a value looks like a personnummer: a possible date, a right check digit, an unmistakable form."""

    dated: bool
    checked: bool
    unmistakable: bool


NONE = Resemblance(dated=False, checked=False, unmistakable=False)


def luhn_holds(digits: str) -> bool:
    """Whether the last of ten `digits` is the check digit of the nine before."""
    return (sum(map(DOUBLED.__getitem__, digits[::2])) + sum(map(int, digits[1::2]))) % 10 == 0


def pseudonym(text: str, *, key: bytes, today: date) -> str:
    """The token that replaces the personnummer `text`: `pnr:STANDING:HMAC-SHA256`, the hash over its twelve digits.

    The same person gives the same hash however the number is written. An unreadable number is hashed as it stands.
    A token is given back unchanged.
    """
    if TOKEN.fullmatch(text):
        return text
    digits, standing = _examine(text, today)
    return f"{MARK}{standing}:{hmac.digest(key, digits.encode(), 'sha256').hex()}"


def _examine(text: str, today: date) -> tuple[str, Standing]:
    plain = HYPHENS.sub("-", text.strip())
    padded = _with_lost_zeros(plain)
    found = WRITTEN.fullmatch(padded) if padded.isascii() else None
    if found is None:
        return plain, Standing.UNREADABLE
    short = found[2] + found[4]
    born = _century(found[1], short, found[3], today)
    if born is None:
        return plain, Standing.UNREADABLE
    if not luhn_holds(short):
        return born + short, Standing.WRONG_CHECKSUM
    return born + short, Standing.OK if padded == plain else Standing.PADDED


def _with_lost_zeros(text: str) -> str:
    """`text` with the leading zeros that a spreadsheet took away: »102031234« becomes »0102031234«."""
    head, sign, tail = text.partition("-")
    if sign and len(tail) == 4 and 3 <= len(head) <= 5:
        return head.zfill(6) + sign + tail
    return text.zfill(10) if text.isdigit() and 7 <= len(text) <= 9 else text


def _century(written: str | None, short: str, sign: str, today: date) -> str | None:
    """The two first digits of the year of birth, or None where no possible day of birth is named."""
    if written is not None:
        return written if (day := _birthday(written + short)) and day <= today else None
    possible = [century for century in ("20", "19", "18") if (day := _birthday(century + short)) and day <= today]
    if sign == "+":
        possible = possible[1:]
    return possible[0] if possible else None


def _birthday(digits: str) -> date | None:
    """The day of birth in the first eight `digits`; a samordningsnummer has 60 added to the day."""
    day = int(digits[6:8])
    return calendar_day(int(digits[:4]), int(digits[4:6]), day - 60 if day > 60 else day)


def resemblance(text: str) -> Resemblance:
    """How much `text`, in any column, looks like a personnummer."""
    if not 9 <= len(text) <= 14 or not text.isascii():
        return NONE
    found = WRITTEN.fullmatch(_with_lost_zeros(text))
    if found is None or not any(_birthday(c + found[2]) for c in ([found[1]] if found[1] else ["19", "20"])):
        return NONE
    checked = luhn_holds(found[2] + found[4])
    return Resemblance(dated=True, checked=checked, unmistakable=checked and not (text.isdigit() and len(text) < 12))


def mentions_personnummer(text: str) -> bool:
    """Whether a personnummer, right or not, seems to stand anywhere in `text` (a token counts as one)."""
    if text.startswith(MARK):
        return True
    found = INSIDE.findall(text) if any(sign.isdigit() for sign in text) else []
    return any(resemblance(HYPHENS.sub("-", part)).dated for part in found) or resemblance(text).dated


def read_person(token: str) -> Cell:
    """The hash in a personnummer's `token`, with what its standing gives cause to say."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return Cell(None, "ett personnummer")
    return Cell(found[2], notice=NOTICES.get(found[1], ""), flag=FLAGS.get(found[1], ""))


NOTICES: dict[str, str] = {Standing.PADDED: "En inledande nolla saknades i personnumret och har lagts till."}
FLAGS: dict[str, str] = {
    Standing.WRONG_CHECKSUM: "Personnumrets kontrollsiffra stämmer inte.",
    Standing.UNREADABLE: "Personnumret har fel antal siffror eller en omöjlig födelsedag.",
}
