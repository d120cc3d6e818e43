"""What is held of every kind: in which rounds, extracts, runs and years, how much, and why it can't be erased yet."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlmodel import Session, col, select

from audit.access_checks.models import AccessCheck, CheckedEntry, EntryVerdict
from audit.accounts.operations import board_names, known
from audit.clock import swedish_day
from audit.comparison.models import PaperAnswer
from audit.controls.models import ControlHit, ControlResult, ControlRun, HitStratum, HitVerdict
from audit.findings.models import CorrectionRuling, Meeting, Observation, Reply
from audit.registers.models import Frame, RegisterColumn, RegisterExtract, RegisterUnit
from audit.retention.models import Erasure, ErasureState
from audit.retention.operations.gone import MARK, is_left
from audit.retention.operations.places import Place, either, number_of, of_place, places, unsigned
from audit.retention.rules import Event, Found, KindId
from audit.reviews.models import (
    Answer,
    AnswerVersion,
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
from audit.reviews.models import BlindPair as Pair
from audit.rounds.models import Draw, RoundBoard, SampleUnit
from audit.rounds.rules import Origin
from audit.web.formats import span

Counts = dict[str, int]


# ---- A board's kinds ------------------------------------------------------------------------------------------------


def registers(session: Session, board_ids: Collection[int]) -> list[Found]:
    query = (
        select(Frame, RegisterExtract)
        .join(RegisterExtract, col(RegisterExtract.id) == col(Frame.extract_id))
        .where(col(Frame.board_id).in_(board_ids), col(Frame.erased_at).is_(None))
        .order_by(col(Frame.id).desc())
    )
    return [_register(session, frame, extract) for frame, extract in session.exec(query).all()]


def _register(session: Session, frame: Frame, extract: RegisterExtract) -> Found:
    of = known(extract.id), frame.board_id
    counts = {
        "rader": number_of(session, RegisterUnit.extract_id == of[0], RegisterUnit.board_id == of[1]),
        "kolumner": number_of(session, RegisterColumn.extract_id == of[0], RegisterColumn.board_id == of[1]),
    }
    days = {Event.MADE: swedish_day(frame.frozen_at)}
    label = f"{extract.file_name}, {span(extract.period_from, extract.period_to)}"
    waits = _drawing(session, frame)
    return Found(KindId.REGISTER, frame.board_id, of[0], label, days, counts, waits)


def _drawing(session: Session, frame: Frame) -> str:
    """Why a frame is still needed: a round that isn't drawn or reviewed."""
    for place in places(session, [frame.board_id]):
        if place.frame_id != frame.id or place.closed:
            continue
        if not number_of(session, Draw.round_id == place.round_id):
            return f"Omgången {place.round_.name} ska dras ur utdraget."
        if waits := unsigned(session, place):
            return waits
    return ""


def reviews(session: Session, board_ids: Collection[int]) -> list[Found]:
    return [
        _found(KindId.REVIEW, place, review_counts(session, place), unsigned(session, place))
        for place in places(session, board_ids)
    ]


def _found(kind: KindId, place: Place, counts: Counts, waits: str = "") -> Found:
    return Found(kind, place.board_id, place.round_id, place.round_.name, place.events, counts, waits)


def review_counts(session: Session, place: Place) -> Counts:
    mine = of_place(Review, place)
    written = either(Answer.comment != "", Answer.evidence != "", Answer.reason != "")
    return {
        "svar med text": number_of(session, *mine, Answer.review_id == Review.id, written),
        "versioner av svar": number_of(
            session, *mine, Answer.review_id == Review.id, AnswerVersion.answer_id == Answer.id
        ),
        "uppgifter om ärendet": number_of(session, *mine, CaseFact.review_id == Review.id),
        "anmärkningar": number_of(session, *mine, Remark.review_id == Review.id, Remark.text != ""),
        "skäl för återlämning": number_of(session, *mine, Reopening.review_id == Review.id, Reopening.reason != ""),
        "skäl för jäv": number_of(
            session, *mine, Disqualification.review_id == Review.id, Disqualification.reason != ""
        ),
        "skäl för återkallelse": number_of(session, *mine, Withdrawal.review_id == Review.id, Withdrawal.reason != ""),
        "skäl för enighet": number_of(
            session, *mine, Pair.first_id == Review.id, Settlement.pair_id == Pair.id, Settlement.reason != ""
        ),
    }


