"""Sent back with remarks, resolved one by one; opened again with what it stood at kept; and every order of doing so."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.reviews import operations
from audit.reviews.models import BlindPair, Review
from audit.reviews.operations import DistributionError, IncompleteError, ReviewClosedError, SettlementFaultError
from audit.reviews.rules import Given
from audit.reviews.rules.states import ENDED, SEATLESS, Seat, State
from audit.rounds.models import Round
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, second_reviewer

Q, Q2 = "application_on_file", "application_signed_by_all"


def reopen(house: House, review_id: int) -> None:
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        operations.reopen(session, stamp=house.stamp(), review=review, reason="Fel sida.")


def test_a_review_sent_back_is_signed_again_when_every_remark_is_resolved(house: House) -> None:
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id, sign=True)
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        operations.send_back(session, stamp=house.stamp(), review=review, remarks={Q: "Vilken sida?", Q2: "Säkert?"})
    stamp = house.stamp("granskare")
    for left in (2, 1):
        with house.database.transaction() as session:
            review = session.get_one(Review, review_id)
            assert operations.state_now(session, review) is State.RETURNED
            with pytest.raises(ReviewClosedError, match="Anmärkningarna"):
                operations.sign_off(session, stamp=stamp, review=review)
            open_ones = [remark for remark in operations.remarks_of(session, review_id) if not remark.resolved_at]
            assert len(open_ones) == left
            operations.resolve(session, stamp=stamp, remark=open_ones[0], resolution="Sidan 4.")
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        assert operations.state_now(session, review) is State.REOPENED
        operations.sign_off(session, stamp=stamp, review=review)
        assert review.finished_at == stamp.at


def test_only_its_reviewer_resolves_a_remark(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = answered_review(house, distributed_round(house), sign=True)
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        operations.send_back(session, stamp=house.stamp(), review=review, remarks={Q: "Vilken sida?"})
        [remark] = operations.remarks_of(session, review_id)
        with pytest.raises(ReviewClosedError, match="någon annan"):
            operations.resolve(session, stamp=house.stamp("granskare2"), remark=remark, resolution="")


def test_what_a_reopened_review_stood_at_can_be_looked_at(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    said = {Q: ("nej", "Saknas för mars.")}
    review_id = answered_review(house, distributed_round(house), answers=said, sign=True)
    reopen(house, review_id)
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        version = operations.answers_of(session, review_id)[Q].version
        changed = Given(Q, "ja", base_version=version)
        operations.save_answer(session, stamp=house.stamp("granskare"), review=review, given=changed)
        [(reopening, _)] = operations.reopenings(session, review_id)
        scope = Scope(house.accounts["samordnare"], "", frozenset({(Role.COORDINATOR, house.boards["Kungsholmen"])}))
        then = operations.earlier(session, scope, review_id, reopening.id or 0)
    assert then
    assert (then.answers[Q].value, then.answers[Q].comment) == ("nej", "Saknas för mars.")
    assert then.reopening.signed_by == house.accounts["granskare"]


# ---- Every order ------------------------------------------------------------------------------------------------

TRIED = (ReviewClosedError, IncompleteError, SettlementFaultError, DistributionError)
SEATS, PEOPLE = st.sampled_from([Seat.FIRST, Seat.SECOND]), st.sampled_from(["granskare", "granskare2"])


class OneFile(RuleBasedStateMachine):
    """Everything that anybody may try on one file, in any order, written to the tables and undone at the end."""

    session: ClassVar[Session]
    house: ClassVar[House]
    round_id: ClassVar[int]
    unit_id: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.before = self.session.begin_nested()
        self.left: dict[int, list[int]] = {}
        self.asked = [
            question.id
            for part in operations.areas_of(self.session.get_one(Round, self.round_id))
            for question in part.questions
        ]

    def teardown(self) -> None:
        self.before.rollback()
        self.session.expire_all()

    def review(self, seat: Seat) -> Review | None:
        of_seat = select(Review).where(Review.sample_unit_id == self.unit_id, Review.seat == seat)
        return self.session.exec(of_seat).first()

    def attempt(self, do: Callable[..., object], **how: object) -> None:
        step = self.session.begin_nested()
        try:
            do(self.session, **how)
            self.session.flush()
            step.commit()
        except TRIED:
            step.rollback()
            self.session.expire_all()

    @rule(seat=SEATS, person=PEOPLE, value=st.sampled_from(["ja", "nej"]), whole=st.booleans())
    def answer(self, seat: Seat, person: str, value: str, whole: bool) -> None:
        if review := self.review(seat):
            kept = operations.answers_of(self.session, known(review.id))
            given = [
                Given(name, value, "Påhittat.", base_version=kept[name].version if name in kept else 0, reason="Skäl.")
                for name in (self.asked if whole else self.asked[:1])
            ]
            self.attempt(operations.save_area, stamp=self.house.stamp(person), review=review, given=given)

    @rule(seat=SEATS, person=PEOPLE)
    def sign(self, seat: Seat, person: str) -> None:
        if review := self.review(seat):
            self.attempt(operations.sign_off, stamp=self.house.stamp(person), review=review)

    @rule(seat=SEATS)
    def reopen(self, seat: Seat) -> None:
        if review := self.review(seat):
            self.attempt(operations.reopen, stamp=self.house.stamp(), review=review, reason="Fel.")

    @rule(seat=SEATS)
    def send_back(self, seat: Seat) -> None:
        if review := self.review(seat):
            self.attempt(operations.send_back, stamp=self.house.stamp(), review=review, remarks={Q: "Se över."})

    @rule(seat=SEATS, person=PEOPLE)
    def resolve(self, seat: Seat, person: str) -> None:
        review = self.review(seat)
        remarks = operations.remarks_of(self.session, known(review.id)) if review else []
        if remarks:
            self.attempt(operations.resolve, stamp=self.house.stamp(person), remark=remarks[-1], resolution="")

    @rule(person=PEOPLE)
    def second(self, person: str) -> None:
        given = {self.unit_id: self.house.accounts[person]}
        self.attempt(operations.give_seconds, stamp=self.house.stamp(), round_id=self.round_id, reviewers=given)

    @rule(seat=SEATS)
    def withdraw(self, seat: Seat) -> None:
        if review := self.review(seat):
            self.attempt(operations.withdraw, stamp=self.house.stamp(), review=review, reason="Hinns inte.")

    @rule(seat=SEATS, person=PEOPLE)
    def declare(self, seat: Seat, person: str) -> None:
        if review := self.review(seat):
            self.attempt(operations.declare, stamp=self.house.stamp(person), review=review, reason="Granne.")

    @rule(person=st.sampled_from(["granskare", "granskare2", "samordnare"]), confirms=st.booleans())
    def settle(self, person: str, confirms: bool) -> None:
        first, stamp = self.review(Seat.FIRST), self.house.stamp(person)
        role = Role.COORDINATOR if person == "samordnare" else Role.REVIEWER
        scope = Scope(self.house.accounts[person], "", frozenset({(role, self.house.boards["Kungsholmen"])}))
        found = operations.compared(self.session, scope, known(first.id)) if first else None
        if found is None or not found.differences:
            return
        one = found.differences[0]
        how = {"stamp": stamp, "found": found, "question_id": one.question.id}
        if confirms and one.standing:
            self.attempt(operations.confirm, **how, number=one.standing.number)
        else:
            self.attempt(operations.propose, **how, value="ja", reason="Så.")

    @invariant()
    def signed_means_complete_and_ended_means_counted(self) -> None:
        reviews = list(self.session.exec(select(Review).where(Review.sample_unit_id == self.unit_id)))
        states = operations.states_of(self.session, reviews)
        for review in reviews:
            assert not review.signed_at or not operations.lacking(self.session, review=review)
            counts = review.seat is Seat.FIRST and states[known(review.id)] in ENDED
            assert (review.finished_at is not None) is counts

    @invariant()
    def what_was_left_stays_as_it_was(self) -> None:
        of_left = select(Review.id).where(Review.sample_unit_id == self.unit_id, col(Review.seat).in_(SEATLESS))
        for review_id in self.session.exec(of_left):
            versions = sorted(one.version for one in operations.answers_of(self.session, known(review_id)).values())
            assert self.left.setdefault(known(review_id), versions) == versions

    @invariant()
    def two_are_blind_until_both_are_signed(self) -> None:
        first, second = self.review(Seat.FIRST), self.review(Seat.SECOND)
        if first is None or second is None:
            return
        assert first.reviewer_id is None or first.reviewer_id != second.reviewer_id
        both = first.signed_at is not None and second.signed_at is not None
        pairs = self.session.exec(select(BlindPair).where(BlindPair.first_id == first.id)).all()
        assert sum(pair.ended_at is None for pair in pairs) == int(both)
        for one, other in ((first, second), (second, first)):
            if other.reviewer_id:
                assert operations.is_blind_to(self.session, one, other.reviewer_id) is not both


def test_no_sequence_of_actions_reaches_a_forbidden_state(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    with house.database.transaction() as session:
        session.get_one(Round, round_id).areas = ["ansokan"]
        unit_id = session.exec(select(Review.sample_unit_id).where(Review.seat == Seat.SECOND)).one()
        told = {"session": session, "house": house, "round_id": round_id, "unit_id": unit_id}
        run_state_machine_as_test(
            type("OneFile", (OneFile,), told),
            settings=settings(max_examples=12, stateful_step_count=12, phases=[Phase.generate]),
        )
