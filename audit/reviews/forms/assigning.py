"""Who reviews which file: a choice of person for each that can still be given to somebody else."""

from collections.abc import Iterable

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs

from audit.accounts.operations import known
from audit.reviews.operations import Distribution, Place, SecondPlace, SecondReviewing
from audit.web.forms import PageForm

CHOOSE = ""


def distribution_form(found: Distribution) -> PageForm:
    """A form with a choice of reviewer for every unit whose review has not begun."""
    return _choices("Granskare", found, [(place, place.reviewer_id is not None, None) for place in found.places])


def second_form(found: SecondReviewing) -> PageForm:
    """A form with a choice of second reviewer for every file whose second review has not begun."""
    places = [(place, place.second is not None, place.first_reviewer) for place in found.places]
    return _choices("Andra granskare", found, places)


def _choices(
    word: str, found: Distribution | SecondReviewing, places: Iterable[tuple[Place | SecondPlace, bool, int | None]]
) -> PageForm:
    """A choice for every place that isn't fixed, with whether it has somebody, and who can't be chosen there.

    Those whom jäv would refuse stand in it with a word that says so.
    """
    fields: dict[str, SelectField] = {}
    for place, has_somebody, other in places:
        if place.fixed:
            continue
        unit_id = known(place.unit.id)
        people = [
            SelectChoice(str(one), f"{person.name} (jäv)" if found.tied(unit_id, one) else person.name)
            for person in found.reviewers
            if (one := known(person.id)) != other
        ]
        fields[field_of(unit_id)] = SelectField(
            f"{word} för {place.unit.unit_id}",
            choices=[*([] if has_somebody else [SelectChoice(CHOOSE, "Ingen än")]), *people],
            default=str(place.proposed_id or CHOOSE),
        )
    form: PageForm = type("ChoicesForm", (PageForm,), fields)()
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
