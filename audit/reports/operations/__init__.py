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
from audit.reports.operations.reading import (
    OpenSection,
    SeenReport,
    report_for_editor,
    report_for_reader,
    section_for_editor,
)
from audit.reports.operations.texts import Conflict, Version, fingerprint, save_head, save_text, versions

__all__ = [
    "AmbiguousError",
    "BuiltReport",
    "Conflict",
    "NoRoundError",
    "NotDrawnError",
    "OpenSection",
    "SeenReport",
    "Version",
    "build",
    "fingerprint",
    "note_export",
    "report_for_editor",
    "report_for_reader",
    "round_of_year",
    "save_head",
    "save_text",
    "section_for_editor",
    "versions",
]
