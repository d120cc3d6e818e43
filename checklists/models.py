"""The parts of a checklist as plain values: areas, questions, answer options, references and attributes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checklists.grammar import Rule, parse_rule

TEMPLATES = {"akt": "Aktgranskning", "utbetalning": "Utbetalningar", "boutredning": "Boutredningar"}
SEVERITIES = {"kritisk": "Kritisk", "vasentlig": "Väsentlig", "mindre": "Mindre"}
STATUSES = {
    "verified": "Kontrollerad mot källan",
    "partly_verified": "Delvis kontrollerad mot källan",
    "unverified": "Inte kontrollerad mot källan",
}
ATTRIBUTE_TYPES = ("boolean", "integer", "date", "code")
REGISTERS = ("arenden", "utbetalningar", "boutredningar")
ASKED = "asked"
READINGS: dict[str, str | None] = {
    "value": None,
    "present": "boolean",
    "positive": "boolean",
    "equals": "boolean",
    "within_period": "boolean",
    "months_to_period_end": "integer",
    "number_in_period": "integer",
    "adults_in_household": "integer",
}
"""How a register column becomes an attribute, and the type that it gives (None: the attribute's own)."""


@dataclass(frozen=True)
class AnswerOption:
    """One step of the scale. `reason_required_when_rule_applies`: to choose it may overrule the rule."""

    code: str
    label: str
    deviation: bool
    comment_required: bool
    reason_required_when_rule_applies: bool
    reported_separately: bool


@dataclass(frozen=True)
class Area:
    """A part of the file that is reviewed together, with its Swedish name."""

    id: str
    name: str


@dataclass(frozen=True)
class Reference:
    """A law, regulation or document of the city. Valid from and to are inclusive; None is open-ended.

    `status` says whether title and dates were checked against the source (a key of `STATUSES`), `note` what
    the reader should know about it, empty if nothing.
    """

    id: str
    label: str
    valid_from: date | None
    valid_to: date | None
    status: str
    note: str

    def valid_at(self, day: date) -> bool:
        """Whether the reference was in force on `day`."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True)
class Citation:
    """A place in a reference that a question leans on; `place` is empty for the reference as a whole."""

    reference: Reference
    place: str

    @property
    def label(self) -> str:
        """Title and place in Swedish: »Socialtjänstlag (2001:453) 11 kap. 1 §«."""
        return f"{self.reference.label} {self.place}".strip()


@dataclass(frozen=True)
class Code:
    """One value of an attribute of type code, with its Swedish label."""

    code: str
    label: str


@dataclass(frozen=True)
class Attribute:
    """A fact about the case that rules refer to.

    `source` is the register it is read from (`REGISTERS`, then with `column` and `reading`) or `asked`: the
    reviewer is asked at the head of the area that needs it. `value` is what `reading = equals` compares with. `yes`
    and `no` say in a Swedish clause what it means that a boolean is true or false, empty where the label must do.
    """

    id: str
    label: str
    type: str
    source: str
    column: str
    reading: str
    value: str
    codes: tuple[Code, ...]
    yes: str = ""
    no: str = ""

    @property
    def asked(self) -> bool:
        """Whether only the reviewer can tell."""
        return self.source == ASKED


@dataclass(frozen=True)
class Question:
    """One question of the checklist. `id` means the same question in every version.

    `applies_when` is the rule as written; `legal_date` names the date attribute that selects the law;
    `guidance` is empty where there is none.
    """

    id: str
    area: str
    text: str
    applies_when: str
    deviation: str
    guidance: str
    refs: tuple[Citation, ...]
    severity: str
    legal_date: str
    core: bool

    @cached_property
    def rule(self) -> Rule:
        """The rule as it was read."""
        return parse_rule(self.applies_when)


@dataclass(frozen=True)
class ChangedQuestion:
    """A question worded otherwise than in the version before; `comparable`: earlier answers still compare."""

    id: str
    comparable: bool
    note: str


@dataclass(frozen=True)
class VersionChanges:
    """What one version changed against the version before it, by question ids."""

    version: str
    new: tuple[str, ...]
    changed: tuple[ChangedQuestion, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """One version of a checklist, whole and checked: areas and questions in the order they are answered."""

    template: str
    version: str
    title: str
    valid_from: date
    changes: tuple[VersionChanges, ...]
    scale: tuple[AnswerOption, ...]
    areas: tuple[Area, ...]
    attributes: tuple[Attribute, ...]
    references: tuple[Reference, ...]
    questions: tuple[Question, ...]

    def __hash__(self) -> int:
        # Looked up by at every page: all of its text is too much for that.
        return hash((self.template, self.version))

    @property
    def name(self) -> str:
        """What the version is called everywhere: »akt-2026.1«."""
        return f"{self.template}-{self.version}"

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises KeyError where the version has none."""
        return self._questions[question_id]

    def asks(self, name: str) -> bool:
        """Whether there is a question with this id."""
        return name in self._questions

    def area(self, area_id: str) -> Area:
        """The area with this id. Raises KeyError where the version has none."""
        return self._areas[area_id]

    def attribute(self, attribute_id: str) -> Attribute:
        """The declared attribute with this id. Raises KeyError where the version has none."""
        return self._attributes[attribute_id]

    def questions_in(self, area_id: str) -> tuple[Question, ...]:
        """The questions of one area in order; none for an area that the version does not have."""
        return tuple(question for question in self.questions if question.area == area_id)

    def asked(self, areas: Iterable[str]) -> tuple[Question, ...]:
        """The questions of a round that asks all of `areas` (ids), and of the other areas only the core.

        A checklist that calls nothing its core is asked whole where no area is named.
        """
        core = any(question.core for question in self.questions)
        wanted = set(areas) or (set() if core else {area.id for area in self.areas})
        return tuple(question for question in self.questions if question.core or question.area in wanted)

    def option(self, code: str) -> AnswerOption:
        """The answer option with this code. Raises KeyError for a code outside the scale."""
        return self._options[code]

    def comment_required(self, option_code: str) -> bool:
        """Whether this answer must have a comment. Raises KeyError for a code outside the scale."""
        return self.option(option_code).comment_required

    def is_deviation(self, option_code: str) -> bool:
        """Whether this answer is a deviation. Raises KeyError for a code outside the scale."""
        return self.option(option_code).deviation

    def references_at(self, question: Question, day: date | None) -> tuple[Citation, ...]:
        """What the question leans on at `day`, its legal date; all of it where the date is unknown (None)."""
        return tuple(cited for cited in question.refs if day is None or cited.reference.valid_at(day))

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _attributes(self) -> dict[str, Attribute]:
        return {attribute.id: attribute for attribute in self.attributes}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _options(self) -> dict[str, AnswerOption]:
        return {option.code: option for option in self.scale}