def samples(session: Session, board_ids: Collection[int]) -> list[Found]:
    found = []
    for place in places(session, board_ids):
        counts = {"ärendenummer": number_of(session, *of_place(SampleUnit, place), is_left(SampleUnit.unit_id))}
        found.append(_found(KindId.SAMPLE, place, counts, _needs_ids(session, place) if any(counts.values()) else ""))
    return found


def _needs_ids(session: Session, place: Place) -> str:
    """Without the ids nobody finds what is held of a person, so they go last."""
    if waits := unsigned(session, place):
        return waits
    frame = session.get(Frame, place.frame_id) if place.frame_id else None
    if frame and frame.erased_at is None:
        return "Registerutdraget måste gallras först."
    if any(review_counts(session, place).values()) or any(flag_counts(session, place).values()):
        return "Granskningarnas texter och flaggor måste gallras först: utan ärendenummer hittar ingen dem."
    return ""


def flags(session: Session, board_ids: Collection[int]) -> list[Found]:
    found = []
    for place in places(session, board_ids):
        still_open = number_of(session, *of_place(Flag, place), col(Flag.closed_at).is_(None))
        waits = f"{still_open} flaggor är inte avslutade." if still_open else ""
        found.append(_found(KindId.FLAG, place, flag_counts(session, place), waits))
    return found


def flag_counts(session: Session, place: Place) -> Counts:
    mine = of_place(Flag, place)
    return {
        "flaggor": number_of(session, *mine, Flag.seen != ""),
        "anteckningar": number_of(session, *mine, FlagNote.flag_id == Flag.id),
    }


def dialogues(session: Session, board_ids: Collection[int]) -> list[Found]:
    return [
        _found(KindId.DIALOGUE, place, dialogue_counts(session, place), unsigned(session, place))
        for place in places(session, board_ids)
    ]


def is_last_board(session: Session, place: Place) -> bool:
    """Whether all the round's other boards have erased their dialogue: then what is in common goes too."""
    others = set(session.exec(select(RoundBoard.board_id).where(RoundBoard.round_id == place.round_id)))
    done = select(Erasure.board_id).where(
        Erasure.kind == KindId.DIALOGUE, Erasure.of_id == place.round_id, Erasure.state == ErasureState.DONE
    )
    return others - {place.board_id} <= set(session.exec(done))


def talked_of(session: Session, place: Place) -> list[int]:
    """The observations whose replies are the place's: the board's own, and with the last board those in common."""
    own = Observation.board_id == place.board_id
    common = col(Observation.board_id).is_(None) if is_last_board(session, place) else own
    return [known(one) for one in session.exec(
        select(Observation.id).where(Observation.round_id == place.round_id, either(own, common))
    )]  # fmt: skip


def dialogue_counts(session: Session, place: Place) -> Counts:
    of = col(Reply.observation_id).in_(talked_of(session, place))
    said = either(Reply.text != "", Reply.correction != "", Reply.measure != "", Reply.responsible != "")
    met = Meeting.round_id == place.round_id, either(Meeting.participants != "", Meeting.notes != "")
    return {
        "svar från enheten": number_of(session, of, said),
        "besked om rättelser": number_of(
            session, of, CorrectionRuling.reply_id == Reply.id, CorrectionRuling.reason != ""
        ),
        "möten": number_of(session, *met) if is_last_board(session, place) else 0,
    }


