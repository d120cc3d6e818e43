"""What is decided of reviews, a module a matter: answers, the whole checklist, the register beside it, who reviews."""

from audit.reviews.rules.answering import (
    COMMENT_LIMIT,
    EVIDENCE_LIMIT,
    NO_CONTENT,
    Content,
    Given,
    Verdict,
    fault_in,
    in_a_row,
    tidy,
    verdict,
)
from audit.reviews.rules.completing import (
    AreaQuestions,
    Lack,
    Missing,
    Progress,
    chosen,
    lack_of,
    left_by_area,
    missing,
    progress,
)
from audit.reviews.rules.distributing import propose
from audit.reviews.rules.registered import PROTECTED, RegisterFact, legal_day, register_facts

__all__ = [
    "COMMENT_LIMIT",
    "EVIDENCE_LIMIT",
    "NO_CONTENT",
    "PROTECTED",
    "AreaQuestions",
    "Content",
    "Given",
    "Lack",
    "Missing",
    "Progress",
    "RegisterFact",
    "Verdict",
    "chosen",
    "fault_in",
    "in_a_row",
    "lack_of",
    "left_by_area",
    "legal_day",
    "missing",
    "progress",
    "propose",
    "register_facts",
    "tidy",
    "verdict",
]
