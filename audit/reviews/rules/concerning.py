"""Which questions concern the case: what is known of it, what the rules say, and when a person says otherwise."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from audit.registers.rules.tables import Value
from audit.reviews.rules.answering import Content, tidy
from audit.reviews.rules.completing import NOT_APPLICABLE, AreaQuestions
from audit.reviews.rules.registered import value_said
from checklists import (
    Attribute,
    Checklist,
    Fact,
    Facts,
    Finding,
    Period,
    Question,
    Scalar,
    Source,
    Verdict,
    findings,
    from_register,
    why,
)

MOST_DIGITS = 6
CASES = 256
"""Of so many cases what is known, and what concerns them, is remembered."""
TRUE, FALSE = "ja", "nej"


# ---- What is known of the case ----------------------------------------------------------------------------------


def register_knows(
    checklist: Checklist, content: Mapping[str, Value], *, register: str, period: Period | None
) -> dict[str, Fact]:
    """What the unit's own row in the register tells, by attribute; what it doesn't tell is left out."""
    return dict(_register_knows(checklist, tuple(content.items()), register, period))


@lru_cache(maxsize=CASES)
def _register_knows(
    checklist: Checklist, row: tuple[tuple[str, Value], ...], register: str, period: Period | None
) -> Facts:
    content = dict(row)
    return {
        attribute.id: Fact(value, Source.REGISTER)
        for attribute in checklist.attributes
        for value in from_register(attribute, content, register=register, period=period)
    }


@dataclass(frozen=True)
class Told:
    """A fact as it was told last, of another register and of the file (None: not, or taken back), and its version."""

    version: int = 0
    register: str | None = None
    file: str | None = None


NEVER_TOLD = Told()


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What is known of a case: by the registers alone, and what holds, where the file goes before."""

    register: Facts
    facts: Facts
    told: Mapping[str, Told]

    def version(self, attribute_id: str) -> int:
        return self.told.get(attribute_id, NEVER_TOLD).version


def knowledge(checklist: Checklist, row: Facts, told: Mapping[str, Told]) -> Knowledge:
    """What holds: what was seen in the file, else told by another register, else what the unit's own row says."""
    return _knowledge(checklist, tuple(row.items()), tuple(told.items()))


# Whoever goes from one area of a case to the next asks the same again, and gets the same Knowledge and Concern.
@lru_cache(maxsize=CASES)
def _knowledge(
    checklist: Checklist, row: tuple[tuple[str, Fact], ...], told: tuple[tuple[str, Told], ...]
) -> Knowledge:
    register = {**dict(row), **_read(checklist, {name: one.register for name, one in told}, Source.REGISTER)}
    seen = _read(checklist, {name: one.file for name, one in told}, Source.FILE)
    return Knowledge(register, {**register, **seen}, dict(told))


def _read(checklist: Checklist, texts: Mapping[str, str | None], source: Source) -> dict[str, Fact]:
    return {
        attribute.id: Fact(read_text(text, attribute), source)
        for attribute in checklist.attributes
        if (text := texts.get(attribute.id)) is not None
    }


def as_text(value: Scalar | None) -> str:
    """A value as it is kept: a JSON scalar."""
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


def read_text(text: str, attribute: Attribute) -> Scalar | None:
    value: Scalar | None = json.loads(text)
    return date.fromisoformat(value) if attribute.type == "date" and isinstance(value, str) else value


# ---- What is filled in ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GivenFact:
    """A fact as somebody fills it in, knowing the version `base_version` of it (0: nothing had been told)."""

    attribute_id: str
    written: str
    base_version: int = 0


