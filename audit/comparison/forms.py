"""The forms by which earlier years are taken in from paper."""

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

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
    board = SelectField("Nämnd", validators=[required("Välj nämnd.")])
    pasted = TextAreaField("Tabell", validators=[required("Klistra in tabellen."), at_most(200_000)])


class FocusForm(PageForm):
    focus = BoxesField("Fokusfrågor")
