"""What a complete answer is, what two windows may not do to each other, and who reviews which file."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from audit.registers.rules.codes import Codes
from audit.registers.rules.columns import COLUMNS, Column, Holds
from audit.registers.rules.tables import RegisterKind, Value
from audit.web.formats import number as amount
from checklists import Area, Checklist, Question

COMMENT_LIMIT, EVIDENCE_LIMIT = 4000, 300
LINE_FEED, TAB = "\n", "\t"

# ---- One answer -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Content:
    """What an answer says: a code of the scale (None: no answer yet), a comment, and where in the file it is seen."""

    value: str | None = None
    comment: str = ""
    evidence: str = ""

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

    @property
    def content(self) -> Content:
        return Content(self.value or None, tidy(self.comment), tidy(self.evidence))


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
    ):
        if len(text) > limit:
            return f"{name} är {len(text)} tecken. Den får vara högst {limit}: korta den, så sparas svaret."
    return None


def in_a_row(words: Sequence[str]) -> str:
    """»Delvis, Nej och Kan ej bedömas«."""
    return " och ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


# ---- A whole checklist ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaQuestions:
    """An area of the review with its questions; `first` is the number of its first question in the whole."""

    area: Area
    questions: tuple[Question, ...]
    first: int


def chosen(checklist: Checklist, areas: Iterable[str]) -> tuple[AreaQuestions, ...]:
    """The areas that a round has chosen (all, if it names none) in the checklist's order; empty ones are left out."""
    wanted = set(areas) or {area.id for area in checklist.areas}
    found: list[AreaQuestions] = []
    first = 1
    for area in checklist.areas:
        questions = checklist.questions_in(area.id)
        if area.id in wanted and questions:
            found.append(AreaQuestions(area, questions, first))
            first += len(questions)
    return tuple(found)


class Lack(StrEnum):
    """What an answer lacks before the review can be signed."""

    ANSWER = "svar saknas"
    COMMENT = "kommentar saknas"


@dataclass(frozen=True)
class Missing:
    area: Area
    question: Question
    number: int
    lack: Lack


def lack_of(content: Content, checklist: Checklist) -> Lack | None:
    """What `content` lacks to be complete, or None."""
    if content.value is None:
        return Lack.ANSWER
    return Lack.COMMENT if checklist.comment_required(content.value) and not content.comment else None


def missing(
    areas: Iterable[AreaQuestions], answers: Mapping[str, Content], checklist: Checklist
) -> tuple[Missing, ...]:
    """Every question that is not completely answered, in order. `answers` are by question id."""
    return tuple(
        Missing(part.area, question, number, lack)
        for part in areas
        for number, question in enumerate(part.questions, start=part.first)
        if (lack := lack_of(answers.get(question.id, NO_CONTENT), checklist)) is not None
    )


def left_by_area(areas: Iterable[AreaQuestions], lacking: Iterable[Missing]) -> dict[str, int]:
    """How many questions are left in each area, 0 included."""
    tally = Counter(item.area.id for item in lacking)
    return {part.area.id: tally[part.area.id] for part in areas}


class Progress(StrEnum):
    """How far a review has come; the value is the word shown."""

    NOT_BEGUN = "Inte påbörjad"
    BEGUN = "Påbörjad"
    READY = "Klar att signera"
    SIGNED = "Signerad"


def progress(*, answered: int, total: int, signed: bool) -> Progress:
    """`answered` complete answers of `total` questions, 0 ≤ answered ≤ total."""
    if signed:
        return Progress.SIGNED
    if answered >= total:
        return Progress.READY
    return Progress.BEGUN if answered else Progress.NOT_BEGUN


# ---- What the register says of the case -------------------------------------------------------------------------

SHOWN = {
    RegisterKind.CASES: (
        "beslutsdatum", "beslutstyp", "hushallstyp", "antal_barn", "forsorjningshinder", "bistand_manader",
    ),
    RegisterKind.PAYMENTS: ("arende_id", "utbetalningsdatum", "belopp", "period", "andamal", "metod"),
    RegisterKind.ESTATES: ("avliden_dag", "anmald_dag", "dodsboanmalan_dag", "utfall", "avslutad"),
}  # fmt: skip
"""The columns that a reviewer needs beside the file."""
PROTECTED = "skyddad"


@dataclass(frozen=True)
class RegisterFact:
    """A fact from the register with its Swedish label; `value` is None where the register lacks it."""

    label: str
    value: str | None


def register_facts(kind: str, content: Mapping[str, Value], codes: Codes | None = None) -> tuple[RegisterFact, ...]:
    """What the reviewer needs to see of a unit, in the order of the page. `content` is the unit as it was taken in."""
    columns = {column.name: column for column in COLUMNS[RegisterKind(kind)]}
    lists = (codes or Codes()).lists
    return tuple(
        RegisterFact(columns[name].label, _in_words(columns[name], content.get(name), lists.get(name, {})))
        for name in SHOWN[RegisterKind(kind)]
    )


def _in_words(column: Column, value: Value, labels: Mapping[str, str]) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if column.holds is Holds.AMOUNT:
        return f"{amount(Decimal(value), 2)} kr"
    return labels.get(str(value), str(value))


def legal_day(checklist: Checklist, question: Question, content: Mapping[str, Value]) -> date | None:
    """The day that selects the law for the question, or None where the register doesn't tell it."""
    value = content.get(checklist.attribute(question.legal_date).column)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


# ---- Who reviews what -------------------------------------------------------------------------------------------


def propose(
    units: Sequence[tuple[int, int]], *, reviewers: Sequence[int], assigned: Mapping[int, int]
) -> dict[int, int]:
    """A reviewer for each of `units` (unit id, board id), shared evenly within every board.

    `assigned` (unit id → reviewer) stands as it is. Each other unit goes to the one of `reviewers` who has fewest in
    its board, then fewest in all, then comes first. Without reviewers only what is assigned is in the answer.
    """
    proposal = {unit: assigned[unit] for unit, _ in units if unit in assigned}
    board_of = dict(units)
    in_board = Counter((board_of[unit], reviewer) for unit, reviewer in proposal.items())
    in_all = Counter(proposal.values())
    for unit, board in units:
        if unit in proposal or not reviewers:
            continue
        reviewer = min(reviewers, key=lambda one: (in_board[(board, one)], in_all[one], reviewers.index(one)))
        proposal[unit] = reviewer
        in_board[(board, reviewer)] += 1
        in_all[reviewer] += 1
    return proposal
