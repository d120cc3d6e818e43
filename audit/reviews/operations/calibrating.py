"""The calibration file: one that all the round's reviewers answer before they begin, and that counts in no result."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.reviews.models import Answer, Review
from audit.reviews.operations.cases import Case, case_of
from audit.reviews.operations.conflicts import ties
from audit.reviews.operations.letting_in import lets_in
from audit.reviews.operations.prefilling import prefill
from audit.reviews.rules.second import differing, pairs_among
from audit.reviews.rules.states import Seat
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.rules import Standing
from checklists import Question

ALREADY = "Omgången har redan en kalibreringsakt."
NOT_DRAWN = "Urvalet är inte draget än. Kalibreringsakten är en av reserverna."
TOO_FEW = "Det behövs minst två granskare för att jämföra."
BEGUN = "Granskningen har redan börjat. Kalibreringsakten granskas innan."
NO_RESERVE = "Det finns ingen reserv som alla får granska: de är slut, eller någon har jäv i var och en av dem."


class CalibrationError(Exception):
    """A calibration that can't be begun; the message says why in Swedish."""


@dataclass(frozen=True)
class Answered:
    """What all answered to one question of the calibration file, by reviewer (account id)."""

    question: Question
    number: int
    answers: Mapping[int, Answer]


@dataclass(frozen=True)
class Calibration:
    """The calibration file, its reviews, and once all are signed what they answered: `differing` where not alike."""

    round_: Round
    unit: SampleUnit
    reviews: list[Review]
    case: Case
    answered: tuple[Answered, ...]

    @property
    def signed(self) -> int:
        return sum(review.signed_at is not None for review in self.reviews)

    @property
    def done(self) -> bool:
        return self.signed == len(self.reviews)

    @property
    def differing(self) -> list[Answered]:
        wanted = set(differing({one.question.id: _values(one, self.reviewers) for one in self.answered}))
        return [one for one in self.answered if one.question.id in wanted]

    @property
    def reviewers(self) -> list[int]:
        return [known(review.reviewer_id) for review in self.reviews]

    def pairs(self) -> list[tuple[str, tuple[str | None, str | None]]]:
        """Every two reviewers' answers to every question, with the question."""
        by_person = {
            person: {one.question.id: one.answers[person].value for one in self.answered if person in one.answers}
            for person in self.reviewers
        }
        return pairs_among(by_person, [one.question.id for one in self.answered])


def _values(one: Answered, reviewers: list[int]) -> list[str | None]:
    return [one.answers[person].value if person in one.answers else None for person in reviewers]


def calibration_of(session: Session, round_id: int) -> Calibration | None:
    """The round's calibration, if it has one. What was answered is in it only when all have signed."""
    query = select(Review).where(Review.round_id == round_id, Review.seat == Seat.CALIBRATION)
    reviews = list(session.exec(query.order_by(col(Review.number))))
    case = case_of(session, known(reviews[0].id)) if reviews else None
    if case is None:
        return None
    signed = all(review.signed_at for review in reviews)
    return Calibration(case.round_, case.unit, reviews, case, _answered(session, case, reviews) if signed else ())


def _answered(session: Session, case: Case, reviews: list[Review]) -> tuple[Answered, ...]:
    people = {known(review.id): known(review.reviewer_id) for review in reviews}
    given: dict[str, dict[int, Answer]] = {}
    for answer in session.exec(select(Answer).where(col(Answer.review_id).in_(people)).order_by(col(Answer.review_id))):
        given.setdefault(answer.question_id, {})[people[answer.review_id]] = answer
    return tuple(
        Answered(question, number, given[question.id])
        for area in case.areas
        for number, question in enumerate(area.questions, start=area.first)
        if question.id in given
    )


@dataclass(frozen=True)
class SeenCalibration:
    """A round and its calibration (if any) as somebody sees it; `runs`: she coordinates the round and may begin one."""

    round_: Round
    calibration: Calibration | None
    runs: bool


def seen_calibration(session: Session, scope: Scope, round_id: int) -> SeenCalibration | None:
    """For those who coordinate the round, and for those who have answered its calibration file."""
    round_ = session.get(Round, round_id)
    if round_ is None:
        return None
    runs = rounds.round_for_coordinator(session, scope, round_id) is not None
    found = calibration_of(session, round_id)
    mine = found is not None and scope.has(Role.REVIEWER) and scope.account_id in found.reviewers
    mine = mine and (found is not None and lets_in(session, scope, round_id=round_id, board_id=found.unit.board_id))
    return SeenCalibration(round_, found, runs) if runs or mine else None


# ---- Beginning --------------------------------------------------------------------------------------------------


def hindrance_to_calibration(session: Session, round_id: int) -> str:
    """Why no calibration can be begun in the round now, in Swedish; empty where it can."""
    try:
        _last_reserve(session, round_id, _people(session, round_id))
    except CalibrationError as error:
        return str(error)
    return ""


def begin_calibration(session: Session, *, stamp: Stamp, round_id: int) -> SampleUnit:
    """Give all the round's reviewers the same file: the last reserve in which none of them has jäv.

    Raises CalibrationError where that can't be done.
    """
    rounds.require_standing(session, round_id)
    session.exec(select(Round).where(Round.id == round_id).with_for_update(key_share=True)).one()
    people = _people(session, round_id)
    unit = _last_reserve(session, round_id, people)
    for number, person in enumerate(people, start=1):
        review = Review(
            sample_unit_id=known(unit.id),
            seat=Seat.CALIBRATION,
            number=number,
            round_id=round_id,
            board_id=unit.board_id,
            reviewer_id=person,
        )
        session.add(review)
        session.flush()
        content = {"unit": unit.unit_id, "seat": Seat.CALIBRATION, "reviewer": person}
        journal.record(session, stamp, "review:assigned", known(review.id), **content)
    prefill(session, stamp=stamp, round_id=round_id)
    mail.notify(session, stamp=stamp, account_ids=people, kind=NoticeKind.ASSIGNED)
    return unit


def has_begun(session: Session, round_id: int) -> bool:
    """Whether anything is answered in the round."""
    answers = select(Answer.id).join(Review, col(Review.id) == col(Answer.review_id)).where(Review.round_id == round_id)
    return session.exec(answers.limit(1)).first() is not None


def _people(session: Session, round_id: int) -> list[int]:
    if rounds.draw_of(session, round_id) is None:
        raise CalibrationError(NOT_DRAWN)
    if calibration_of(session, round_id):
        raise CalibrationError(ALREADY)
    if has_begun(session, round_id):
        raise CalibrationError(BEGUN)
    boards = [part.board_id for part in rounds.parts(session, round_id)]
    people = [known(person.id) for person in rounds.reviewers(session, round_id, boards)]
    if len(people) < 2:
        raise CalibrationError(TOO_FEW)
    return people


def _last_reserve(session: Session, round_id: int, people: list[int]) -> SampleUnit:
    """The reserve that is least likely to be called in: of each board's last, the one with the greatest ticket."""
    reserves = [unit for unit in rounds.sample(session, round_id) if unit.standing is Standing.RESERVE]
    tied = {unit for unit, _ in ties(session, units=reserves, account_ids=people)}
    able = [unit for unit in reserves if unit.id not in tied]
    if not able:
        raise CalibrationError(NO_RESERVE)
    return max(able, key=lambda unit: (unit.position, unit.ticket))
