"""Machine controls: asking for runs, carrying them out, judging what they found. The only door to the tables."""

from audit.controls.operations.asking import Wish, WishError, ask, begin, runnable_extracts
from audit.controls.operations.files import csv, workbook
from audit.controls.operations.judging import (
    CollisionError,
    OpenHit,
    SeenHit,
    hit_seen,
    hits_of,
    judge,
    next_open,
    note_hit_viewed,
    note_hits_viewed,
    tally,
)
from audit.controls.operations.reading import (
    Line,
    SeenResult,
    SeenRun,
    over_years,
    result_seen,
    results,
    run_seen,
    runs_seen,
    settings_words,
)
from audit.controls.operations.running import MOST_HITS, handlers, run_at_once
from audit.controls.operations.strata import SeenStratum, StratumError, make_stratum, strata, stratum_of

__all__ = [
    "MOST_HITS",
    "CollisionError",
    "Line",
    "OpenHit",
    "SeenHit",
    "SeenResult",
    "SeenRun",
    "SeenStratum",
    "StratumError",
    "Wish",
    "WishError",
    "ask",
    "begin",
    "csv",
    "handlers",
    "hit_seen",
    "hits_of",
    "judge",
    "make_stratum",
    "next_open",
    "note_hit_viewed",
    "note_hits_viewed",
    "over_years",
    "result_seen",
    "results",
    "run_at_once",
    "run_seen",
    "runnable_extracts",
    "runs_seen",
    "settings_words",
    "strata",
    "stratum_of",
    "tally",
    "workbook",
]
