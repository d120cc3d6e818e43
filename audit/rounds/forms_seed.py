"""The form by which a board's representative gives its part of the seed."""

from collections.abc import Mapping, Sequence

from wtforms import RadioField, StringField
from wtforms.validators import Optional

from audit.rounds.operations import SeedPlace
from audit.rounds.rules import SOURCE_NAMES, SeedSource, SourceKind
from audit.web.forms import DayField, PageForm, required


class SeedPartForm(PageForm):
    """A board's part of the seed. What is typed is looked at as it is: nothing may be taken out of it unseen."""

    value = StringField("Din nämnds del", validators=[required("Skriv din nämnds del av fröet.")])
    source = RadioField(
        "Varifrån kommer delen?",
        choices={kind.value: name for kind, name in SOURCE_NAMES.items()},
        validators=[required("Välj varifrån delen kommer.")],
    )
    figure = StringField("Vilken siffra, och var står den?")
    dated = DayField("Dagen då den blev offentlig", validators=[Optional()])

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        super().validate(extra_validators)
        if self.source.data == SourceKind.FIGURE:
            missing = [field for field in (self.figure, self.dated) if not field.data and not field.errors]
            for field in missing:
                field.errors = ["Fyll i, så att andra kan kontrollera siffran."]
        return not self.errors

    @property
    def seed_source(self) -> SeedSource:
        return SeedSource(SourceKind(self.source.data), self.figure.data or "", self.dated.data)


def seed_part_form(place: SeedPlace) -> SeedPartForm:
    """The form, with what one has given oneself filled in; nobody else's part is ever shown."""
    if place.own is None:
        return SeedPartForm()
    own = place.own
    return SeedPartForm(value=own.value, source=own.source.value, figure=own.figure, dated=own.dated)
