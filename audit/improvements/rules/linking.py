"""Whether a linked question asks the same in a round's checklist as in the one in which it was linked."""

from collections.abc import Mapping
from functools import lru_cache

from checklists import Checklist, Kind, against
from checklists.versions import order


def apart(links: Mapping[str, str], *, asked: Checklist, known: Mapping[str, Checklist]) -> dict[str, str]:
    """Why answers to some of the questions can't be held against earlier ones, as the beginning of a sentence by id.

    `links` are the ids of the questions, each with the name of the checklist in which it was linked (empty where
    nobody knows: then the id decides alone); `asked` is the round's checklist, `known` are all by name. A question
    that only was reworded, and says so, is the same question.
    """
    return {question: words for question, name in links.items() if (words := _words(question, known.get(name), asked))}


def _words(question_id: str, linked: Checklist | None, asked: Checklist) -> str:
    if linked is None or linked.template != asked.template or linked.name == asked.name:
        return ""
    kind, note = _kinds(linked, asked).get(question_id, (Kind.GONE, ""))
    if kind is Kind.INCOMPARABLE:
        said = f"Frågan är ändrad i {asked.name} så att svaren inte kan jämföras"
        return f"{said} ({note.rstrip('.')})" if note else said
    return "" if any(one.id == question_id for one in asked.questions) else f"Frågan finns inte i {asked.name}"


def _kinds(one: Checklist, other: Checklist) -> Mapping[str, tuple[Kind, str]]:
    older, newer = sorted((one, other), key=lambda each: order(each.version))
    return _changes(newer, older)


@lru_cache(maxsize=64)
def _changes(newer: Checklist, older: Checklist) -> Mapping[str, tuple[Kind, str]]:
    return {change.question.id: (change.kind, change.note) for change in against(newer, older)}
