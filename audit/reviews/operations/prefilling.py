"""What other registers than the unit's own tell of a case, looked up once when the file is given out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.reviews.models import CaseFact, Review
from audit.reviews.operations.cases import checklist_of
from audit.reviews.operations.concerning import period_of
from audit.reviews.rules import as_text
from audit.rounds.models import Round, SampleUnit
from checklists import Attribute, Scalar, Source, from_register

COUNTED = "number_in_period"
CASE_COLUMN, PAID_COLUMN = "arende_id", "utbetalningsdatum"
Found = dict[int, dict[str, Scalar | None]]


@dataclass(frozen=True)
class _Unit:
    """A review's unit: whose it is, and the case that it is or belongs to."""

    review_id: int
    board_id: int
    case_id: str


def prefill(session: Session, *, stamp: Stamp, round_id: int) -> None:
    """Keep what other registers tell of the cases of the round's reviews that nothing was looked up for yet."""
    round_ = session.get_one(Round, round_id)
    checklist = checklist_of(round_)
    elsewhere = [one for one in checklist.attributes if not one.asked and one.source != round_.kind]
    units = _units(session, round_) if elsewhere else []
    if not units:
        return
    found = _payments(session, round_, elsewhere, units) if round_.kind is RegisterKind.CASES else {}
    if round_.kind is RegisterKind.PAYMENTS:
        found = _cases(session, round_, elsewhere, units)
    for review_id, values in found.items():
        for attribute_id, value in values.items():
            session.add(
                CaseFact(
                    review_id=review_id,
                    attribute_id=attribute_id,
                    value=as_text(value),
                    source=Source.REGISTER,
                    version=1,
                    given_at=stamp.at,
                )
            )
        journal.record(session, stamp, "fact:looked_up", review_id, attributes=sorted(values))
    session.flush()


def _units(session: Session, round_: Round) -> list[_Unit]:
    """The units of the round's reviews of whose cases nothing has been told at all."""
    told = select(CaseFact.review_id)
    query = (
        select(Review, SampleUnit.unit_id, RegisterUnit.content)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
        .where(Review.round_id == round_.id, col(Review.signed_at).is_(None), col(Review.id).not_in(told))
        .order_by(col(Review.id))
    )
    of_case = round_.kind is RegisterKind.CASES
    return [
        _Unit(known(review.id), review.board_id, unit_id if of_case else str(content.get(CASE_COLUMN) or ""))
        for review, unit_id, content in session.exec(query)
    ]


def _payments(session: Session, round_: Round, attributes: list[Attribute], units: list[_Unit]) -> Found:
    """How many payments each case had in the period, for boards with a payment register that covers all of it."""
    wanted = [one.id for one in attributes if one.source == RegisterKind.PAYMENTS and one.reading == COUNTED]
    if not wanted or period_of(round_) is None:
        return {}
    found: Found = {}
    for board_id, extract_id in _covering(session, round_, {unit.board_id for unit in units}).items():
        of_board = [unit for unit in units if unit.board_id == board_id]
        counted = _counted(session, round_, extract_id, board_id, {unit.case_id for unit in of_board})
        found |= {unit.review_id: dict.fromkeys(wanted, counted.get(unit.case_id, 0)) for unit in of_board}
    return found


def _covering(session: Session, round_: Round, board_ids: Iterable[int]) -> dict[int, int]:
    """The newest payment register of each board whose period holds the whole of the round's."""
    query = (
        select(RegisterUnit.board_id, func.max(RegisterUnit.extract_id))
        .join(RegisterExtract, col(RegisterExtract.id) == col(RegisterUnit.extract_id))
        .where(
            RegisterExtract.kind == RegisterKind.PAYMENTS,
            col(RegisterExtract.period_from) <= round_.period_from,
            col(RegisterExtract.period_to) >= round_.period_to,
            col(RegisterUnit.board_id).in_(list(board_ids)),
        )
        .group_by(col(RegisterUnit.board_id))
    )
    return dict(session.exec(query).all())


def _counted(
    session: Session, round_: Round, extract_id: int, board_id: int, case_ids: Iterable[str]
) -> dict[str, int]:
    content: Any = col(RegisterUnit.content)
    case_id, paid = content[CASE_COLUMN].as_string(), content[PAID_COLUMN].as_string()
    query = (
        select(case_id, func.count())
        .where(
            RegisterUnit.extract_id == extract_id,
            RegisterUnit.board_id == board_id,
            col(RegisterUnit.in_frame),
            case_id.in_(list(case_ids)),
            paid >= str(round_.period_from),
            paid <= str(round_.period_to),
        )
        .group_by(case_id)
    )
    return dict(session.exec(query).all())


def _cases(session: Session, round_: Round, attributes: list[Attribute], units: list[_Unit]) -> Found:
    """What the newest case register tells of the case that each payment belongs to."""
    contents = _case_contents(session, units)
    found: Found = {}
    for unit in units:
        content = contents.get((unit.board_id, unit.case_id))
        values = {
            attribute.id: value
            for attribute in attributes
            for value in from_register(
                attribute, content or {}, register=RegisterKind.CASES.value, period=period_of(round_)
            )
        }
        if values:
            found[unit.review_id] = values
    return found


def _case_contents(session: Session, units: list[_Unit]) -> dict[tuple[int, str], Mapping[str, Any]]:
    query = (
        select(RegisterUnit)
        .join(RegisterExtract, col(RegisterExtract.id) == col(RegisterUnit.extract_id))
        .where(
            RegisterExtract.kind == RegisterKind.CASES,
            col(RegisterUnit.board_id).in_({unit.board_id for unit in units}),
            col(RegisterUnit.unit_id).in_({unit.case_id for unit in units}),
        )
        .order_by(col(RegisterUnit.extract_id))
    )
    return {(row.board_id, row.unit_id): row.content for row in session.exec(query)}