def controls(session: Session, board_ids: Collection[int]) -> list[Found]:
    # Whole runs can't be told apart: PostgreSQL has no »the same« for what they keep as JSON.
    of = select(ControlResult.run_id, ControlResult.board_id).where(col(ControlResult.board_id).in_(board_ids))
    each = of.distinct().subquery()
    query = (
        select(ControlRun, each.c.board_id)
        .join(each, each.c.run_id == col(ControlRun.id))
        .where(col(ControlRun.finished_at).is_not(None))
        .order_by(col(ControlRun.id).desc(), each.c.board_id)
    )
    return [_control(session, run, board_id) for run, board_id in session.exec(query).all()]


def _control(session: Session, run: ControlRun, board_id: int) -> Found:
    mine = ControlResult.run_id == run.id, ControlResult.board_id == board_id
    hit = ControlHit.result_id == ControlResult.id
    counts = {
        "träffar": number_of(session, *mine, hit, is_left(ControlHit.unit_id)),
        "anteckningar": number_of(session, *mine, hit, HitVerdict.hit_id == ControlHit.id, HitVerdict.note != ""),
        "urval av träffar": sum(
            1
            for row in session.exec(select(HitStratum).join(ControlResult).where(*mine))
            if any(not unit.startswith(MARK) for unit in row.unit_ids)
        ),
    }
    day = swedish_day(run.finished_at) if run.finished_at else date.max
    return Found(KindId.CONTROL, board_id, known(run.id), f"Körning {day}", {Event.MADE: day}, counts)


def papers(session: Session, board_ids: Collection[int]) -> list[Found]:
    found = []
    for place in places(session, board_ids, origin=Origin.PAPER):
        mine = of_place(PaperAnswer, place)
        counts = {
            "svar med aktbeteckning": number_of(session, *mine, is_left(PaperAnswer.file_label)),
            "kommentarer": number_of(session, *mine, PaperAnswer.comment != ""),
        }
        found.append(_found(KindId.PAPER, place, counts))
    return found


def access_checks(session: Session, board_ids: Collection[int]) -> list[Found]:
    query = select(AccessCheck).where(col(AccessCheck.board_id).in_(board_ids)).order_by(col(AccessCheck.id).desc())
    return [_access_check(session, check) for check in session.exec(query).all()]


def _access_check(session: Session, check: AccessCheck) -> Found:
    of = CheckedEntry.check_id == check.id
    noted = number_of(session, of, EntryVerdict.entry_id == CheckedEntry.id, EntryVerdict.note != "")
    counts = {
        "anteckningar": noted,
        "slutsatser": int(bool(check.conclusion)),
        "protokoll": int(bool(check.kept)),
        "utpekanden": len(check.unusual),
    }
    days, waits = {Event.MADE: swedish_day(check.signed_at or check.made_at)}, ""
    if check.signed_at is None:
        waits = "Loggkontrollen är inte signerad."
    label = f"Loggkontroll {span(check.period_from, check.period_to)}"
    return Found(KindId.ACCESS_CHECK, check.board_id, known(check.id), label, days, counts, waits)


Finder = Callable[[Session, Collection[int]], list[Found]]
OF_BOARDS: Mapping[KindId, Finder] = {
    KindId.REGISTER: registers,
    KindId.REVIEW: reviews,
    KindId.SAMPLE: samples,
    KindId.FLAG: flags,
    KindId.DIALOGUE: dialogues,
    KindId.CONTROL: controls,
    KindId.PAPER: papers,
    KindId.ACCESS_CHECK: access_checks,
}


def place_of(session: Session, found: Found) -> Place:
    """The part of a round that was found. Raises StopIteration where there is none."""
    of_paper = found.kind is KindId.PAPER
    every = places(session, [found.board_id or 0], origin=Origin.PAPER if of_paper else Origin.PROGRAM)
    return next(place for place in every if place.round_id == found.of_id)


def names_of(session: Session) -> dict[int | None, str]:
    """The boards' names by id; the installation's for None."""
    names: dict[int | None, str] = {None: "Installationen"}
    return names | board_names(session)
