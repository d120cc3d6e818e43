"""Retention: rules, what is due, erasure by two with its proof, and extracts of what is held. The only door to it."""

from audit.retention.operations.cleaning import clean, handlers, tidy
from audit.retention.operations.deciding import (
    Decision,
    RulePlace,
    decide,
    house_rule_place,
    rule_place,
    rules_of,
)
from audit.retention.operations.given import as_json, as_text
from audit.retention.operations.people import any_account, own_account, person_of
from audit.retention.operations.people import note_given as note_person_given
from audit.retention.operations.proposing import (
    Line,
    RefusedError,
    SeenErasure,
    Wish,
    approve,
    due_lines,
    erasure_seen,
    erasures_of,
    house_erasure_seen,
    may_act,
    propose,
    turn_down,
)
from audit.retention.operations.subjects import Section, Subject, note_given, subject_of

__all__ = [
    "Decision",
    "Line",
    "RefusedError",
    "RulePlace",
    "Section",
    "SeenErasure",
    "Subject",
    "Wish",
    "any_account",
    "approve",
    "as_json",
    "as_text",
    "clean",
    "decide",
    "due_lines",
    "erasure_seen",
    "erasures_of",
    "handlers",
    "house_erasure_seen",
    "house_rule_place",
    "may_act",
    "note_given",
    "note_person_given",
    "own_account",
    "person_of",
    "propose",
    "rule_place",
    "rules_of",
    "subject_of",
    "tidy",
    "turn_down",
]
