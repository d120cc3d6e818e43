"""The smallest parts of a rule: names, numbers, dates, texts and signs, each with its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checklists.names import RESERVED

NAME, WORD, NUMBER, DAY, TEXT, SIGN, END = "name", "word", "number", "date", "text", "sign", "end"
LONGEST_RULE, LONGEST_NUMBER = 2000, 9

PARTS = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<number>-?[0-9]+)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)"
)
INSTEAD = {
    "=": "Jämför med ==.",
    "!": "Skriv not, eller != i en jämförelse.",
    "&": "Skriv and.",
    "|": "Skriv or.",
}


class RuleError(ValueError):
    """A rule that can't be used. `column` counts from 1 in the rule; `what` and `remedy` are Swedish sentences."""

    def __init__(self, column: int, what: str, remedy: str) -> None:
        super().__init__(f"kolumn {column}: {what} {remedy}")
        self.column = column
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Token:
    """One part of a rule. `text` is as written, `value` what a number, date or text stands for."""

    kind: str
    text: str
    column: int
    value: int | date | str = ""


def tokens(rule: str) -> tuple[Token, ...]:
    """The parts of `rule` in order, ended by one of kind END. Raises RuleError at the first that is none."""
    if len(rule) > LONGEST_RULE:
        raise RuleError(1, f"Regeln är längre än {LONGEST_RULE} tecken.", "Dela upp den, eller förenkla den.")
    return (*_parts(rule), Token(END, "", len(rule) + 1))


def _parts(rule: str) -> Iterator[Token]:
    place = 0
    while place < len(rule):
        found = PARTS.match(rule, place)
        if found is None:
            raise _strange(rule[place], place + 1)
        if found.lastgroup != "space":
            yield _token(str(found.lastgroup), found.group(), place + 1)
        place = found.end()


def _strange(sign: str, column: int) -> RuleError:
    if sign in "'\"":
        return RuleError(column, "Ett citattecken i regeln saknar sitt par.", "Skriv koder så här: 'bifall'.")
    known = "namn, heltal, datum, 'koder', == != < <= > >= and or not in is null och parenteser."
    return RuleError(column, f"Tecknet »{sign}« ingår inte i regelspråket.", INSTEAD.get(sign, f"Använd {known}"))


def _token(kind: str, text: str, column: int) -> Token:
    if kind == DAY:
        return Token(kind, text, column, _day(text, column))
    if kind == NUMBER:
        return Token(kind, text, column, _number(text, column))
    if kind == TEXT:
        return Token(kind, text, column, text[1:-1])
    return Token(WORD if text in RESERVED else kind, text, column)


def _day(text: str, column: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleError(column, f"Datumet {text} finns inte.", "Skriv år-månad-dag, till exempel 2025-07-01.") from None


def _number(text: str, column: int) -> int:
    if len(text.lstrip("-")) > LONGEST_NUMBER:
        raise RuleError(column, "Talet är för stort.", f"Skriv ett heltal med högst {LONGEST_NUMBER} siffror.")
    return int(text)
