"""The forms of a page as they would be sent: something plausible in every field, and what each lets one choose."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

WORDS = "Påhittat med några ord."
FILLED = {"date": "2026-09-15", "number": "1", "time": "10:00", "month": "2026-09", "email": "a@example.invalid"}
# Not anything's id: what makes a form this very showing of it.
MARKS = ("csrf_token", "once")


@dataclass
class Form:
    """A form's fields, filled in; `choices` has every value that a field offers."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, set[str]] = field(default_factory=dict)


def forms_of(page: bytes, address: str) -> Iterator[Form]:
    """The page's forms, but for the one that signs the person out."""
    for each in html.fromstring(page).iter("form"):
        form = Form(each.get("action") or address, each.get("method", "get").lower())
        if form.action != "/logga-ut":
            for part in each.iter("input", "select", "textarea", "button"):
                _read(form, part)
            for name, offered in form.choices.items():
                form.fields.setdefault(name, sorted(offered)[:1])
            yield form


def _read(form: Form, part: Any) -> None:
    name, kind = part.get("name"), part.get("type", "")
    if not name or kind == "file" or part.get("disabled") is not None:
        return
    if part.tag == "select":
        _read_select(form, name, part)
    elif part.tag == "textarea":
        form.fields[name] = [(part.text or "").strip() or _needed(part, "text")]
    elif kind in {"checkbox", "radio"} or part.tag == "button":
        value = part.get("value", "on")
        form.choices.setdefault(name, set()).add(value)
        if part.get("checked") is not None:
            form.fields.setdefault(name, []).append(value)
    elif kind == "hidden":
        form.fields.setdefault(name, []).append(part.get("value", ""))
        if not name.endswith(MARKS):
            form.choices.setdefault(name, set()).add(part.get("value", ""))
    elif part.tag == "input" and kind != "submit":
        form.fields[name] = [part.get("value") or _needed(part, kind)]


def _needed(part: Any, kind: str) -> str:
    """What may stay empty does."""
    return "" if part.get("required") is None else FILLED.get(kind, WORDS)


def _read_select(form: Form, name: str, part: Any) -> None:
    offered = [option.get("value", "") for option in part.iter("option")]
    chosen = [option.get("value", "") for option in part.iter("option") if option.get("selected") is not None]
    real = [value for value in offered if value]
    form.fields[name] = [value for value in chosen if value] or real[:1]
    form.choices[name] = set(real)
