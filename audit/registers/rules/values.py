"""Dates, periods, amounts, numbers and yes/no as they stand in register extracts, each read into one form."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from audit.registers.rules.tables import Cell
from audit.registers.rules.text import fold, one_line

EARLIEST = date(1990, 1, 1)
EXCEL_EPOCH = date(1899, 12, 30)
LARGEST_AMOUNT = Decimal("999999999.99")
LARGEST_COUNT = 9999
LONGEST_TEXT = 200
LONGEST_ID = 100
FORMULAS = ("=", "+", "-", "@")

ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
COMPACT_DATE = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})")
SERIAL_DATE = re.compile(r"\d{5}")
CLOCK = re.compile(r"[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$")
PERIOD = re.compile(r"(\d{4})-?(\d{2})")
MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-", "﹣": "-", "－": "-"})
AMOUNT = re.compile(r"(\d+|\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3})+(?=,))(?:[.,](\d{1,2}))?")
YES = frozenset({"ja", "j", "1", "sant", "true", "x", "yes", "y"})
NO = frozenset({"nej", "n", "0", "falskt", "false", "no"})
PERSON_NAME = re.compile(r"[^\W\d_][^\W\d_]+(-[^\W\d_]+)?,?( [^\W\d_]+(-[^\W\d_]+)?)+")


def latest_date(today: date) -> date:
    """The last date that is believed: a year from `today`."""
    return calendar_day(today.year + 1, today.month, today.day) or date(today.year + 1, 2, 28)


def read_date(text: str, *, today: date) -> Cell:
    """An ISO date from ÅÅÅÅ-MM-DD, ÅÅÅÅMMDD, ÅÅMMDD or an Excel serial date (five digits), a time of day left out.

    Dates before 1990 (1900-01-01 among them) and more than a year after `today` are errors.
    """
    found = _date(CLOCK.sub("", text), latest_date(today))
    if found is None or not EARLIEST <= found <= latest_date(today):
        return Cell(None, f"ett datum (ÅÅÅÅ-MM-DD) mellan {EARLIEST} och {latest_date(today)}")
    return Cell(found.isoformat())


def _date(text: str, latest: date) -> date | None:
    if not text.isascii():
        return None
    if SERIAL_DATE.fullmatch(text):
        return EXCEL_EPOCH + timedelta(days=int(text))
    found = ISO_DATE.fullmatch(text) or COMPACT_DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    if len(found[1]) == 2:
        year += 2000 if 2000 + year <= latest.year else 1900
    return calendar_day(year, month, day)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_period(text: str, *, today: date) -> Cell:
    """A month as `ÅÅÅÅMM` (also from ÅÅÅÅ-MM or a whole date), between 199001 and a year after `today`."""
    whole = _date(CLOCK.sub("", text), latest_date(today)) if len(text) >= 8 else None
    found = PERIOD.fullmatch(text)
    if whole is None and found is not None and text.isascii():
        whole = calendar_day(int(found[1]), int(found[2]), 1)
    if whole is None or not EARLIEST <= whole <= latest_date(today):
        return Cell(None, f"en månad som ÅÅÅÅMM mellan {EARLIEST:%Y%m} och {latest_date(today):%Y%m}")
    return Cell(f"{whole:%Y%m}")


def read_amount(text: str) -> Cell:
    """Kronor to the öre as a decimal string with two decimals, at most ±999 999 999,99.

    Reads decimal comma or point, spaces (also no-break) between thousands, a minus before or after, and a closing »kr«.
    """
    amount = _amount(text)
    if amount is None or abs(amount) > LARGEST_AMOUNT:
        return Cell(None, "ett belopp i kronor med högst två decimaler, till exempel 1 870,00")
    return Cell(str(amount))


def _amount(text: str) -> Decimal | None:
    plain = re.sub(r"(kr|SEK|:-)$", "", one_line(text), flags=re.IGNORECASE).strip().translate(MINUS)
    negative = plain.startswith("-") or plain.endswith("-")
    unsigned = plain[1:] if plain[:1] in {"-", "+"} else plain.removesuffix("-")
    found = AMOUNT.fullmatch(unsigned.strip())
    if found is None or not plain.isascii():
        return None
    kronor = Decimal(f"{re.sub('[ .]', '', found[1])}.{(found[2] or '').ljust(2, '0')}")
    return -kronor if negative and kronor else kronor


def read_count(text: str) -> Cell:
    """A whole number from 0 to 9 999 (`2`, `2,0` and `2.00` alike)."""
    found = re.fullmatch(r"([0-9]{1,9})([.,]0+)?", text)
    if found is None or int(found[1]) > LARGEST_COUNT:
        return Cell(None, f"ett heltal mellan 0 och {LARGEST_COUNT}")
    return Cell(int(found[1]))


def read_year(text: str, *, today: date) -> Cell:
    """A year of birth, from 1880 to the year of `today`."""
    if not re.fullmatch(r"[0-9]{4}", text) or not 1880 <= int(text) <= today.year:
        return Cell(None, f"ett årtal mellan 1880 och {today.year}")
    return Cell(int(text))


def read_yes_no(text: str) -> Cell:
    """True or False from ja/nej, J/N, 1/0, sant/falskt or a cross (x)."""
    folded = fold(text)
    if folded not in YES and folded not in NO:
        return Cell(None, "ja eller nej (J, N, 1 eller 0)")
    return Cell(folded in YES)


def read_code(text: str, *, lookup: dict[str, str], valid: tuple[str, ...]) -> Cell:
    """A valid code. `lookup` gives it from the folded text; `valid` are the codes that an error names."""
    code = lookup.get(fold(text))
    return Cell(code) if code else Cell(None, f"någon av koderna {', '.join(valid)}")


def read_id(text: str) -> Cell:
    """A pseudonymous id: at most 100 signs on one line, no formula, and not the name of a person.

    Ids go out in files as they came in, so that a draw can be repeated: so no formula comes in.
    """
    if len(text) > LONGEST_ID or any(unicodedata.category(sign) == "Cc" for sign in text):
        return Cell(None, f"ett id på en rad med högst {LONGEST_ID} tecken")
    if text.startswith(FORMULAS):
        return Cell(None, f"ett id som inte börjar med {' '.join(FORMULAS)} (ett kalkylprogram tar det för en formel)")
    if PERSON_NAME.fullmatch(text) and text.istitle():
        return Cell(None, "ett pseudonymt id i stället för ett namn")
    return Cell(text)


def read_text(text: str) -> Cell:
    """A short text on one line."""
    line = one_line(text)
    if len(line) > LONGEST_TEXT:
        return Cell(None, f"en kort uppgift med högst {LONGEST_TEXT} tecken")
    return Cell(line)
