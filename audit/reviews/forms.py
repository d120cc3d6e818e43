"""The forms of reviewing: an area's answers, signing, reopening, and who reviews which file."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from audit.accounts.operations import known
from audit.reviews.operations import Distribution, SecondReviewing
from audit.reviews.operations.flags import Raised
from audit.reviews.rules import AreaQuestions, Given, GivenFact
from audit.reviews.rules.evidence import joined
from audit.reviews.rules.flags import FLAG_NAMES, FlagKind
from audit.reviews.rules.pointing import APPLICANT, pointed_out, spotted, without
from audit.web.forms import DayField, PageForm, at_most, required, strip
from checklists import Attribute, Checklist, Question

CHOOSE = ""


class AreaForm(PageForm):
    """An area's questions; their fields are read by `answers_in`."""

    submit = SubmitField("Spara")


class SignForm(PageForm):
    submit = SubmitField("Signera")


class ReopenForm(PageForm):
    reason = TextAreaField(
        "Varför öppnas granskningen igen?",
        filters=[strip],
        validators=[required("Skriv varför granskningen öppnas igen."), at_most(1000)],
    )
    submit = SubmitField("Öppna granskningen igen")


MINE, KEPT = "mitt", "sparat"


def answers_in(fields: Mapping[str, str], questions: Iterable[Question]) -> list[Given]:
    """The answers among the fields of an area's form, named by the question: svar-…, kommentar-…, dag-…, akt-…

    Where two answers collided and the person has chosen, val-… says which, and sparad-… the version that she saw.
    byt-… is the button that replaces the numbers in a comment that tell who somebody is.
    """
    names = [question.id for question in questions if f"version-{question.id}" in fields]
    return [_given(name, {key: fields.get(f"{key}-{name}", "") for key in PARTS}) for name in names]


def single_answer_in(fields: Mapping[str, str]) -> Given:
    """The answer that the desk's script sends by itself: the same fields, with the question in one of its own."""
    return _given(fields.get("fraga", ""), {key: fields.get(key, "") for key in PARTS})


PARTS = ("svar", "kommentar", "dag", "akt", "version", "val", "sparad", "skal", "byt")
APPLICANT_BUTTON = "sokanden"


def _given(question_id: str, parts: Mapping[str, str]) -> Given:
    chosen = parts["val"] in {MINE, KEPT}
    base = parts["sparad"] if chosen else parts["version"]
    return Given(
        question_id=question_id,
        value=parts["svar"] or None,
        comment=_comment(parts),
        evidence=joined(parts["dag"], parts["akt"]),
        base_version=int(base) if base.isascii() and base.isdigit() and len(base) < 10 else 0,
        yields=parts["val"] == KEPT,
        reason=parts["skal"],
    )


def _comment(parts: Mapping[str, str]) -> str:
    comment = parts["kommentar"]
    if not parts["byt"]:
        return comment
    return without(comment, spotted(comment), instead=APPLICANT if parts["byt"] == APPLICANT_BUTTON else None)


FACT = "uppgift."
"""What the names of a fact's fields begin with, where an answer's have the question's id."""


def facts_in(fields: Mapping[str, str], attributes: Iterable[Attribute]) -> list[GivenFact]:
    """The facts among the fields of an area's form that differ from what the form was shown with."""
    return [
        _fact(attribute.id, {key: fields.get(f"{key}-{FACT}{attribute.id}", "") for key in PARTS})
        for attribute in attributes
        if fields.get(f"svar-{FACT}{attribute.id}", "") != fields.get(f"visad-{FACT}{attribute.id}", "")
    ]


def single_fact_in(fields: Mapping[str, str]) -> GivenFact | None:
    """The fact that the desk's script sends by itself, or None where it sends an answer."""
    name = fields.get("fraga", "")
    if not name.startswith(FACT):
        return None
    return _fact(name.removeprefix(FACT), {key: fields.get(key, "") for key in PARTS})


def _fact(attribute_id: str, parts: Mapping[str, str]) -> GivenFact:
    given = _given(attribute_id, parts)
    return GivenFact(attribute_id, parts["svar"], given.base_version)


