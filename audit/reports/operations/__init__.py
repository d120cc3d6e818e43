"""Reports: putting them together, and reading and writing their texts. The only door to their tables."""

from audit.reports.operations.building import (
    AmbiguousError,
    BuiltReport,
    NoRoundError,
    build,
    note_export,
    round_of_year,
)
from audit.reports.operations.gathering import NotDrawnError
from audit.reports.operations.texts import Conflict, Version, fingerprint, head_of, save_head, save_text, versions

__all__ = [
    "AmbiguousError",
    "BuiltReport",
    "Conflict",
    "NoRoundError",
    "NotDrawnError",
    "Version",
    "build",
    "fingerprint",
    "head_of",
    "note_export",
    "round_of_year",
    "save_head",
    "save_text",
    "versions",
]
