"""Register extracts: reading, checking and taking them in, and the frames frozen out of them."""

from audit.registers.operations.frames import extract_of, frame_of, frame_unit_ids, frames_for, units_by_id
from audit.registers.operations.storing import AlreadyTakenInError, Taken
from audit.registers.operations.taking_in import Delivery, FaultyExtractError, take_in

__all__ = [
    "AlreadyTakenInError",
    "Delivery",
    "FaultyExtractError",
    "Taken",
    "extract_of",
    "frame_of",
    "frame_unit_ids",
    "frames_for",
    "take_in",
    "units_by_id",
]
