"""The form a checklist file must have: which tables and keys there are, and what each may hold."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from checklists.faults import Path, Report
from checklists.models import ASKED, ATTRIBUTE_TYPES, READINGS, REGISTERS, SEVERITIES, STATUSES, TEMPLATES
from checklists.names import RESERVED
from checklists.words import suggestion

Check = Callable[[object, Path, Report], None]

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
VERSION = re.compile(r"[0-9]{4}\.[1-9][0-9]*")


@dataclass(frozen=True)
class Key:
    """A key of a table: how its value is checked, and whether it must be there."""

    check: Check
    required: bool = True


def check_form(document: dict[str, object], report: Report) -> None:
    """Report every unknown, missing or malformed table and key of the document."""
    _check_table(document, DOCUMENT, (), report)


def _check_table(table: dict[str, object], keys: dict[str, Key], path: Path, report: Report) -> None:
    for name in table:
        if name not in keys:
            report.add((*path, name), f"Nyckeln »{name}« finns inte här.", suggestion(name, keys))
    for name, key in keys.items():
        if name in table:
            key.check(table[name], (*path, name), report)
        elif key.required:
            what = f"Nyckeln »{name}« saknas." if path else f"Tabellen »{name}« saknas."
            report.add(path, what, f"Lägg till {name} = …" if path else "Börja från en medföljande mall.")


def _text(value: object, path: Path, report: Report) -> None:
    if not isinstance(value, str):
        report.add(path, "Värdet är inte en text.", "Skriv en text inom citattecken.")
    elif not value.strip():
        report.add(path, "Texten är tom.", "Fyll i texten, eller ta bort raden om nyckeln är frivillig.")


def _matching(form: re.Pattern[str], what: str, remedy: str) -> Check:
    def check(value: object, path: Path, report: Report) -> None:
        if not isinstance(value, str) or not value.strip():
            _text(value, path, report)
        elif not form.fullmatch(value):
            report.add(path, f"»{value}« är inte {what}.", remedy)

    return check


_snake_case = _matching(
    IDENTIFIER,
    "ett giltigt id",
    "Använd små bokstäver a–z, siffror och understreck, med en bokstav först, till exempel plan_exists.",
)
_version = _matching(VERSION, "ett versionsnummer", "Skriv år och löpnummer, till exempel »2026.1«.")


def _identifier(value: object, path: Path, report: Report) -> None:
    _snake_case(value, path, report)
    if isinstance(value, str) and value in RESERVED:
        report.add(path, f"»{value}« är ett ord i regelspråket.", "Välj ett annat id.")


def _flag(value: object, path: Path, report: Report) -> None:
    if not isinstance(value, bool):
        report.add(path, "Värdet är varken true eller false.", "Skriv true eller false utan citattecken.")


def _day(value: object, path: Path, report: Report) -> None:
    if not isinstance(value, date) or isinstance(value, datetime):
        report.add(path, "Värdet är inte ett datum.", "Skriv det utan citattecken, till exempel 2026-01-01.")


def _one_of(known: Iterable[str]) -> Check:
    names = tuple(known)

    def check(value: object, path: Path, report: Report) -> None:
        if not isinstance(value, str) or not value.strip():
            _text(value, path, report)
        elif value not in names:
            report.add(path, f"»{value}« är inte ett giltigt värde.", suggestion(value, names))

    return check


def _list_of(check: Check) -> Check:
    def check_all(value: object, path: Path, report: Report) -> None:
        if not isinstance(value, list):
            report.add(path, "Värdet är inte en lista.", 'Skriv en lista, till exempel ["a", "b"].')
            return
        for place, item in enumerate(value):
            check(item, (*path, place), report)

    return check_all


def _table_of(keys: dict[str, Key]) -> Check:
    def check(value: object, path: Path, report: Report) -> None:
        if isinstance(value, dict):
            _check_table(value, keys, path, report)
        else:
            report.add(path, "Här ska det stå en tabell.", f"Tabellen har nycklarna {', '.join(keys)}.")

    return check


def _tables_of(keys: dict[str, Key]) -> Check:
    check_each = _list_of(_table_of(keys))

    def check(value: object, path: Path, report: Report) -> None:
        if isinstance(value, list) and not value:
            report.add(path, "Listan är tom.", f"Lägg till minst en tabell [[{path[-1]}]].")
        else:
            check_each(value, path, report)

    return check


CHANGED = {"id": Key(_identifier), "comparable": Key(_flag), "note": Key(_text, required=False)}
CHANGES = {
    "version": Key(_version),
    "new": Key(_list_of(_identifier)),
    "changed": Key(_list_of(_table_of(CHANGED))),
    "gone": Key(_list_of(_identifier)),
}
HEAD = {
    "template": Key(_one_of(TEMPLATES)),
    "version": Key(_version),
    "title": Key(_text),
    "valid_from": Key(_day),
    "changes": Key(_list_of(_table_of(CHANGES))),
}
OPTION = {
    "code": Key(_identifier),
    "label": Key(_text),
    "deviation": Key(_flag),
    "comment_required": Key(_flag),
    "reason_required_when_rule_applies": Key(_flag, required=False),
    "reported_separately": Key(_flag, required=False),
}
AREA = {"id": Key(_identifier), "name": Key(_text)}
CODE = {"code": Key(_identifier), "label": Key(_text)}
ATTRIBUTE = {
    "id": Key(_identifier),
    "label": Key(_text),
    "type": Key(_one_of(ATTRIBUTE_TYPES)),
    "source": Key(_one_of((*REGISTERS, ASKED))),
    "column": Key(_identifier, required=False),
    "reading": Key(_one_of(READINGS), required=False),
    "value": Key(_text, required=False),
    "yes": Key(_text, required=False),
    "no": Key(_text, required=False),
    "codes": Key(_tables_of(CODE), required=False),
}
REFERENCE = {
    "id": Key(_identifier),
    "label": Key(_text),
    "valid_from": Key(_day, required=False),
    "valid_to": Key(_day, required=False),
    "status": Key(_one_of(STATUSES)),
    "note": Key(_text, required=False),
}
QUESTION = {
    "id": Key(_identifier),
    "area": Key(_text),
    "text": Key(_text),
    "applies_when": Key(_text),
    "deviation": Key(_text),
    "guidance": Key(_text, required=False),
    "refs": Key(_list_of(_text)),
    "severity": Key(_one_of(SEVERITIES)),
    "legal_date": Key(_text),
    "core": Key(_flag),
}
DOCUMENT = {
    "checklist": Key(_table_of(HEAD)),
    "scale": Key(_tables_of(OPTION)),
    "areas": Key(_tables_of(AREA)),
    "attributes": Key(_tables_of(ATTRIBUTE)),
    "references": Key(_tables_of(REFERENCE)),
    "questions": Key(_tables_of(QUESTION)),
}
