"""The versioned checklists: the TOML files beside this package, and what reads, checks and counts them."""

from checklists.applicability import Fact, Facts, Source, findings, needed, said_as, why
from checklists.counting import AnswerCounts, count
from checklists.evaluating import Finding, Verdict, evaluate
from checklists.faults import ChecklistError, Fault
from checklists.grammar import Rule, Scalar, parse_rule
from checklists.models import (
    SEVERITIES,
    STATUSES,
    TEMPLATES,
    AnswerOption,
    Area,
    Attribute,
    ChangedQuestion,
    Checklist,
    Citation,
    Code,
    Question,
    Reference,
    VersionChanges,
)
from checklists.reader import parse
from checklists.readings import Period, as_scalar, from_register
from checklists.tokens import RuleError
from checklists.versions import Kind, QuestionChange, against, crosswalk, undeclared

__all__ = [
    "SEVERITIES",
    "STATUSES",
    "TEMPLATES",
    "AnswerCounts",
    "AnswerOption",
    "Area",
    "Attribute",
    "ChangedQuestion",
    "Checklist",
    "ChecklistError",
    "Citation",
    "Code",
    "Fact",
    "Facts",
    "Fault",
    "Finding",
    "Kind",
    "Period",
    "Question",
    "QuestionChange",
    "Reference",
    "Rule",
    "RuleError",
    "Scalar",
    "Source",
    "Verdict",
    "VersionChanges",
    "against",
    "as_scalar",
    "count",
    "crosswalk",
    "evaluate",
    "findings",
    "from_register",
    "needed",
    "parse",
    "parse_rule",
    "said_as",
    "undeclared",
    "why",
]
