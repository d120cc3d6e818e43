"""What one answer is, what two windows may not do to each other, and what can't be kept at all."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checklists import Checklist, Question

COMMENT_LIMIT, EVIDENCE_LIMIT, REASON_LIMIT = 4000, 300, 1000
LINE_FEED, TAB = "\n", "\t"


@dataclass(frozen=True)
class Content:
    """What an answer says: a code of the scale (None: no answer yet), a comment, and where in the file it is seen.

    `reason` is why the question concerns the case although its rule says that it does not.
    """

    value: str | None = None
    comment: str = ""
    evidence: str = ""
    reason: str = ""

    @property
    def empty(self) -> bool:
        return self == NO_CONTENT


NO_CONTENT = Content()


@dataclass(frozen=True)
class Given:
    """An answer as somebody gives it, knowing the version `base_version` of it (0: none had been given).

    `yields`: it goes into the history only, because the person has chosen the one that is kept already.
    """

    question_id: str
    value: str | None
    comment: str = ""
    evidence: str = ""
    base_version: int = 0
    yields: bool = False
    reason: str = ""

    @property
    def content(self) -> Content:
        return Content(self.value or None, tidy(self.comment), tidy(self.evidence), tidy(self.reason))


class Verdict(StrEnum):
    """What becomes of an answer that is given: nothing new, a new version, or two people (or windows) collide."""

    SAME = "same"
    NEW = "new"
    COLLIDES = "collides"


def verdict(given: Given, *, kept: Content, version: int) -> Verdict:
    """Hold `given` against the answer `kept`, whose version is `version` (0 and no content if there is none).

    The same content again is never a collision: whoever resends what got through already is told that it is kept.
    """
    if given.content == kept:
        return Verdict.SAME
    return Verdict.NEW if given.base_version == version else Verdict.COLLIDES


def tidy(text: str) -> str:
    """`text` with line feeds only, without control characters and outer white space."""
    lines = text.replace("\r\n", LINE_FEED).replace("\r", LINE_FEED)
    return "".join(
        sign for sign in lines if sign in {LINE_FEED, TAB} or unicodedata.category(sign) not in UNSEEN
    ).strip()


# Control characters and halves of characters: no database keeps them, and nobody typed them.
UNSEEN = frozenset({"Cc", "Cs"})


def fault_in(given: Given, *, checklist: Checklist, questions: Iterable[Question]) -> str | None:
    """Why `given` can't be kept at all, in Swedish, or None. A comment that is missing yet is no such reason."""
    content = given.content
    if given.question_id not in {question.id for question in questions}:
        return "Frågan finns inte i den här granskningen. Ladda om sidan."
    if content.value is not None and content.value not in {option.code for option in checklist.scale}:
        return "Svaret finns inte i skalan. Ladda om sidan och välj igen."
    for name, text, limit in (
        ("Kommentaren", content.comment, COMMENT_LIMIT),
        ("Uppgiften om var i akten", content.evidence, EVIDENCE_LIMIT),
        ("Skälet", content.reason, REASON_LIMIT),
    ):
        if len(text) > limit:
            return f"{name} är {len(text)} tecken. Den får vara högst {limit}: korta den, så sparas svaret."
    return None


def in_a_row(words: Sequence[str]) -> str:
    """»Delvis, Nej och Kan ej bedömas«."""
    return " och ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
