"""What Start tells, counted across the rooms below."""

from audit.home.operations.running import DISK_FULL, running, running_warnings
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
    "DISK_FULL",
    "lateness",
    "own_answers",
    "own_reviews",
    "round_facts",
    "rounds_under_way",
    "running",
    "running_warnings",
    "turns",
    "waiting",
]
