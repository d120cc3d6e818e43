"""The versioned checklists: the TOML files beside this package, and what reads, checks and counts them."""

from checklists.counting import AnswerCounts, count
from checklists.faults import ChecklistError, Fault
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
    "Fault",
    "Question",
    "Reference",
    "VersionChanges",
    "count",
    "parse",
]
