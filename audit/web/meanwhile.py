"""Two who edit the same text at once: what a form was filled from, and what somebody else has saved since."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, PasswordField, SelectMultipleField, SubmitField
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm

from audit.web.formats import counted

FILLED_FROM = "filled_from"
NOT_EDITED = (HiddenField, FileField, PasswordField, SubmitField)
EMPTY = "(tomt)"


@dataclass(frozen=True)
class Differing:
    """A field with another text than what somebody else has saved meanwhile."""

    field: Field
    saved: str


@dataclass(frozen=True)
class Saver:
    """Who saved last, and when."""

    name: str
    at: datetime


def is_filled_from_something(sent: Iterable[str]) -> bool:
    """Whether a form with these fields edits something that stands already."""
    return any(name.endswith(FILLED_FROM) for name in sent)


def digest(form: BaseForm) -> str:
    """A short sign of what stands in what the form edits, field by field."""
    stands = [[field.short_name, _plain(field.object_data)] for field in _edited(form)]
    return hashlib.sha256(json.dumps(stands).encode()).hexdigest()[:16]


def differing(form: BaseForm) -> list[Differing]:
    """The fields where something else stands than what was typed."""
    return [
        Differing(field, _said(field)) for field in _edited(form) if _plain(field.data) != _plain(field.object_data)
    ]


def _edited(form: BaseForm) -> list[Field]:
    return [field for field in form if not isinstance(field, NOT_EDITED) and not callable(field.default)]


def _plain(value: Any) -> str | list[str]:
    """A value so that what is kept and what is typed are alike where they mean the same."""
    if value is None or value is False:
        return ""
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted(str(one) for one in value) or ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "\n".join(str(value).splitlines()).strip()


def _said(field: Field) -> str:
    """What stands, as a person reads it."""
    value = _plain(field.object_data)
    if isinstance(field, BooleanField):
        return "Ja" if value else "Nej"
    if isinstance(field, SelectFieldBase):
        names = {str(option.data): option.label.text for option in field}
        chosen = value if isinstance(value, list) else [value] if value else []
        known = [names[one] for one in chosen if names.get(one)]
        if isinstance(field, SelectMultipleField) and len(known) < len(chosen):
            return counted(len(chosen), "vald", "valda")
        return "\n".join(known) or EMPTY
    return str(value) or EMPTY
