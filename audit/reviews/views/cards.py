"""The cards of the desk: each question with its answer as it is shown, what it lacks, and what is in its way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import ClassVar, cast

from flask import get_template_attribute, request

from audit.accounts.operations import known
from audit.database import Session
from audit.reviews import operations, rules
from audit.reviews.models import Answer, Remark
from audit.reviews.operations import Case, Conflict, Whole
from audit.reviews.operations.versions import Version, versions_of
from audit.reviews.rules import NO_CONTENT, AreaQuestions, Concern, Content, Given, Lack
from audit.reviews.rules.evidence import parted
from audit.reviews.rules.pointing import APPLICANT, pointed_out, spotted, without
from checklists import SEVERITIES, Checklist, Citation, Question, Verdict

Past = Mapping[str, list[Version]]
Said = tuple[str | None, int]
"""The code of an answer and its version; none and 0 where there is none yet."""


@dataclass(frozen=True)
class Pointed:
    """Numbers in a comment that tell who somebody is: what is said of them, and the comment without them."""

    said: str
    placeholders: str
    applicant: str
    replaced: str


def pointed_in(comment: str) -> Pointed | None:
    found = spotted(comment)
    if not found:
        return None
    placeholders = "« och »".join(dict.fromkeys(one.placeholder for one in found))
    applicant = without(comment, found, instead=APPLICANT)
    return Pointed(pointed_out(found), placeholders, applicant, without(comment, found))


@dataclass(frozen=True)
class Card:
    """One question on the desk: the answer as it is shown, and what is wrong or in the way.

    `asked` names the checklist and the question: cards are equal where they look the same. `folded`: it does not
    concern the case and has no answer; `contrary`: it has one all the same. `must`: its rule says that it concerns the
    case, so that Ej aktuellt takes a comment.
    """

    asked: tuple[str, str]
    question: Question = field(compare=False)
    number: int
    content: Content
    version: str
    lack: Lack | None
    law_day: date | None
    checklist: Checklist = field(compare=False)
    why: str
    folded: bool
    contrary: bool
    must: bool
    past: tuple[Version, ...] = ()
    conflict: Conflict | None = None
    fault: str = ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.checklist.references_at(self.question, self.law_day)

    @property
    def place(self) -> tuple[str, str]:
        """Where in the file: the day in the journal, and the page."""
        return parted(self.content.evidence)

    @cached_property
    def pointed(self) -> Pointed | None:
        return pointed_in(self.content.comment)

    @property
    def wordless(self) -> bool:
        """Whether it holds nothing that anybody has written, and nothing that is in the way."""
        written = (self.content.comment, self.content.evidence, self.content.reason, self.past, self.conflict)
        return not any(written) and not self.fault


@dataclass(frozen=True)
class Kit:
    """What all cards of a page share. `word`: what the unit is called; `typed`: the page shows what was not kept.

    `remarks` are those that wait for the reviewer, by question.
    """

    word: str
    checklist: Checklist = field(compare=False)
    remarks: Mapping[str, list[Remark]] = field(compare=False)
    typed: bool = False
    severities: ClassVar = SEVERITIES

    @cached_property
    def commented(self) -> str:
        """The answers that take a comment, in a row."""
        return rules.in_a_row([option.label for option in self.checklist.scale if option.comment_required])


def drawn(cards: Iterable[Card], kit: Kit) -> str:
    """The cards as they stand on the page."""
    return "\n".join(_shown(card, kit) for card in cards)


def _shown(card: Card, kit: Kit) -> str:
    """Most of a desk holds no words yet: such cards are drawn once and kept. What reviewers have written never is."""
    plain = card.wordless and card.question.id not in kit.remarks
    return _kept(card, kit) if plain else _drawn(card, kit)


def _drawn(card: Card, kit: Kit) -> str:
    return cast(str, get_template_attribute("reviews/card.html", "card")(card, kit))


# Some hundred questions, each as it looks with every answer.
_kept = lru_cache(maxsize=4096)(_drawn)


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
        _card(case, question, number, now, trouble, tuple(past.get(question.id, ())))
        for number, question in enumerate(area.questions, start=area.first)
    ]


def wordless_cards(concern: Concern, area: AreaQuestions, said: Iterable[Said]) -> list[Card]:
    """The cards of an area in which nobody has written anything: `said` is what each question was answered with."""
    return [
        _card_of(concern, question, number, Content(value), str(version))
        for (number, question), (value, version) in zip(enumerate(area.questions, start=area.first), said, strict=True)
    ]


def past_of(session: Session, case: Case, now: Whole) -> Past:
    """The versions of those answers that have been changed: mostly none, and then nothing is asked for."""
    again = [answer.question_id for answer in now.answers.values() if answer.version > 1]
    return versions_of(session, known(case.review.id), question_ids=again, at_least=2) if again else {}


def _card(case: Case, question: Question, number: int, now: Whole, trouble: Trouble, past: tuple[Version, ...]) -> Card:
    answer = now.answers.get(question.id)
    kept = operations.contents([answer]).get(question.id, NO_CONTENT) if answer else NO_CONTENT
    version = str(answer.version if answer else 0)
    typed = trouble.typed.get(question.id)
    if typed is None:
        return _card_of(now.concern, question, number, kept, version, past=past)
    # The version the form was shown with, even where a choice was made: if it wasn't kept, it is asked for again.
    shown = request.form.get(f"version-{question.id}", "0")
    content = _on_the_scale(typed.content, case.checklist)
    conflict, fault = trouble.conflicts.get(question.id), trouble.faults.get(question.id, "")
    card = _card_of(now.concern, question, number, content, shown, past=past, conflict=conflict, fault=fault)
    return replace(card, lack=rules.lack_of(kept, case.checklist, now.concern.verdicts[question.id]))


def _card_of(
    concern: Concern,
    question: Question,
    number: int,
    content: Content,
    version: str,
    *,
    past: tuple[Version, ...] = (),
    conflict: Conflict | None = None,
    fault: str = "",
) -> Card:
    verdict = concern.verdicts[question.id]
    answered = content.value not in {None, rules.NOT_APPLICABLE}
    return Card(
        asked=(concern.checklist.name, question.id),
        question=question,
        number=number,
        content=content,
        version=version,
        lack=rules.lack_of(content, concern.checklist, verdict),
        law_day=concern.law_day(question),
        checklist=concern.checklist,
        why=concern.why(question.id),
        folded=verdict is Verdict.DOES_NOT and not answered and not content.reason,
        contrary=verdict is Verdict.DOES_NOT,
        must=verdict is Verdict.APPLIES,
        past=past,
        conflict=conflict,
        fault=fault,
    )


def _on_the_scale(content: Content, checklist: Checklist) -> Content:
    """What was typed as it can be shown: an answer that no box of the page stands for is none."""
    known_codes = {None, *(option.code for option in checklist.scale)}
    return content if content.value in known_codes else replace(content, value=None)


@dataclass(frozen=True)
class LastSaid:
    """The comment that was written last in the review, and where; offered at other questions."""

    number: int
    comment: str
    day: str
    place: str


def last_said(case: Case, answers: Mapping[str, Answer]) -> LastSaid | None:
    commented = [answer for answer in answers.values() if answer.comment]
    if not commented:
        return None
    last = max(commented, key=lambda answer: answer.answered_at)
    numbers = {
        question.id: number for part in case.areas for number, question in enumerate(part.questions, start=part.first)
    }
    return LastSaid(numbers.get(last.question_id, 0), last.comment, *parted(last.evidence))