def distribution_form(distribution: Distribution) -> PageForm:
    """A form with a choice of reviewer for every unit whose review has not begun."""
    fields = {
        field_of(known(place.unit.id)): SelectField(
            f"Granskare för {place.unit.unit_id}",
            choices=[
                *([] if place.reviewer_id else [SelectChoice(CHOOSE, "Ingen än")]),
                *_people(distribution, known(place.unit.id)),
            ],
            default=str(place.proposed_id or CHOOSE),
        )
        for place in distribution.places
        if not place.fixed
    }
    form: PageForm = type("DistributionForm", (PageForm,), fields)()
    return form


def _people(found: Distribution | SecondReviewing, unit_id: int, without: int | None = None) -> list[SelectChoice]:
    """Those who can be chosen, with a word at those who would be refused."""
    return [
        SelectChoice(
            str(known(person.id)), f"{person.name} (jäv)" if found.tied(unit_id, known(person.id)) else person.name
        )
        for person in found.reviewers
        if person.id != without
    ]


def field_of(sample_unit_id: int) -> str:
    return f"akt_{sample_unit_id}"


def chosen_reviewers(form: PageForm) -> dict[int, int]:
    """The reviewer chosen for each unit (by sample unit id); those with none are left out."""
    return {
        int(field.name.removeprefix("akt_")): int(field.data)
        for field in form
        if field.name.startswith("akt_") and field.data
    }


# ---- Jäv, remarks, second reviews -------------------------------------------------------------------------------


class DeclareForm(PageForm):
    reason = TextAreaField(
        "Varför är du jävig?",
        filters=[strip],
        validators=[required("Skriv kort varför. Samordnaren läser det."), at_most(1000)],
    )


REMARK = "anm_"


def remark_form(areas: Iterable[AreaQuestions]) -> PageForm:
    """A form with room for a remark at every question."""
    fields = {
        f"{REMARK}{question.id}": TextAreaField(
            f"Anmärkning på fråga {number}", filters=[strip], validators=[at_most(1000)]
        )
        for area in areas
        for number, question in enumerate(area.questions, start=area.first)
    }
    form: PageForm = type("RemarkForm", (PageForm,), fields)()
    return form


def remarks_in(form: PageForm) -> dict[str, str]:
    """What is remarked, by question; empty fields are left out."""
    return {
        field.name.removeprefix(REMARK): str(field.data)
        for field in form
        if field.name.startswith(REMARK) and field.data
    }


class ResolveForm(PageForm):
    resolution = TextAreaField("Vad du har gjort", filters=[strip], validators=[at_most(1000)])


class SettleForm(PageForm):
    """The answer that two who differed come to, and why."""

    value = RadioField("Svaret som ska gälla", validators=[required("Välj vilket svar som ska gälla.")])
    reason = TextAreaField(
        "Varför", filters=[strip], validators=[required("Skriv varför det svaret ska gälla."), at_most(1000)]
    )

    def offer(self, checklist: Checklist) -> Self:
        self.value.choices = [(option.code, option.label) for option in checklist.scale]
        return self


class ConfirmForm(PageForm):
    number = IntegerField(widget=HiddenInput(), validators=[required("Ladda om sidan och läs förslaget igen.")])


class ShareForm(PageForm):
    percent = SelectField("Andel akter som granskas av två", coerce=int)

    def offer(self, shares: Iterable[int]) -> Self:
        self.percent.choices = [(share, f"{share} procent" if share else "Inga") for share in shares]
        return self


class BeginForm(PageForm):
    """A button alone."""


def second_form(found: SecondReviewing) -> PageForm:
    """A form with a choice of second reviewer for every file whose second review has not begun."""
    fields = {
        field_of(known(place.unit.id)): SelectField(
            f"Andra granskare för {place.unit.unit_id}",
            choices=[
                *([] if place.second else [SelectChoice(CHOOSE, "Ingen än")]),
                *_people(found, known(place.unit.id), without=place.first_reviewer),
            ],
            default=str(place.proposed_id or CHOOSE),
        )
        for place in found.places
        if not place.fixed
    }
    form: PageForm = type("SecondForm", (PageForm,), fields)()
    return form


# ---- Flags ------------------------------------------------------------------------------------------------------


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
