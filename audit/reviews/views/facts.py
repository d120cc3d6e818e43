"""The facts at the head of an area: what its rules and its law need to know, filled in from the register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from flask import get_template_attribute

from audit.reviews.forms import FACT
from audit.reviews.operations import Case, FactConflict
from audit.reviews.rules import Knowledge, written
from audit.reviews.rules.registered import value_said
from audit.web.formats import moment
from checklists import Area, Attribute, Checklist, Fact, Source, said_as

YES_NO = (("ja", "Ja"), ("nej", "Nej"))


@dataclass(frozen=True)
class FactField:
    """One fact as it stands on the page. `register` is what a register says, in words; empty where none does.

    `asked` names the checklist and the attribute: fields are equal where they look the same.
    """

    asked: tuple[str, str]
    attribute: Attribute = field(compare=False)
    name: str
    written: str
    shown: str
    version: int
    register: str
    corrected: bool
    fault: str = ""

    @property
    def described(self) -> str:
        """The ids of what is said below the field."""
        below = (self.register and f"registret-{self.name}", self.fault and f"fel-{self.name}")
        return " ".join(filter(None, below))

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What there is to choose among; none where it is typed."""
        if self.attribute.type == "boolean":
            return YES_NO
        listed = tuple((code.code, code.label) for code in self.attribute.codes)
        foreign = self.shown and self.shown not in dict(listed)
        return (
            (*listed, (self.shown, value_said(self.attribute, self.shown) or self.shown))
            if foreign and listed
            else listed
        )


@lru_cache(maxsize=1024)
def drawn_facts(area: Area, asked: tuple[FactField, ...], word: str, apart: bool) -> str:
    """What is asked at the head of an area as it stands on the page. It looks the same on most visits, so it is kept.

    `word` is what the unit is called; `apart`: the areas stand below each other.
    """
    unknown, known = ([one for one in asked if bool(one.register) is told] for told in (False, True))
    return cast(str, get_template_attribute("reviews/facts.html", "facts_asked")(area, unknown, known, word, apart))


def fact_fields(
    checklist: Checklist,
    attributes: Iterable[Attribute],
    known: Knowledge,
    *,
    typed: Mapping[str, str],
    faults: Mapping[str, str],
) -> tuple[FactField, ...]:
    """What is known of the case about these attributes, and what was typed."""
    return tuple(_field(checklist, attribute, known, typed, faults.get(attribute.id, "")) for attribute in attributes)


def _field(
    checklist: Checklist, attribute: Attribute, known: Knowledge, typed: Mapping[str, str], fault: str
) -> FactField:
    holds = known.facts.get(attribute.id)
    shown = written(holds.value) if holds else ""
    return FactField(
        asked=(checklist.name, attribute.id),
        attribute=attribute,
        name=f"{FACT}{attribute.id}",
        written=typed.get(attribute.id, shown),
        shown=shown,
        version=known.version(attribute.id),
        register=register_words(attribute, known.register.get(attribute.id)),
        corrected=holds is not None and holds.source is Source.FILE and attribute.id in known.register,
        fault=fault,
    )


def register_words(attribute: Attribute, fact: Fact | None) -> str:
    """What a register says of the attribute; empty where it says nothing."""
    if fact is None:
        return ""
    return value_said(attribute, fact.value) or "saknas"


def kept_fact(case: Case, conflict: FactConflict) -> dict[str, object]:
    """What the desk's script needs to show the two values of a fact that collided."""
    attribute = case.checklist.attribute(conflict.given.attribute_id)
    value = conflict.kept.value if conflict.kept else None
    return {
        "value": written(value),
        "label": said_as(attribute, value) or "Inte ifyllt",
        "comment": "",
        "evidence": "",
        "reason": "",
        "version": conflict.version,
        "by": conflict.kept_by,
        "at": moment(conflict.kept_at),
    }


def collided(case: Case, conflict: FactConflict) -> str:
    """The same in a sentence, for a page without script."""
    kept = kept_fact(case, conflict)
    return f"Uppgiften ändrades till »{kept['label']}« i ett annat fönster. Tryck på »Spara« igen om din ska gälla."
