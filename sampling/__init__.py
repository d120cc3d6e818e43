"""Pure statistics of the review: no Flask, no database, no clock, no file."""

from sampling.draw import (
    DrawError,
    DrawFault,
    DrawnUnit,
    DrawReason,
    Quota,
    StratumDraw,
    draw_strata,
    quota_faults,
    select,
    text_faults,
    ticket,
)
from sampling.frame import (
    Frame,
    FrameError,
    Stratum,
    Unit,
    UnitFault,
    UnitReason,
    build_frame,
    frame_hash,
)
from sampling.protocol import (
    ALGORITHM,
    FrameRecord,
    Protocol,
    make_protocol,
    protocol_to_json,
    protocol_to_text,
)
from sampling.protocol_reading import (
    Expected,
    ProtocolError,
    ProtocolFault,
    protocol_from_json,
    protocol_from_text,
)
from sampling.text import clean
from sampling.verification import Difference, DifferenceCode, verify

__all__ = [
    "ALGORITHM",
    "Difference",
    "DifferenceCode",
    "DrawError",
    "DrawFault",
    "DrawReason",
    "DrawnUnit",
    "Expected",
    "Frame",
    "FrameError",
    "FrameRecord",
    "Protocol",
    "ProtocolError",
    "ProtocolFault",
    "Quota",
    "Stratum",
    "StratumDraw",
    "Unit",
    "UnitFault",
    "UnitReason",
    "build_frame",
    "clean",
    "draw_strata",
    "frame_hash",
    "make_protocol",
    "protocol_from_json",
    "protocol_from_text",
    "protocol_to_json",
    "protocol_to_text",
    "quota_faults",
    "select",
    "text_faults",
    "ticket",
    "verify",
]
