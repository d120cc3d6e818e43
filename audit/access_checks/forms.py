"""The forms: what is looked for in the journal, what a log check is drawn from, and how an entry is judged."""

from collections.abc import Mapping, Sequence
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import Field, IntegerField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from audit.access_checks.operations import Wanted, Wish, WishError
from audit.access_checks.rules import (
    ACTIONS,
    CHECKED,
    KIND_NAMES,
    LONGEST_NOTE,
    OBJECTS,
    RULES,
    VERDICT_NAMES,
    Kind,
    Verdict,
    needs_note,
    usual_settings,
)
from audit.web.forms import ONCE, BoxesField, DayField, PageForm, at_most, required, strip


def _kinds(boxes: BoxesField) -> frozenset[Kind]:
    """Those that are ticked; what is none of them is a fault of the field's own."""
    return frozenset(kind for kind in Kind if kind in (boxes.data or ()))


class SearchForm(PageForm):
    """What is looked for. It is sent in the address, so that a search can be kept and sent on."""

    class Meta(PageForm.Meta):
        csrf = False

    fran = DayField("Från och med", validators=[Optional()])
    till = DayField("Till och med", validators=[Optional()])
    slag = BoxesField("Slag", choices={kind.value: name for kind, name in KIND_NAMES.items()})
    handelse = SelectField("Händelse", default="")
    vem = SelectField("Vem", default="")
    akt = StringField("Akt", filters=[strip], validators=[at_most(200)])
    objekt = SelectField("Gäller", default="")
    nummer = StringField("Dess nummer", filters=[strip], validators=[at_most(100)])

    def validate_till(self, field: Field) -> None:
        if self.fran.data and field.data and field.data < self.fran.data:
            raise ValidationError("Perioden slutar innan den börjar.")

    def said(self) -> str:
        """What is looked for, in words; empty where nothing is."""
        told = []
        for field in (each for each in self if each.data and each.name != ONCE):
            names = getattr(field, "choices", None) or {}
            chosen = field.data if isinstance(field.data, list) else [field.data]
            told.append(f"{field.label.text.lower()} {' eller '.join(str(names.get(one, one)) for one in chosen)}")
        return ", ".join(told)

    def wanted(self) -> Wanted:
        return Wanted(
            first=self.fran.data,
            last=self.till.data,
            kinds=_kinds(self.slag),
            action=str(self.handelse.data or ""),
            actor=str(self.vem.data or ""),
            subject=str(self.objekt.data or ""),
            object_id=str(self.nummer.data or ""),
            case=str(self.akt.data or ""),
        )


def search_form(people: Sequence[tuple[str, str]], asked: MultiDict[str, str]) -> SearchForm:
    """The form as the address fills it in, for those whom one may ask for."""
    form = SearchForm(formdata=asked)
    actions = sorted(((one.id, one.words) for one in ACTIONS.values()), key=lambda each: each[1])
    form.handelse.choices = {"": "Alla", **dict(actions)}
    form.vem.choices = {"": "Alla", **dict(people)}
    subjects = sorted(OBJECTS.items(), key=lambda each: (each[1], each[0]))
    form.objekt.choices = {"": "Vad som helst", **dict(subjects)}
    return form


MOST_DRAWN = 200


class WholeNumberField(IntegerField):
    """A whole number, with its fault in plain Swedish."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(["".join(valuelist[0].split())] if valuelist else valuelist)
        except ValueError:
            raise ValueError("Skriv ett heltal.") from None


def _from(least: int, most: int) -> list[InputRequired | NumberRange]:
    words = f"Skriv ett heltal från {least} till {most}."
    return [InputRequired(words), NumberRange(least, most, words)]


class CheckForm(PageForm):
    """What a log check is drawn from. Each parameter of a rule has a field of its own, named by `parameter_field`."""

    namnd = SelectField("Nämnd")
    fran = DayField("Från och med", validators=[required("Välj den första dagen.")])
    till = DayField("Till och med", validators=[required("Välj den sista dagen.")])
    slag = BoxesField(
        "Poster att dra bland",
        choices={kind.value: KIND_NAMES[kind] for kind in CHECKED},
        default=[Kind.VIEW.value, Kind.EXPORT.value],
    )
    antal = WholeNumberField("Antal poster att dra", default=20, validators=_from(1, MOST_DRAWN))
    fro = StringField(
        "Din del av fröet", filters=[strip], validators=[required("Skriv din del av fröet."), at_most(100)]
    )
    kalla = StringField(
        "Varifrån fröet kommer", filters=[strip], validators=[required("Skriv varifrån fröet kommer."), at_most(200)]
    )

    def complete(self) -> bool:
        """Whether it can be carried out; what a field alone can't tell is for the operation to say."""
        return bool(self.validate_on_submit())

    def wish(self) -> Wish:
        return Wish(
            board_id=int(self.namnd.data),
            first=self.fran.data or date.min,
            last=self.till.data or date.min,
            kinds=_kinds(self.slag),
            size=self.antal.data or 0,
            seed=str(self.fro.data),
            source=str(self.kalla.data),
            settings={
                rule.id: {one.name: self[parameter_field(rule.id, one.name)].data for one in rule.parameters}
                for rule in RULES
            },
        )

    def put(self, error: WishError) -> None:
        """What an operation says, at each field that has no fault of its own."""
        of_its_own = {field.name for field in self if field.errors}
        for name, fault in error.faults:
            if name not in of_its_own:
                self[name].errors = [*self[name].errors, fault]


def parameter_field(rule_id: str, name: str) -> str:
    return f"{rule_id}-{name}"


def check_form(boards: Mapping[int, str]) -> CheckForm:
    """The form for the boards that one oversees."""

    class Asked(CheckForm):
        pass

    usual = usual_settings()
    for rule in RULES:
        for one in rule.parameters:
            label = f"{one.label} ({one.unit})" if one.unit else one.label
            field = WholeNumberField(label, default=usual[rule.id][one.name], validators=_from(one.least, one.most))
            setattr(Asked, parameter_field(rule.id, one.name), field)
    form = Asked()
    form.namnd.choices = {str(board_id): name for board_id, name in boards.items()}
    return form


class VerdictForm(PageForm):
    verdict = RadioField(
        "Bedömning",
        choices={one.value: VERDICT_NAMES[one] for one in Verdict},
        validators=[required("Välj en bedömning.")],
    )
    note = TextAreaField("Anteckning", filters=[strip], validators=[at_most(LONGEST_NOTE)], render_kw={"rows": 4})

    def complete(self) -> bool:
        """Whether it can be kept; what is not justified must be explained."""
        if not self.validate_on_submit():
            return False
        if needs_note(Verdict(self.verdict.data)) and not self.note.data:
            self.note.errors = ["Skriv varför. Namn och personnummer ska inte stå här."]
            return False
        return True


class SignForm(PageForm):
    conclusion = TextAreaField(
        "Slutsats",
        filters=[strip],
        validators=[required("Skriv vad kontrollen visar och vad som ska göras."), at_most(5_000)],
        render_kw={"rows": 5},
    )


class IntervalForm(PageForm):
    months = SelectField(
        "Loggen kontrolleras",
        choices={"1": "Varje månad", "3": "Varje kvartal", "6": "Varje halvår", "12": "Varje år"},
    )
