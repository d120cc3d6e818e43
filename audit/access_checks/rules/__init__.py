"""What the log checks know without a database: the journal's words, what is unusual, and how an entry is judged."""

from audit.access_checks.rules.actions import (
    ACTIONS,
    CHECKED,
    KIND_NAMES,
    Action,
    Kind,
    action_of,
    actions_of,
)
from audit.access_checks.rules.codes import ASKED
from audit.access_checks.rules.contents import ELSEWHERE, ERASED, PROTECTED, left_out, shown, units_of
from audit.access_checks.rules.objects import OBJECTS, object_words
from audit.access_checks.rules.unusual import (
    LOOKING,
    RULES,
    RULES_BY_ID,
    Finding,
    LogEntry,
    Rule,
    is_due,
    settings_words,
    unusual,
    usual_settings,
)
from audit.access_checks.rules.verdicts import LONGEST_NOTE, VERDICT_NAMES, Verdict, needs_note

__all__ = [
    "ACTIONS",
    "ASKED",
    "CHECKED",
    "ELSEWHERE",
    "ERASED",
    "KIND_NAMES",
    "LONGEST_NOTE",
    "LOOKING",
    "OBJECTS",
    "PROTECTED",
    "RULES",
    "RULES_BY_ID",
    "VERDICT_NAMES",
    "Action",
    "Finding",
    "Kind",
    "LogEntry",
    "Rule",
    "Verdict",
    "action_of",
    "actions_of",
    "is_due",
    "left_out",
    "needs_note",
    "object_words",
    "settings_words",
    "shown",
    "units_of",
    "unusual",
    "usual_settings",
]
