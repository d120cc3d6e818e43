"""Register extracts: reading, checking and taking them in, and the frames frozen out of them."""

from audit.registers.operations.columns import columns_of
from audit.registers.operations.files import UploadGoneError, read_errors
from audit.registers.operations.frames import (
    extract_of,
    frame_amounts,
    frame_contents,
    frame_of,
    frame_unit_ids,
    frames_for,
    units_by_id,
)
from audit.registers.operations.freezing import Consent, NotFrozenError
from audit.registers.operations.known_counts import Count, count_of, known_counts, remove_count, set_count
from audit.registers.operations.reconciling import as_comparisons
from audit.registers.operations.seeing import SeenExtract, SeenFrame, extract_seen, extracts_seen, importer
from audit.registers.operations.staging import (
    NoExtractError,
    Read,
    cancel,
    choose_codes,
    map_columns,
    note_errors_taken,
    own_upload,
    read,
    stage,
    waiting_uploads,
)
from audit.registers.operations.storing import AlreadyTakenInError, Taken, earlier_extracts
from audit.registers.operations.taking_in import Delivery, FaultyExtractError, take_in
from audit.registers.operations.working import (
    ask_for_check,
    ask_for_freeze,
    check_at_once,
    freeze_at_once,
    handlers,
    is_long,
    tidy,
    under_way,
)

__all__ = [
    "AlreadyTakenInError",
    "Consent",
    "Count",
    "Delivery",
    "FaultyExtractError",
    "NoExtractError",
    "NotFrozenError",
    "Read",
    "SeenExtract",
    "SeenFrame",
    "Taken",
    "UploadGoneError",
    "as_comparisons",
    "ask_for_check",
    "ask_for_freeze",
    "cancel",
    "check_at_once",
    "choose_codes",
    "columns_of",
    "count_of",
    "earlier_extracts",
    "extract_of",
    "extract_seen",
    "extracts_seen",
    "frame_amounts",
    "frame_contents",
    "frame_of",
    "frame_unit_ids",
    "frames_for",
    "freeze_at_once",
    "handlers",
    "importer",
    "is_long",
    "known_counts",
    "map_columns",
    "note_errors_taken",
    "own_upload",
    "read",
    "read_errors",
    "remove_count",
    "set_count",
    "stage",
    "take_in",
    "tidy",
    "under_way",
    "units_by_id",
    "waiting_uploads",
]
