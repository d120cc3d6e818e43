"""The words that the rule language keeps for itself: no attribute or question may be called so."""

RESERVED = frozenset({"and", "or", "not", "in", "is", "null", "true", "false"})
