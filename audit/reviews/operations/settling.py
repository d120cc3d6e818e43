"""Where two reviews of the same file differ, and how that is settled."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Answer, BlindPair, Review, Settlement
from audit.reviews.operations.cases import Case, case_of, checklist_of
from audit.reviews.operations.letting_in import lets_in
from audit.reviews.operations.pairing import pairs_of
from audit.reviews.operations.payments import AmountError, amount_of, clash_in_kronor
from audit.reviews.operations.states import (
    Passage,
    ReviewClosedError,
    allow,
    arrive,
    held_file,
    parties_to,
    siblings_of,
    state_now,
)
from audit.reviews.rules.payments import AMOUNT, as_answer, from_answer, overpaid_fault
from audit.reviews.rules.second import differing
from audit.reviews.rules.states import Action, Party, Seat, State, refusal
from checklists import Question

CHANGED = "Förslaget har ändrats medan du läste. Läs det som gäller nu."
NO_DIFFERENCE = "De två svaren är lika, eller redan avgjorda."
OWN_PROPOSAL = "Det är ditt eget förslag. Den andra granskaren bekräftar det."


# ---- What both see ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposed:
    """What two who differ have proposed, in order; the newest stands."""

    proposals: tuple[Settlement, ...]

    @property
    def standing(self) -> Settlement | None:
        return self.proposals[-1] if self.proposals else None

    @property
    def settled(self) -> bool:
        return self.standing is not None and self.standing.settled_at is not None


@dataclass(frozen=True)
class Difference(Proposed):
    """A question to which two gave different answers, with everything that each said, and what they have come to.

    `first` and `second` are None where that one had no answer.
    """

    question: Question
    number: int
    first: Answer | None
    second: Answer | None


@dataclass(frozen=True)
class AmountDifference(Proposed):
    """By how much each of two said that a payment was wrong, too much and too little in öre."""

    first: tuple[int, int]
    second: tuple[int, int]


@dataclass(frozen=True)
class Compared:
    """Two reviews of a file once both are signed, and where they differ. `parties` is who the visitor is to them."""

    case: Case
    second: Review
    pair: BlindPair
    state: State
    differences: tuple[Difference, ...]
    parties: frozenset[Party]
    amount: AmountDifference | None = None

    @property
    def first(self) -> Review:
        return self.case.review

    @property
    def alike(self) -> int:
        return self.compared - len(self.differences)

    @property
    def compared(self) -> int:
        """How many answers were set side by side; a payment's amount stands beside them."""
        return len(self.pair.answers.keys() - {AMOUNT})

    @property
    def all_differences(self) -> tuple[Proposed, ...]:
        return (*self.differences, *([self.amount] if self.amount else []))

    @property
    def open(self) -> int:
        return sum(not difference.settled for difference in self.all_differences)

    def may(self, action: Action) -> bool:
        return refusal(self.state, action, self.parties) is None


def compared(session: Session, scope: Scope, review_id: int) -> Compared | None:
    """Both reviews of a file (by either's id) for the two who made them and the coordinator; None until both are
    signed, and to everybody else."""
    review = session.get(Review, review_id)
    case = case_of(session, review_id)
    if review is None or case is None:
        return None
    coordinates = review.board_id in scope.boards(Role.COORDINATOR)
    may_review = scope.has(Role.REVIEWER) and lets_in(
        session, scope, round_id=review.round_id, board_id=review.board_id
    )
    parties = parties_to(session, review, scope.account_id) if may_review else frozenset()
    parties |= {Party.COORDINATOR} if coordinates else frozenset()
    state = state_now(session, review)
    if review.seat is Seat.CALIBRATION or refusal(state, Action.SEE_BOTH, parties):
        return None
    return _compared(session, review, state, parties)


@dataclass(frozen=True)
class ComparedAt:
    """One of the questions on which two differ."""

    found: Compared
    question_id: str


def compared_at(session: Session, scope: Scope, review_id: int, question_id: str) -> ComparedAt | None:
    """As `compared`, where that question is one of their differences."""
    found = compared(session, scope, review_id)
    differs = found and (
        any(one.question.id == question_id for one in found.differences)
        or (question_id == AMOUNT and found.amount is not None)
    )
    return ComparedAt(found, question_id) if found and differs else None


def _compared(session: Session, review: Review, state: State, parties: frozenset[Party]) -> Compared | None:
    both = {one.seat: one for one in [review, *siblings_of(session, [review])[known(review.id)]]}
    case = case_of(session, known(both[Seat.FIRST].id))
    pair = next((pair for pair in pairs_of(session, known(both[Seat.FIRST].id)) if pair.ended_at is None), None)
    if case is None or pair is None:
        return None
    proposals = _proposals(session, pair)
    differences = _differences(session, case, pair, proposals)
    amount = None
    if AMOUNT in pair.answers:
        one, other = (from_answer(value) for value in pair.answers[AMOUNT])
        amount = AmountDifference(proposals=tuple(proposals.get(AMOUNT, ())), first=one, second=other)
    return Compared(case, both[Seat.SECOND], pair, state, differences, parties, amount)


def _proposals(session: Session, pair: BlindPair) -> dict[str, list[Settlement]]:
    proposals: dict[str, list[Settlement]] = {}
    query = select(Settlement).where(Settlement.pair_id == pair.id).order_by(col(Settlement.number))
    for proposal in session.exec(query):
        proposals.setdefault(proposal.question_id, []).append(proposal)
    return proposals


