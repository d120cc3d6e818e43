"""What Start tells, counted across the rooms below."""

from audit.home.operations.standing import (
    lateness,
    own_answers,
    own_reviews,
    round_facts,
    rounds_under_way,
    waiting,
)
from audit.home.operations.turning import turns

__all__ = [
    "lateness",
    "own_answers",
    "own_reviews",
    "round_facts",
    "rounds_under_way",
    "turns",
    "waiting",
]
