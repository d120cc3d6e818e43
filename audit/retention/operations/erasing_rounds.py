"""Erasing what is held of a board's part of a round; which answers hold stays, and so do all counts."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select

from audit.accounts.operations import known
from audit.comparison.models import PaperAnswer
from audit.findings.models import CorrectionRuling, Meeting, Reply
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import Frame
from audit.retention.operations.erasing_registers import rename_units
from audit.retention.operations.finding import is_last_board, place_of, talked_of
from audit.retention.operations.gone import mark
from audit.retention.operations.places import Place, of_place
from audit.retention.rules import Found
from audit.reviews.models import (
    BlindPair,
    CaseFact,
    Disqualification,
    Flag,
    FlagNote,
    Remark,
    Reopening,
    Review,
    Settlement,
    Withdrawal,
)
from audit.reviews.operations.versions import erase_history
from audit.rounds.models import SampleUnit

REASON = "Gallring"
FACTS = (
    "fact:told",
    "fact:looked_up",
    "payment:error_told",
    "review:passed_on",
    "review:withdrawn",
    "review:sent_back",
)
AGREED = ("difference:proposed", "difference:decided", "difference:confirmed")


def erase_told(session: Session, stamp: Stamp, actions: Iterable[str], ids: Iterable[int]) -> int:
    """Erase what the journal tells of these records under these actions. Gives how many entries that were."""
    wanted = list(ids)
    sequences = [each for action in actions for each in journal.about(session, action=action, object_ids=wanted)]
    journal.erase(session, stamp, sequences, reason=REASON)
    return len(sequences)


def _empty(session: Session, table: type[SQLModel], condition: Any, *names: str) -> None:
    """Empty these texts of the rows."""
    session.execute(update(table).where(condition).values(dict.fromkeys(names, "")))


def _ids(session: Session, column: Any, *conditions: Any) -> list[int]:
    return list(session.exec(select(column).where(*conditions)))


def reviews(session: Session, stamp: Stamp, found: Found) -> None:
    place = place_of(session, found)
    of_place_ = select(Review).where(*of_place(Review, place)).order_by(col(Review.id))
    for review in session.exec(of_place_).all():
        erase_history(session, stamp=stamp, review=review, reason=REASON, ended=True)
    session.flush()
    ids = _ids(session, Review.id, *of_place(Review, place))
    erase_told(session, stamp, FACTS, ids)
    session.execute(delete(CaseFact).where(col(CaseFact.review_id).in_(ids)))
    _empty(session, Remark, col(Remark.review_id).in_(ids), "text", "resolution")
    for table in (Reopening, Disqualification, Withdrawal):
        _empty(session, table, col(table.review_id).in_(ids), "reason")
    pairs = _ids(session, BlindPair.id, col(BlindPair.first_id).in_(ids))
    settled = _ids(session, Settlement.id, col(Settlement.pair_id).in_(pairs))
    erase_told(session, stamp, AGREED, settled)
    _empty(session, Settlement, col(Settlement.id).in_(settled), "reason")


# ---- Ids ------------------------------------------------------------------------------------------------------------


def samples(session: Session, stamp: Stamp, found: Found) -> None:
    place = place_of(session, found)
    gone: set[str] = set()
    for unit in session.exec(select(SampleUnit).where(*of_place(SampleUnit, place))).all():
        gone.add(unit.unit_id)
        # The ticket is made of the seed, which everybody may know, and the id: whoever tries all ids finds it.
        unit.unit_id, unit.ticket = mark(unit.register_unit_id), ""
        session.add(unit)
    session.flush()
    _rename_registered(session, place)
    erase_named(session, stamp, gone)


def _rename_registered(session: Session, place: Place) -> None:
    """The register's rows of the drawn units keep their ids only as long as the sample does."""
    frame = session.get(Frame, place.frame_id) if place.frame_id else None
    if frame and frame.erased_at:
        rename_units(session, frame)


def erase_named(session: Session, stamp: Stamp, gone: set[str]) -> int:
    """Erase what the journal tells with any of these ids of units, unless it names one that is still in a sample."""
    kept = set(session.exec(select(SampleUnit.unit_id)))
    sequences = []
    for sequence, content in journal.telling(session, '"unit'):
        named = named_in(json.loads(content))
        if named & gone and not named & kept:
            sequences.append(sequence)
    journal.erase(session, stamp, sequences, reason=REASON)
    return len(sequences)


def named_in(content: dict[str, Any]) -> set[str]:
    """The ids of units that an entry of the journal names."""
    units = content.get("units")
    return {str(each) for each in [content.get("unit"), *(units if isinstance(units, list) else [])] if each}


# ---- Flags, dialogue, paper -----------------------------------------------------------------------------------------


def flags(session: Session, stamp: Stamp, found: Found) -> None:
    ids = _ids(session, Flag.id, *of_place(Flag, place_of(session, found)))
    session.execute(delete(FlagNote).where(col(FlagNote.flag_id).in_(ids)))
    _empty(session, Flag, col(Flag.id).in_(ids), "seen", "done", "reported_to", "closing")
    session.execute(update(Flag).where(col(Flag.id).in_(ids)).values(reported_on=None))
    erase_told(session, stamp, ("flag:raised", "flag:noted", "flag:answered", "flag:viewed"), ids)


def dialogues(session: Session, stamp: Stamp, found: Found) -> None:
    place = place_of(session, found)
    replies = _ids(session, Reply.id, col(Reply.observation_id).in_(talked_of(session, place)))
    rulings = _ids(session, CorrectionRuling.id, col(CorrectionRuling.reply_id).in_(replies))
    _empty(session, Reply, col(Reply.id).in_(replies), "text", "correction", "measure", "responsible")
    _empty(session, CorrectionRuling, col(CorrectionRuling.id).in_(rulings), "reason")
    erase_told(session, stamp, ("reply:given",), replies)
    erase_told(session, stamp, ("correction:ruled",), rulings)
    if is_last_board(session, place):
        met = _ids(session, Meeting.id, Meeting.round_id == place.round_id)
        _empty(session, Meeting, col(Meeting.id).in_(met), "participants", "notes")
        erase_told(session, stamp, ("meeting:noted", "meeting:changed"), met)


def papers(session: Session, stamp: Stamp, found: Found) -> None:  # noqa: ARG001 - the journal tells counts only
    place = place_of(session, found)
    query = select(PaperAnswer).where(*of_place(PaperAnswer, place)).order_by(col(PaperAnswer.id))
    labels: dict[str, str] = {}
    for answer in session.exec(query).all():
        label = labels.setdefault(answer.file_label, mark(known(answer.id)))
        answer.file_label, answer.comment = label, ""
        session.add(answer)
    session.flush()
