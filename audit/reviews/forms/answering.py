"""The answers and facts in an area's form, as the page's button or the desk's script sends them."""

from collections.abc import Iterable, Mapping

from audit.reviews.rules import Given, GivenFact
from audit.reviews.rules.evidence import joined
from audit.reviews.rules.pointing import APPLICANT, spotted, without
from checklists import Attribute, Question

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