def written(value: Scalar | None) -> str:
    """A value as it stands in its field; empty where there is none."""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def value_of(attribute: Attribute, text: str) -> Scalar | None:
    """The value that was filled in, None for an empty field. Raises ValueError with what is wrong in Swedish."""
    text = tidy(text)
    if not text:
        return None
    if attribute.type == "boolean":
        if text not in {TRUE, FALSE}:
            raise ValueError("Välj Ja eller Nej.")
        return text == TRUE
    if attribute.type == "integer":
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            raise ValueError("Skriv ett heltal, till exempel 2.")
        return int(text)
    return _day(text) if attribute.type == "date" else _code(attribute, text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("Skriv datumet som år-månad-dag, till exempel 2026-03-31.") from None


def _code(attribute: Attribute, text: str) -> str:
    if text not in {code.code for code in attribute.codes}:
        raise ValueError("Välj något i listan.")
    return text


def to_keep(given: Scalar | None, row: Fact | None) -> str | None:
    """The text to keep for a value that was filled in, None where nothing is told beyond what the register says.

    An emptied field takes back what was told; where the register knows a value, it says that the file has none.
    """
    if row is None:
        return None if given is None else as_text(given)
    return None if given == row.value and type(given) is type(row.value) else as_text(given)


# ---- What the rules say -----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Concern:
    """Whether each question of a review concerns the case, by the rules and by what is known and answered."""

    checklist: Checklist
    questions: tuple[Question, ...]
    facts: Facts
    answers: Mapping[str, str]

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        return findings(self.questions, facts=self.facts, answers=self.answers)

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        return {name: finding.verdict for name, finding in self.findings.items()}

    def why(self, question_id: str) -> str:
        """Why the question is shown or folded away, in one sentence; empty where it concerns every case."""
        finding = self.findings[question_id]
        return why(self.checklist, finding, facts=self._spoken, answers=self.answers)

    @cached_property
    def _spoken(self) -> Facts:
        """The facts, with those codes in words that only the registers know of."""
        coded = [attribute for attribute in self.checklist.attributes if attribute.codes and attribute.id in self.facts]
        said = {one.id: Fact(value_said(one, self.facts[one.id].value), self.facts[one.id].source) for one in coded}
        return {**self.facts, **said}

    def law_day(self, question: Question) -> date | None:
        """The day that selects the law for the question, or None where nobody has told it."""
        fact = self.facts.get(question.legal_date)
        return fact.value if fact is not None and isinstance(fact.value, date) else None

    @property
    def folded(self) -> dict[str, str]:
        """The questions that do not concern the case and that nobody has answered all the same, and why not."""
        return {
            name: self.why(name)
            for name, verdict in self.verdicts.items()
            if verdict is Verdict.DOES_NOT and self.answers.get(name, NOT_APPLICABLE) == NOT_APPLICABLE
        }


def concern(
    checklist: Checklist, areas: Iterable[AreaQuestions], facts: Facts, answers: Mapping[str, Content]
) -> Concern:
    """What concerns a review of the `areas`, in which `answers` (by question id) have been given."""
    given = tuple((name, content.value) for name, content in answers.items() if content.value)
    return _concern(checklist, tuple(areas), tuple(facts.items()), given)


@lru_cache(maxsize=CASES)
def _concern(
    checklist: Checklist,
    areas: tuple[AreaQuestions, ...],
    facts: tuple[tuple[str, Fact], ...],
    answers: tuple[tuple[str, str], ...],
) -> Concern:
    questions = tuple(question for part in areas for question in part.questions)
    return Concern(checklist, questions, dict(facts), dict(answers))


def overruled(content: Content, verdict: Verdict, checklist: Checklist) -> bool:
    """Whether the answer says otherwise than the rule about whether the question concerns the case."""
    if content.value is None:
        return False
    if verdict is Verdict.DOES_NOT:
        return content.value != NOT_APPLICABLE
    option = checklist.option(content.value)
    return verdict is Verdict.APPLIES and option.reason_required_when_rule_applies


# ---- Where register and file differ -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Contradiction:
    """A fact that the register knew and that the file says otherwise of."""

    attribute: Attribute
    register: Scalar | None
    file: Scalar | None


def contradictions(checklist: Checklist, known_of: Knowledge) -> tuple[Contradiction, ...]:
    """Every attribute that a register knew a value of and that has another one in the file."""
    found = []
    for attribute in checklist.attributes:
        known, holds = known_of.register.get(attribute.id), known_of.facts.get(attribute.id)
        if known is None or holds is None or holds.source is not Source.FILE or known.value is None:
            continue
        if known.value != holds.value:
            found.append(Contradiction(attribute, known.value, holds.value))
    return tuple(found)
