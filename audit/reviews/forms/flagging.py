"""The forms of what can't wait: raising a flag, telling more of it, and closing it."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import Optional

from audit.reviews.operations.flags import Raised
from audit.reviews.rules.flags import FLAG_NAMES, FlagKind
from audit.reviews.rules.pointing import pointed_out, spotted
from audit.web.forms import DayField, PageForm, at_most, required, strip


class ToldForm(PageForm):
    """What is told of a single client. A number that tells who it is has to be meant: it is asked about once."""

    asks = False
    stands = BooleanField("Låt numret stå kvar")

    def validate(self, extra_validators: Any = None) -> bool:
        right: bool = super().validate(extra_validators)
        for field in self:
            said = pointed_out(spotted(field.data or "")) if isinstance(field, TextAreaField) else ""
            if said and not self.stands.data:
                field.errors = [*field.errors, f"{said} Ta bort det, eller kryssa för att det ska stå kvar."]
                self.asks, right = True, False
        return right


class FlagForm(ToldForm):
    kind = RadioField(
        "Vad gäller det?",
        choices=[SelectChoice(kind.value, name) for kind, name in FLAG_NAMES.items()],
        validators=[required("Välj vad det gäller.")],
    )
    seen = TextAreaField(
        "Vad har du sett?", filters=[strip], validators=[required("Skriv vad du har sett i akten."), at_most(2000)]
    )
    done = TextAreaField("Vad har du gjort?", filters=[strip], validators=[at_most(2000)])
    reported_to = StringField("Anmält till", filters=[strip], validators=[at_most(200)])
    reported_on = DayField("Anmält den", validators=[Optional()])

    def raised(self) -> Raised:
        """What the filled-in form tells."""
        return Raised(
            FlagKind(self.kind.data),
            str(self.seen.data),
            str(self.done.data or ""),
            str(self.reported_to.data or ""),
            self.reported_on.data,
        )


class FlagNoteForm(ToldForm):
    text = TextAreaField("Anteckning", filters=[strip], validators=[required("Skriv vad som är gjort."), at_most(2000)])


class CloseFlagForm(ToldForm):
    closing = TextAreaField(
        "Varför behövs inget mer?",
        filters=[strip],
        validators=[required("Skriv varför flaggan kan avslutas."), at_most(2000)],
    )
