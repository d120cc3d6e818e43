"""The forms of reviewing: an area's answers, signing, reopening, and who reviews which file."""

from collections.abc import Iterable, Mapping

from wtforms import SelectField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs

from audit.accounts.operations import known
from audit.reviews.operations import Distribution
from audit.reviews.rules import Given, GivenFact
from audit.web.forms import PageForm, at_most, required, strip
from checklists import Attribute, Question

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
    """The answers among the fields of an area's form, which are named by the question: svar-…, kommentar-…, akt-…

    Where two answers collided and the person has chosen, val-… says which, and sparad-… the version that she saw.
    """
    names = [question.id for question in questions if f"version-{question.id}" in fields]
    return [_given(name, {key: fields.get(f"{key}-{name}", "") for key in PARTS}) for name in names]


def single_answer_in(fields: Mapping[str, str]) -> Given:
    """The answer that the desk's script sends by itself: the same fields, with the question in one of its own."""
    return _given(fields.get("fraga", ""), {key: fields.get(key, "") for key in PARTS})


PARTS = ("svar", "kommentar", "akt", "version", "val", "sparad", "skal")


def _given(question_id: str, parts: Mapping[str, str]) -> Given:
    chosen = parts["val"] in {MINE, KEPT}
    base = parts["sparad"] if chosen else parts["version"]
    return Given(
        question_id=question_id,
        value=parts["svar"] or None,
        comment=parts["kommentar"],
        evidence=parts["akt"],
        base_version=int(base) if base.isascii() and base.isdigit() and len(base) < 10 else 0,
        yields=parts["val"] == KEPT,
        reason=parts["skal"],
    )


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
    people = [SelectChoice(str(known(person.id)), person.name) for person in distribution.reviewers]
    fields = {
        field_of(known(place.unit.id)): SelectField(
            f"Granskare för {place.unit.unit_id}",
            choices=people if place.reviewer_id else [SelectChoice(CHOOSE, "Ingen än"), *people],
            default=str(place.proposed_id or CHOOSE),
        )
        for place in distribution.places
        if not place.fixed
    }
    form: PageForm = type("DistributionForm", (PageForm,), fields)()
    return form


def field_of(sample_unit_id: int) -> str:
    return f"akt_{sample_unit_id}"


def chosen_reviewers(form: PageForm) -> dict[int, int]:
    """The reviewer chosen for each unit (by sample unit id); those with none are left out."""
    return {
        int(field.name.removeprefix("akt_")): int(field.data)
        for field in form
        if field.name.startswith("akt_") and field.data
    }
