"""What can be erased, when it is due, and what a proof of erasure says; decided without a database."""

from audit.retention.rules.due import Due, Found, Term, add_months, day_fault, due_of, due_on, in_words, months_fault
from audit.retention.rules.kinds import (
    BY_ITSELF,
    EVENT_NAMES,
    KEPT,
    KINDS,
    OF_BOARDS,
    OF_HOUSE,
    Event,
    Kind,
    KindId,
    kind_of,
)
from audit.retention.rules.proof import Proof, hash_of, proof_text

__all__ = [
    "BY_ITSELF",
    "EVENT_NAMES",
    "KEPT",
    "KINDS",
    "OF_BOARDS",
    "OF_HOUSE",
    "Due",
    "Event",
    "Found",
    "Kind",
    "KindId",
    "Proof",
    "Term",
    "add_months",
    "day_fault",
    "due_of",
    "due_on",
    "hash_of",
    "in_words",
    "kind_of",
    "months_fault",
    "proof_text",
]
