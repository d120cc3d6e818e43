"""What one version of a checklist changes against another, question by question."""

from dataclasses import dataclass
from enum import StrEnum

from checklists.models import ChangedQuestion, Checklist, Question, VersionChanges


class Kind(StrEnum):
    """How a question stands against the version before; the value is the Swedish word."""

    SAME = "Oförändrad"
    REWORDED = "Omformulerad, kan jämföras"
    INCOMPARABLE = "Ändrad, kan inte jämföras"
    NEW = "Ny"
    GONE = "Borttagen"


@dataclass(frozen=True)
class QuestionChange:
    """A question and how it stands against the version before. `question` is the older one where it is gone."""

    question: Question
    kind: Kind
    note: str = ""

    @property
    def comparable(self) -> bool:
        """Whether answers to the question in both versions may be held against each other."""
        return self.kind in {Kind.SAME, Kind.REWORDED}


def against(newer: Checklist, older: Checklist) -> tuple[QuestionChange, ...]:
    """Every question of both versions: the newer one's in its order, then those that are gone.

    What the newer version declares of a question that it has changed decides whether it is comparable; where it
    declares nothing and the text, the rule or what counts as a deviation differs, the question is not comparable.
    Where several versions lie between, a question that any of them made incomparable stays so.
    """
    declared = _declared(_entries(newer, older))
    before = {question.id: question for question in older.questions}
    found = []
    for question in newer.questions:
        entry = declared.get(question.id)
        if question.id not in before:
            kind = Kind.NEW
        elif entry is not None:
            kind = Kind.REWORDED if entry.comparable else Kind.INCOMPARABLE
        else:
            kind = Kind.SAME if same(question, before[question.id]) else Kind.INCOMPARABLE
        found.append(QuestionChange(question, kind, entry.note if entry and kind is not Kind.NEW else ""))
    kept = {question.id for question in newer.questions}
    return (*found, *(QuestionChange(each, Kind.GONE) for each in older.questions if each.id not in kept))


def crosswalk(one: Checklist, other: Checklist) -> dict[str, QuestionChange]:
    """How each question that two versions share stands in the newer one against the older, by its id.

    The two may be given in any order. Of two templates, which declare nothing of each other, only what asks the same
    of the same cases compares.
    """
    newer, older = (one, other) if order(one.version) >= order(other.version) else (other, one)
    if newer.template == older.template:
        shared = [each for each in against(newer, older) if each.kind not in {Kind.NEW, Kind.GONE}]
        return {each.question.id: each for each in shared}
    before = {question.id: question for question in older.questions}
    return {
        asked.id: QuestionChange(asked, Kind.SAME if same(asked, before[asked.id]) else Kind.INCOMPARABLE)
        for asked in newer.questions
        if asked.id in before
    }


def _declared(entries: list[VersionChanges]) -> dict[str, ChangedQuestion]:
    """What the versions together declare of each question: the first that made it incomparable, else the last."""
    found: dict[str, ChangedQuestion] = {}
    for changed in (changed for entry in entries for changed in entry.changed):
        if changed.id not in found or found[changed.id].comparable:
            found[changed.id] = changed
    return found


def _entries(newer: Checklist, older: Checklist) -> list[VersionChanges]:
    """The declared changes of each version after the older one, up to the newer."""
    return [entry for entry in newer.changes if order(older.version) < order(entry.version) <= order(newer.version)]


def same(one: Question, other: Question) -> bool:
    """Whether a question asks the same of the same cases: text, rule and what counts as a deviation."""
    return (one.text, one.applies_when, one.deviation) == (other.text, other.applies_when, other.deviation)


def order(version: str) -> tuple[int, ...]:
    """What versions are sorted by: `2026.10` comes after `2026.9`."""
    return tuple(int(part) for part in version.split("."))


def undeclared(newer: Checklist, older: Checklist) -> tuple[str, ...]:
    """What the newer version should have said of its changes against the older, in Swedish sentences."""
    entries = _entries(newer, older)
    new = {name for entry in entries for name in entry.new}
    gone = {name for entry in entries for name in entry.gone}
    changed = {one.id for entry in entries for one in entry.changed}
    before = {question.id for question in older.questions}
    told = []
    for change in against(newer, older):
        name, declared = change.question.id, change.question.id in changed
        if change.kind is Kind.NEW and name not in new:
            told.append(f"Frågan »{name}« är ny mot {older.name}, men står inte bland new.")
        elif change.kind is Kind.GONE and name not in gone:
            told.append(f"Frågan »{name}« fanns i {older.name}, men står inte bland gone.")
        elif change.kind is Kind.INCOMPARABLE and not declared:
            told.append(f"Frågan »{name}« lyder inte som i {older.name}, men står inte bland changed.")
    told += [f"Frågan »{name}« står bland new, men fanns redan i {older.name}." for name in sorted(new & before)]
    return tuple(told)
