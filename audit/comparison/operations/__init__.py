"""Setting the years beside each other: everything that pages, charts, files and reports take of the comparison.

`comparison(session, board_ids=…)` is the one door; `audit.comparison.rules.shaped` makes a pandas frame of it, whose
columns it describes.
"""

from audit.comparison.operations.cells import Found, cells, statements
from audit.comparison.operations.changing import changes
from audit.comparison.operations.doubting import (
    NotWaitingError,
    SeenDoubt,
    TakenError,
    doubt_of,
    doubts,
    drop,
    settle,
    waiting,
)
from audit.comparison.operations.files import csv, file_name, note_taken, workbook
from audit.comparison.operations.years import (
    asked,
    checklist,
    comparison,
    entered_against,
    kinds_told,
    question,
    silent,
    table,
    telling,
    under_way,
    years,
)

__all__ = [
    "Found",
    "NotWaitingError",
    "SeenDoubt",
    "TakenError",
    "asked",
    "cells",
    "changes",
    "checklist",
    "comparison",
    "csv",
    "doubt_of",
    "doubts",
    "drop",
    "entered_against",
    "file_name",
    "kinds_told",
    "note_taken",
    "question",
    "settle",
    "silent",
    "statements",
    "table",
    "telling",
    "under_way",
    "waiting",
    "workbook",
    "years",
]
