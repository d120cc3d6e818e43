"""The cards of the desk: each question with its answer as it is shown, what it lacks, and what is in its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask import request

from audit.accounts.operations import known
from audit.database import Session
from audit.reviews import operations, rules
from audit.reviews.operations import Case, Conflict, Whole
from audit.reviews.operations.versions import Version, versions_of
from audit.reviews.rules import NO_CONTENT, AreaQuestions, Content, Given, Lack
from checklists import Citation, Question, Verdict

Past = Mapping[str, list[Version]]


@dataclass(frozen=True)
class Card:
    """One question on the desk: the answer as it is shown, and what is wrong or in the way.

    `folded`: it does not concern the case and has no answer; `contrary`: it has one all the same. `must`: its rule says
    that it concerns the case, so that Ej aktuellt takes a comment.
    """

    question: Question
    number: int
    content: Content
    version: str
    lack: Lack | None
    law_day: date | None
    citations: tuple[Citation, ...]
    why: str
    folded: bool
    contrary: bool
    must: bool
    past: tuple[Version, ...] = ()
    conflict: Conflict | None = None
    fault: str = ""


@dataclass(frozen=True)
class Trouble:
    """Why a form was not kept: what had been typed, by question, with its collisions and faults.

    `facts` and `fact_faults` are the same by attribute.
    """

    typed: dict[str, Given]
    conflicts: dict[str, Conflict]
    faults: dict[str, str]
    facts: dict[str, str] = field(default_factory=dict)
    fact_faults: dict[str, str] = field(default_factory=dict)


NO_TROUBLE = Trouble({}, {}, {})


def cards_of(case: Case, area: AreaQuestions, now: Whole, trouble: Trouble, past: Past) -> list[Card]:
    return [
        replace(_card(case, question, number, now, trouble), past=tuple(past.get(question.id, ())))
        for number, question in enumerate(area.questions, start=area.first)
    ]


def past_of(session: Session, case: Case, now: Whole) -> Past:
    """The versions of those answers that have been changed: mostly none, and then nothing is asked for."""
    again = [answer.question_id for answer in now.answers.values() if answer.version > 1]
    return versions_of(session, known(case.review.id), question_ids=again, at_least=2) if again else {}


def _card(case: Case, question: Question, number: int, now: Whole, trouble: Trouble) -> Card:
    answer = now.answers.get(question.id)
    kept = operations.contents([answer]).get(question.id, NO_CONTENT) if answer else NO_CONTENT
    typed = trouble.typed.get(question.id)
    # The version the form was shown with, even where a choice was made: if it wasn't kept, it is asked for again.
    shown = request.form.get(f"version-{question.id}", "0") if typed else str(answer.version if answer else 0)
    day, verdict = now.concern.law_day(question), now.concern.verdicts[question.id]
    content = typed.content if typed else kept
    answered = content.value not in {None, rules.NOT_APPLICABLE}
    return Card(
        question=question,
        number=number,
        content=content,
        version=shown,
        lack=rules.lack_of(kept, case.checklist, verdict),
        law_day=day,
        citations=case.checklist.references_at(question, day),
        why=now.concern.why(question.id),
        folded=verdict is Verdict.DOES_NOT and not answered and not content.reason,
        contrary=verdict is Verdict.DOES_NOT,
        must=verdict is Verdict.APPLIES,
        conflict=trouble.conflicts.get(question.id),
        fault=trouble.faults.get(question.id, ""),
    )
