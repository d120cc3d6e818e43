"""What every form shares: Swedish messages, protection against forgery and against a double click."""

import secrets
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, SelectMultipleField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from audit.web.meanwhile import Differing, Saver, differing, digest

ONCE = "once"
NOT_OFFERED = "Det valet finns inte. Välj bland dem som visas."


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form on a page. `once` names this very showing of it: sent twice, it is carried out once.

    One that `edits` something that stands already (it does where it has an `obj`) is filled from it when it is sent,
    too, and carries along a sign of what it was filled from when it was shown. Where something else stands by then,
    and not what was typed either, it isn't valid: `meanwhile` tells what somebody else has saved.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = ("sv",)

        def bind_field(self, form: BaseForm, unbound_field: Any, options: Any) -> Any:
            """A choice that isn't offered is refused in the program's own words, where the form has none for it."""
            field = super().bind_field(form, unbound_field, options)
            if getattr(field, "invalid_choice_message", "") is None:
                field.invalid_choice_message = NOT_OFFERED
            return field

    once = HiddenField(default=lambda: secrets.token_hex(16))
    filled_from = HiddenField()

    def __init__(self, *given: Any, **filled: Any) -> None:
        self.edits = bool(filled.pop("edits", filled.get("obj") is not None))
        super().__init__(*given, **filled)
        self.meanwhile: list[Differing] = []
        self.saver: Saver | None = None
        # Where what stands is shown, if not at the form's own address.
        self.shown_at = ""

    def stands(self) -> str:
        """The sign that the page carries along: what was sent, or of what the form is filled from now."""
        return str(self.filled_from.data or digest(self))

    def validate_on_submit(self, *given: Any) -> bool:
        if not super().validate_on_submit(*given):
            return False
        if self.edits and self.filled_from.data != digest(self):
            self.meanwhile = differing(self)
            # Whoever saves once more has seen what stands now.
            self.filled_from.data = digest(self)
        return not self.meanwhile

    @property
    def answered_with(self) -> int:
        """The status of the page that shows the form."""
        return 409 if self.meanwhile else 422 if self.errors else 200

    def faults(self) -> Iterable[tuple[Field, str]]:
        """Every fault with its field, in the order of the page."""
        for field in self:
            for fault in field.errors:
                yield field, str(fault)


class BoxesField(SelectMultipleField):
    """Several choices, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


YEARS = range(1900, 2200)


class DayField(DateField):
    """A date, with its fault in plain Swedish."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2026-11-30.") from None
        # The first and last days that Python knows have no midnight in every zone, and nobody means them.
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(f"Skriv ett årtal mellan {YEARS[0]} och {YEARS[-1]}.")


class _Filled(InputRequired):
    """Something was given, and it isn't only white space."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            raise StopValidation(str(self.message))


def required(message: str) -> InputRequired:
    return _Filled(message)


def at_most(characters: int) -> Length:
    return Length(max=characters, message=f"Texten får vara högst {characters} tecken lång.")


def strip(value: Any) -> Any:
    """A filter for text fields: outer white space never counts, nor do control characters that no database keeps."""
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


class FieldFaultError(ValidationError):
    """A fault found by an operation, to be shown at the field `field`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
