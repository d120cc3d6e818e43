"""Rounds: planning and drawing them, and reading what was drawn. The only door to their tables."""

from audit.rounds.operations.drawing import FrameChangedError, draw
from audit.rounds.operations.planning import RoundPlan, change_plan, create_round, set_reviewers
from audit.rounds.operations.preparing import attach_frame, fingerprint, fix_sizes
from audit.rounds.operations.protocols import Excerpt, Replacement, excerpt, frame_file, protocol_file
from audit.rounds.operations.reading import (
    BoardPart,
    SeenRound,
    draw_of,
    in_use,
    parts,
    reviewers,
    round_for_coordinator,
    round_for_reader,
    rounds_seen,
    run_round,
    sample,
    see_round,
    stage_of,
)
from audit.rounds.operations.using import next_reserve, replace_unit, set_retrieval

__all__ = [
    "BoardPart",
    "Excerpt",
    "FrameChangedError",
    "Replacement",
    "RoundPlan",
    "SeenRound",
    "attach_frame",
    "change_plan",
    "create_round",
    "draw",
    "draw_of",
    "excerpt",
    "fingerprint",
    "fix_sizes",
    "frame_file",
    "in_use",
    "next_reserve",
    "parts",
    "protocol_file",
    "replace_unit",
    "reviewers",
    "round_for_coordinator",
    "round_for_reader",
    "rounds_seen",
    "run_round",
    "sample",
    "see_round",
    "set_retrieval",
    "set_reviewers",
    "stage_of",
]
