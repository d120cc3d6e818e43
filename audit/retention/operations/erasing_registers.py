"""Erasing what registers and machine controls hold of a board's units; how many there were stays."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import String, cast, delete, func, literal, update
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.controls.models import ControlHit, ControlResult, HitStratum, HitVerdict
from audit.journal.rules import Stamp
from audit.registers.models import Frame, RegisterColumn, RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.retention.operations.gone import MARK, is_left, mark
from audit.retention.rules import Found
from audit.rounds.models import RoundBoard, RoundTarget, SampleUnit

AMOUNT, PROTECTED = "belopp", "skyddad"
AT_ONCE = 500


def registers(session: Session, stamp: Stamp, found: Found) -> None:
    frame = session.exec(select(Frame).where(Frame.extract_id == found.of_id, Frame.board_id == found.board_id)).one()
    frame.erased_at = stamp.at
    session.add(frame)
    session.flush()
    mine = (col(RegisterColumn.extract_id) == frame.extract_id, col(RegisterColumn.board_id) == frame.board_id)
    session.execute(delete(RegisterColumn).where(*mine))
    _empty_drawn(session, frame)
    rename_units(session, frame)
    extract = session.get_one(RegisterExtract, frame.extract_id)
    of_extract = select(Frame).where(Frame.extract_id == frame.extract_id)
    if all(one.erased_at for one in session.exec(of_extract)):
        extract.notices = []
        session.add(extract)
        session.flush()


def _units(frame: Frame) -> tuple[Any, ...]:
    return col(RegisterUnit.extract_id) == frame.extract_id, col(RegisterUnit.board_id) == frame.board_id


def _in_samples() -> Any:
    """The rows whose units' ids are still in a sample."""
    return select(SampleUnit.register_unit_id).where(is_left(SampleUnit.unit_id))


def _empty_drawn(session: Session, frame: Frame) -> None:
    """Of a drawn unit stays its amount, and that its person is protected: its id must never be printed."""
    drawn = select(RegisterUnit).where(*_units(frame), col(RegisterUnit.id).in_(_in_samples()))
    for unit in session.exec(drawn).all():
        amount = {AMOUNT: unit.content[AMOUNT]} if AMOUNT in unit.content else {}
        protected = {PROTECTED: True} if unit.content.get(PROTECTED) is True else {}
        unit.content, unit.flags = {**amount, **protected}, []
        session.add(unit)
    session.flush()


def rename_units(session: Session, frame: Frame) -> None:
    """Take the ids and the contents of the frame's units that are in no sample, there and wherever the ids are listed.

    Of payments the amounts stay: what was paid in all is a figure of the report.
    """
    going = (*_units(frame), is_left(RegisterUnit.unit_id), col(RegisterUnit.id).not_in(_in_samples()))
    _rename_lists(session, frame, going)
    extract = session.get_one(RegisterExtract, frame.extract_id)
    values = {
        "unit_id": literal(MARK) + cast(col(RegisterUnit.id), String),
        "content": _amount(session) if extract.kind is RegisterKind.PAYMENTS else {},
        "flags": [],
    }
    session.execute(update(RegisterUnit).where(*going).values(values), execution_options={"synchronize_session": False})
    session.expire_all()


def _amount(session: Session) -> Any:
    """The content with the amount alone, made by the database: there may be a million of them."""
    content = col(RegisterUnit.content)
    if session.get_bind().dialect.name == "postgresql":
        return func.json_build_object(AMOUNT, content.op("->")(AMOUNT))
    return func.json_object(AMOUNT, func.json_extract(content, f"$.{AMOUNT}"))


def _rename_lists(session: Session, frame: Frame, going: tuple[Any, ...]) -> None:
    """Rename the ids in the lists of the rounds that use the frame: what was left out, and what was drawn from."""
    parts = session.exec(select(RoundBoard).where(RoundBoard.frame_id == frame.id)).all()
    targets = [
        target
        for part in parts
        for target in session.exec(
            select(RoundTarget).where(RoundTarget.round_id == part.round_id, RoundTarget.board_id == part.board_id)
        ).all()
    ]
    listed = {each for part in parts for each in part.left_out}
    listed |= {each for target in targets for each in (*target.frame_ids, *target.hit_ids)}
    names: dict[str, str] = {}
    for some in _pieces(sorted(listed)):
        query = select(RegisterUnit.unit_id, RegisterUnit.id).where(*going, col(RegisterUnit.unit_id).in_(some))
        names |= {unit_id: mark(known(number)) for unit_id, number in session.exec(query)}
    for part in parts:
        part.left_out = [names.get(each, each) for each in part.left_out]
    for target in targets:
        target.frame_ids = [names.get(each, each) for each in target.frame_ids]
        target.hit_ids = [names.get(each, each) for each in target.hit_ids]
    session.add_all([*parts, *targets])
    session.flush()


def _pieces(ids: list[str]) -> Iterator[list[str]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


# ---- Machine controls -----------------------------------------------------------------------------------------------


def controls(session: Session, stamp: Stamp, found: Found) -> list[int]:  # noqa: ARG001 - as the others
    """Gives the ids of the hits, whose journal entries go too."""
    results = list(session.exec(select(ControlResult.id).where(
        ControlResult.run_id == found.of_id, ControlResult.board_id == found.board_id
    )))  # fmt: skip
    of_results = col(ControlHit.result_id).in_(results)
    hits = [known(one) for one in session.exec(select(ControlHit.id).where(of_results))]
    new = {"unit_id": literal(MARK) + cast(col(ControlHit.id), String), "measure": 0}
    session.execute(update(ControlHit).where(of_results).values(new), execution_options={"synchronize_session": False})
    judged = col(HitVerdict.hit_id).in_(select(ControlHit.id).where(of_results))
    session.execute(update(HitVerdict).where(judged).values(note=""), execution_options={"synchronize_session": False})
    for stratum in session.exec(select(HitStratum).where(col(HitStratum.result_id).in_(results))).all():
        stratum.unit_ids, stratum.case_ids = _nameless(stratum.unit_ids), _nameless(stratum.case_ids)
        session.add(stratum)
    session.flush()
    session.expire_all()
    return hits


def _nameless(ids: Iterable[str]) -> list[str]:
    return [mark(number) for number, _ in enumerate(ids, start=1)]
