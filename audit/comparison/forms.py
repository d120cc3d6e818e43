"""The forms by which earlier years are taken in from paper."""

from collections.abc import Mapping, Sequence

from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from audit.comparison.rules import COUNT_COLUMNS, COUNT_NAMES
from audit.web.forms import BoxesField, PageForm, at_most, required, strip


class PaperYearForm(PageForm):
    year = IntegerField(
        "År",
        validators=[required("Skriv årtalet."), NumberRange(1990, 2100, "Skriv ett årtal mellan 1990 och 2100.")],
    )
    name = StringField(
        "Namn",
        filters=[strip],
        validators=[required("Skriv ett namn, till exempel Internkontroll 2014."), at_most(120)],
    )
    boards = BoxesField("Nämnder", coerce=int, validators=[required("Välj minst en nämnd.")])


class _SourceForm(PageForm):
    source = StringField(
        "Källa", filters=[strip], validators=[required("Skriv vilket dokument uppgiften står i."), at_most(200)]
    )
    page = StringField("Sida", filters=[strip], validators=[at_most(20)])


class StatementForm(_SourceForm):
    question = SelectField("Fråga", validators=[required("Välj vilken fråga omdömet gäller.")])
    board = SelectField("Nämnd")
    judgement = RadioField("Omdöme", validators=[required("Välj vad dokumentet säger.")])
    quotation = TextAreaField(
        "Citat", filters=[strip], validators=[required("Skriv av vad dokumentet säger, ordagrant."), at_most(4000)]
    )


class PasteForm(_SourceForm):
    """A table, pasted or in a file."""

    board = SelectField("Nämnd", validators=[required("Välj nämnd.")])
    pasted = TextAreaField("Tabell", validators=[at_most(200_000)])
    file = FileField("Eller en fil", render_kw={"accept": ".csv,.txt,.tsv,.xlsx"})

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """One of the two has to be given, and not both."""
        super().validate(extra_validators)
        pasted, file = bool((self.pasted.data or "").strip()), bool(self.file.data)
        if pasted == file:
            self.pasted.errors = [
                "Välj antingen tabellen eller filen." if file else "Klistra in tabellen, eller välj en fil."
            ]
        return not self.errors


def _amount(code: str) -> IntegerField:
    given, whole = "Skriv ett antal, 0 om inget.", "Skriv ett heltal, 0 eller större."
    return IntegerField(COUNT_NAMES[code], validators=[InputRequired(given), NumberRange(0, 999_999, whole)])


class SettleForm(PageForm):
    """The counts that somebody has found to be right, and why."""

    ja, delvis, nej, ej_aktuellt, kan_ej_bedomas = (_amount(code) for code in COUNT_COLUMNS)
    note = TextAreaField(
        "Varför det är rätt",
        filters=[strip],
        validators=[required("Skriv hur du vet vilka tal som är rätta."), at_most(1000)],
    )


class DropForm(PageForm):
    note = TextAreaField(
        "Varför raden lämnas utanför",
        filters=[strip],
        validators=[required("Skriv varför raden lämnas utanför."), at_most(1000)],
    )


class FocusForm(PageForm):
    focus = BoxesField("Fokusfrågor")
