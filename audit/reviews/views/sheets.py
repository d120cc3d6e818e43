"""The sheets of the desk: each area with what is asked about the case at its head, and its cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from audit.reviews.models import Answer
from audit.reviews.operations import Case, Whole
from audit.reviews.rules import AreaQuestions, Concern, Knowledge
from audit.reviews.views.cards import NO_TROUBLE, Card, Kit, Past, Said, Trouble, cards_of, drawn, wordless_cards
from audit.reviews.views.facts import FactField, drawn_facts, fact_fields
from checklists import Attribute, Checklist, needed

Areas = tuple[AreaQuestions, ...]
NOTHING_SAID: Said = (None, 0)


@dataclass(frozen=True)
class Sheet:
    """An area as it stands on the desk. `asked` and `cards` are there where a form was not kept, to name its faults."""

    part: AreaQuestions
    html: Markup
    asked: tuple[FactField, ...] = ()
    cards: tuple[Card, ...] = ()


def sheets_of(case: Case, areas: Areas, now: Whole, trouble: Trouble, past: Past, kit: Kit) -> list[Sheet]:
    """The areas one below the other. A fact that several of them need is asked at the first."""
    sheets = []
    for place, area in enumerate(areas):
        said = _wordless(area, now.answers, kit) if trouble is NO_TROUBLE else None
        if said is not None:
            sheets.append(Sheet(area, _plain(now.concern, now.knowledge, areas, place, said, kit.word)))
            continue
        facts = _facts_of(case.checklist, areas)[place]
        asked = fact_fields(case.checklist, facts, now.knowledge, typed=trouble.facts, faults=trouble.fact_faults)
        cards = cards_of(case, area, now, trouble, past)
        sheets.append(Sheet(area, _html(area, asked, cards, kit, apart=len(areas) > 1), asked, tuple(cards)))
    return sheets


@lru_cache(maxsize=256)
def _facts_of(checklist: Checklist, areas: Areas) -> tuple[tuple[Attribute, ...], ...]:
    """What is asked at the head of each area."""
    found: list[tuple[Attribute, ...]] = []
    before: set[str] = set()
    for area in areas:
        found.append(tuple(one for one in needed(checklist, area.questions) if one.id not in before))
        before |= {one.id for one in found[-1]}
    return tuple(found)


def _wordless(area: AreaQuestions, answers: Mapping[str, Answer], kit: Kit) -> tuple[Said, ...] | None:
    """What was answered in the area; None where words stand in it: a comment, a remark, or earlier answers."""
    said = []
    for question in area.questions:
        answer = answers.get(question.id)
        if question.id in kit.remarks:
            return None
        if answer is None:
            said.append(NOTHING_SAID)
        elif answer.version > 1 or answer.comment or answer.evidence or answer.reason:
            return None
        else:
            said.append((answer.value, answer.version))
    return tuple(said)


@lru_cache(maxsize=512)
def _plain(
    concern: Concern, knowledge: Knowledge, areas: Areas, place: int, said: tuple[Said, ...], word: str
) -> Markup:
    """An area without words looks the same until something is answered, so it is kept as it was drawn."""
    area, checklist = areas[place], concern.checklist
    asked = fact_fields(checklist, _facts_of(checklist, areas)[place], knowledge, typed={}, faults={})
    cards = wordless_cards(concern, area, said)
    return _html(area, asked, cards, Kit(word, checklist, {}), apart=len(areas) > 1)


def _html(area: AreaQuestions, asked: tuple[FactField, ...], cards: list[Card], kit: Kit, *, apart: bool) -> Markup:
    head = drawn_facts(area.area, asked, kit.word, apart) if asked else ""
    return Markup(f"{head}\n{drawn(cards, kit)}")  # noqa: S704 - drawn by templates, escaped there
