"""What changed from one version of an answer to the next, field by field."""

from audit.reviews.rules.answering import NO_CONTENT, Content

FIELDS = {"value": "Svar", "comment": "Kommentar", "evidence": "Var i akten", "reason": "Skäl"}
"""An answer's fields and what they are called."""


def changed(before: Content | None, after: Content) -> list[str]:
    """What the fields are called that differ between two versions of an answer (`before` is None for the first)."""
    old = before or NO_CONTENT
    return [name for field, name in FIELDS.items() if getattr(old, field) != getattr(after, field)]
