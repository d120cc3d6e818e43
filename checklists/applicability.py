"""Which questions concern a case and why, in the words that the reviewer reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checklists.evaluating import Finding, Verdict, evaluate
from checklists.grammar import Scalar
from checklists.models import Attribute, Checklist, Question

NOT_APPLICABLE = "ej_aktuellt"
YES_NO = {True: "ja", False: "nej"}


class Source(StrEnum):
    """Where a fact about the case comes from: a register, or the file that the reviewer has before her."""

    REGISTER = "register"
    FILE = "akt"


SOURCE_WORDS = {Source.REGISTER: "enligt registret", Source.FILE: "enligt akten"}


@dataclass(frozen=True)
class Fact:
    """What is known of an attribute. `value` None: it is known that there is none."""

    value: Scalar | None
    source: Source


Facts = Mapping[str, Fact]


def findings(questions: Iterable[Question], *, facts: Facts, answers: Mapping[str, str]) -> dict[str, Finding]:
    """What the rules of `questions` (in the checklist's order) say, by question id.

    `facts` are by attribute id, unknown ones left out; `answers` are option codes by question id, unanswered ones left
    out. A question that does not apply and has no answer counts as answered Ej aktuellt in the rules after it.
    """
    attributes = {name: fact.value for name, fact in facts.items()}
    answered = dict(answers)
    found: dict[str, Finding] = {}
    for question in questions:
        finding = evaluate(question.rule, attributes=attributes, answers=answered)
        if finding.verdict is Verdict.DOES_NOT:
            answered.setdefault(question.id, NOT_APPLICABLE)
        found[question.id] = finding
    return found


def needed(checklist: Checklist, questions: Iterable[Question]) -> tuple[Attribute, ...]:
    """The attributes that the rules and legal dates of `questions` refer to, in the order that they are declared."""
    named = {name for question in questions for name in (*question.rule.names, question.legal_date)}
    return tuple(attribute for attribute in checklist.attributes if attribute.id in named)


def why(checklist: Checklist, finding: Finding, *, facts: Facts, answers: Mapping[str, str]) -> str:
    """One Swedish sentence about what decided, empty for a question that concerns every case."""
    if not finding.decided_by:
        return ""
    if finding.verdict is Verdict.UNKNOWN:
        return f"Visas för att {_in_a_row([_unknown(checklist, name, facts, answers) for name in finding.decided_by])}."
    told = _in_a_row([_told(checklist, name, facts, answers) for name in finding.decided_by])
    return f"Visas för att {told}." if finding.verdict is Verdict.APPLIES else f"Inte aktuell för att {told}."


def _in_a_row(words: list[str]) -> str:
    return " och ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _unknown(checklist: Checklist, name: str, facts: Facts, answers: Mapping[str, str]) -> str:
    fact = facts.get(name)
    if (fact is not None and fact.value is not None) or name in answers:
        return _told(checklist, name, facts, answers)
    if checklist.asks(name):
        return f"frågan »{checklist.question(name).text}« inte är besvarad"
    return f"uppgiften »{checklist.attribute(name).label}« {'saknas' if fact else 'inte är ifylld'}"


def _told(checklist: Checklist, name: str, facts: Facts, answers: Mapping[str, str]) -> str:
    if checklist.asks(name):
        code = answers.get(name, NOT_APPLICABLE)
        return f"frågan »{checklist.question(name).text}« är besvarad med {checklist.option(code).label}"
    attribute, fact = checklist.attribute(name), facts[name]
    return f"{clause(attribute, fact.value)} {SOURCE_WORDS[fact.source]}"


def clause(attribute: Attribute, value: Scalar | None) -> str:
    """What it means that the attribute has this value, as a Swedish clause without a full stop."""
    label = uncapitalised(attribute.label)
    if isinstance(value, bool):
        said = attribute.yes if value else attribute.no
        return said or f"»{attribute.label}« är {YES_NO[value]}"
    return f"{label} saknas" if value is None else f"{label} är {said_as(attribute, value)}"


def said_as(attribute: Attribute, value: Scalar | None) -> str:
    """The value in words: Ja, Nej, a number, a date, or the code's label; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[value].capitalize()
    if isinstance(value, date):
        return value.isoformat()
    labels = {code.code: code.label for code in attribute.codes}
    return labels.get(str(value), str(value))


def uncapitalised(words: str) -> str:
    """The words with a small first letter, unless they begin with an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
