"""A file as it was sent, and taking one in at once to its frozen frames: for programs; people check on pages."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from sqlmodel import Session

from audit.journal.rules import Stamp
from audit.registers.examining import Examination, examine
from audit.registers.operations import knowing
from audit.registers.operations.storing import Intake, Origin, Taken, store
from audit.registers.rules import CheckedExtract, RegisterKind
from audit.registers.rules.framing import Period, framed
from audit.registers.rules.names import safe_name
from audit.registers.rules.telling import gathered


@dataclass(frozen=True)
class Delivery:
    """A file as it was sent: what it is said to hold, and for which reviewed period (first and last day).

    `encoding` and `separator` override what would be recognised.
    """

    data: bytes = field(repr=False)
    name: str
    kind: RegisterKind
    period: Period
    encoding: str | None = None
    separator: str | None = None
    invented: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class FaultyExtractError(Exception):
    """The extract has errors, so nothing was taken in."""

    def __init__(self, checked: CheckedExtract) -> None:
        first = checked.errors[0]
        super().__init__(f"{len(checked.errors)} fel, det första på rad {first.row}, {first.column}: {first.expected}")
        self.checked = checked


def take_in(session: Session, *, stamp: Stamp, delivery: Delivery, board_ids: Iterable[int], key: bytes) -> Taken:
    """Take in a file whose columns mean what would be proposed, and freeze a frame for each board in it.

    Rows may belong to the boards with `board_ids`. `key` is the installation's pseudonym key. Raises FaultyExtractError
    and AlreadyTakenInError.
    """
    mine, kind = list(board_ids), delivery.kind
    today = stamp.day
    examination = examine(
        delivery.data,
        kind=kind,
        boards=knowing.known_boards(session, own=mine, today=today),
        codes=knowing.codes_known(session, kind),
        today=today,
        key=key,
        remembered=knowing.remembered_columns(session, kind),
        encoding=delivery.encoding,
        separator=delivery.separator,
        closures=knowing.closures(session, kind=kind, board_ids=mine),
    )
    if examination.checked.errors:
        raise FaultyExtractError(examination.checked)
    return store(session, stamp=stamp, intake=_intake(delivery, examination))


def _intake(delivery: Delivery, examination: Examination) -> Intake:
    checked = examination.checked
    return Intake(
        kind=delivery.kind,
        period=delivery.period,
        origin=Origin(
            name=safe_name(delivery.name),
            sha256=delivery.sha256,
            size=len(delivery.data),
            encoding=examination.encoding or "",
            separator=examination.separator or "",
        ),
        units=framed(checked, delivery.period),
        rows=checked.rows,
        skipped=checked.skipped,
        merged=checked.merged,
        told=[asdict(told) for told in gathered(checked)],
        dropped_columns=examination.dropped,
        invented=delivery.invented,
    )