def _differences(
    session: Session, case: Case, pair: BlindPair, proposals: Mapping[str, list[Settlement]]
) -> tuple[Difference, ...]:
    wanted = set(differing(pair.answers))
    first, second = (_answers(session, review_id) for review_id in (pair.first_id, pair.second_id))
    return tuple(
        Difference(
            proposals=tuple(proposals.get(question.id, ())),
            question=question,
            number=number,
            first=first.get(question.id),
            second=second.get(question.id),
        )
        for area in case.areas
        for number, question in enumerate(area.questions, start=area.first)
        if question.id in wanted
    )


def _answers(session: Session, review_id: int) -> Mapping[str, Answer]:
    return {one.question_id: one for one in session.exec(select(Answer).where(Answer.review_id == review_id))}


# ---- Coming to an answer ----------------------------------------------------------------------------------------


class SettlementFaultError(Exception):
    """A settlement that can't be made; the message says why in Swedish."""


def propose(
    session: Session, *, stamp: Stamp, found: Compared, question_id: str, value: str, reason: str
) -> Settlement:
    """Propose an answer to a question on which the two differ. The coordinator's holds at once; a reviewer's when the
    other has confirmed it, or proposed otherwise.

    Raises ReviewClosedError where nothing can be settled, SettlementFaultError where this question can't.
    """
    if value not in {option.code for option in checklist_of(found.case.round_).scale} or question_id == AMOUNT:
        raise SettlementFaultError("Välj ett av svaren.")
    return _propose(session, stamp, found, question_id, value, reason)


def propose_amount(
    session: Session, *, stamp: Stamp, found: Compared, overpaid: int, underpaid: int, reason: str
) -> Settlement:
    """Propose by how many öre a payment was wrong, where the two differ on it. Otherwise as `propose`.

    Raises AmountError where it is more than the payment, or above 0 although no answer deviates.
    """
    if fault := overpaid_fault(overpaid, amount_of(found.case.content)):
        raise AmountError("overpaid", fault)
    return _propose(session, stamp, found, AMOUNT, as_answer((overpaid, underpaid)), reason)


def _propose(session: Session, stamp: Stamp, found: Compared, question_id: str, value: str, reason: str) -> Settlement:
    coordinates = Party.REVIEWER not in found.parties
    found, passage = _held(session, stamp, found, Action.DECIDE if coordinates else Action.PROPOSE)
    difference = _difference(found, question_id)
    if clash := clash_in_kronor(session, found.pair, question_id, value):
        raise AmountError("overpaid", clash) if question_id == AMOUNT else SettlementFaultError(clash)
    made = Settlement(
        pair_id=known(found.pair.id),
        question_id=question_id,
        number=len(difference.proposals) + 1,
        value=value,
        reason=reason,
        proposed_by=stamp.actor,
        proposed_at=stamp.at,
        settled_by=stamp.actor if coordinates else None,
        settled_at=stamp.at if coordinates else None,
    )
    session.add(made)
    arrive(session, stamp, passage)
    _tell(session, stamp, found, made, "decided" if coordinates else "proposed")
    return made


def confirm(session: Session, *, stamp: Stamp, found: Compared, question_id: str, number: int) -> Settlement:
    """Confirm the other reviewer's proposal, which holds from now on. `number` is the one that was read.

    Raises ReviewClosedError where nothing can be settled, SettlementFaultError where this proposal can't.
    """
    found, passage = _held(session, stamp, found, Action.CONFIRM)
    standing = _difference(found, question_id).standing
    if standing is None or standing.number != number:
        raise SettlementFaultError(CHANGED)
    own = OWN_PROPOSAL if standing.proposed_by == stamp.actor else None
    if fault := own or clash_in_kronor(session, found.pair, question_id, standing.value):
        raise SettlementFaultError(fault)
    standing.settled_by, standing.settled_at = stamp.actor, stamp.at
    session.add(standing)
    arrive(session, stamp, passage)
    _tell(session, stamp, found, standing, "confirmed")
    return standing


def _held(session: Session, stamp: Stamp, read: Compared, action: Action) -> tuple[Compared, Passage]:
    """The two reviews as they stand now, held against everybody else, and the passage for `action`."""
    first = held_file(session, read.first)
    # What was read before may have been settled by the other meanwhile.
    session.expire_all()
    passage = allow(session, stamp, first, action, coordinator=Party.COORDINATOR in read.parties)
    found = _compared(session, first, passage.before, read.parties)
    if found is None:
        raise ReviewClosedError(CHANGED)
    return found, passage


def _difference(found: Compared, question_id: str) -> Proposed:
    of_question = (one for one in found.differences if one.question.id == question_id)
    difference = found.amount if question_id == AMOUNT else next(of_question, None)
    if difference is None or difference.settled:
        raise SettlementFaultError(NO_DIFFERENCE)
    return difference


def _tell(session: Session, stamp: Stamp, found: Compared, made: Settlement, what: str) -> None:
    journal.record(
        session,
        stamp,
        f"difference:{what}",
        known(made.id),
        review=found.first.id,
        question=made.question_id,
        value=made.value,
        number=made.number,
    )
