"""Double review: two who don't see each other's answers, what they differ on, and what counts when it is settled."""

from typing import Any

import pytest
from sqlmodel import Session, select

from audit.accounts.models import Account, RoleGrant
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.reviews import operations
from audit.reviews.models import BlindPair, Review
from audit.reviews.operations import Compared, DistributionError, ReviewClosedError, SettlementFaultError, ShareError
from audit.reviews.rules import Given
from audit.reviews.rules.states import State
from audit.rounds.models import Round
from checklists import AnswerCounts
from tests.support.house import House
from tests.support.reviewed import (
    answered_review,
    answered_second,
    distributed_round,
    review_id_of,
    second_reviewer,
    state_of,
)

# What no database does otherwise than another.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Q, Q2 = "application_on_file", "application_signed_by_all"


def given_of(question: str, value: str, comment: str = "", version: int = 0) -> Given:
    return Given(question, value, comment, base_version=version, reason="Påhittat skäl.")


def scope_of(session: Session, house: House, account: str) -> Scope:
    person = session.get_one(Account, house.accounts[account])
    grants = session.exec(select(RoleGrant).where(RoleGrant.account_id == person.id))
    return Scope(known(person.id), person.name, frozenset((one.role, one.board_id) for one in grants))


def compared(session: Session, house: House, review_id: int, account: str) -> Compared | None:
    return operations.compared(session, scope_of(session, house, account), review_id)


def state(house: House, review_id: int) -> State:
    with house.database.transaction(write=False) as session:
        return operations.state_now(session, session.get_one(Review, review_id))


def settle(house: House, review_id: int, account: str, question: str = Q, value: str = "nej", **how: Any) -> None:
    with house.database.transaction() as session:
        found = compared(session, house, review_id, account)
        assert found
        operations.propose(
            session,
            stamp=house.stamp(account),
            found=found,
            question_id=question,
            value=value,
            reason=how.get("reason", "Vi läste om akten."),
        )


def confirm(house: House, review_id: int, account: str, number: int = 1, question: str = Q) -> None:
    with house.database.transaction() as session:
        found = compared(session, house, review_id, account)
        assert found
        operations.confirm(session, stamp=house.stamp(account), found=found, question_id=question, number=number)


def differing_file(house: House, **said: tuple[str, str]) -> tuple[int, int, int]:
    """A round whose first file two have reviewed: round id, first review, second review."""
    round_id = distributed_round(house)
    second = second_reviewer(house, round_id)
    first = answered_review(house, round_id, sign=True)
    answered_second(house, round_id, answers=said or {Q: ("nej", "Saknas.")})
    return round_id, first, second


def counts(house: House, round_id: int) -> AnswerCounts:
    with house.database.transaction(write=False) as session:
        found = operations.counts(session, round_id=round_id)
        return found.get((house.boards["Kungsholmen"], Q), AnswerCounts())


# ---- Which files, and who ---------------------------------------------------------------------------------------


def test_the_draw_s_own_tickets_choose_the_files(house: House) -> None:
    round_id = distributed_round(house, size=5)
    with house.database.transaction() as session:
        operations.choose_share(session, stamp=house.stamp(), round_id=round_id, percent=30)
        places = operations.second_reviewing(session, round_id=round_id).places
    assert [(place.board, place.unit.position) for place in places] == [
        ("Kungsholmen", 1), ("Kungsholmen", 2), ("Norrmalm", 1), ("Norrmalm", 2),
    ]  # fmt: skip
    first = {place.first_reviewer: place.proposed_id for place in places}
    one, other = house.accounts["granskare"], house.accounts["granskare2"]
    assert first == {one: other, other: one}, "nobody is proposed to review her own file again"


@on_sqlite
def test_a_share_can_grow_but_not_shrink_once_it_is_given_out(house: House) -> None:
    round_id = distributed_round(house)
    stamp = house.stamp()
    with house.database.transaction() as session:
        operations.choose_share(session, stamp=stamp, round_id=round_id, percent=100)
        operations.choose_share(session, stamp=stamp, round_id=round_id, percent=10)
    second_reviewer(house, round_id)
    with house.database.transaction() as session:
        operations.choose_share(session, stamp=stamp, round_id=round_id, percent=50)
        with pytest.raises(ShareError, match="inte sänkas"):
            operations.choose_share(session, stamp=stamp, round_id=round_id, percent=10)
        with pytest.raises(ShareError, match="andelarna"):
            operations.choose_share(session, stamp=stamp, round_id=round_id, percent=55)


@on_sqlite
def test_the_first_reviewer_is_not_the_second_nor_the_other_way_round(house: House) -> None:
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    with house.database.transaction(write=False) as session:
        unit = known(state_of(session, house, round_id, "Kungsholmen", 1).unit.id)
    first, second = {unit: house.accounts["granskare"]}, {unit: house.accounts["granskare2"]}
    with house.database.transaction() as session, pytest.raises(DistributionError, match="redan den första"):
        operations.give_seconds(session, stamp=house.stamp(), round_id=round_id, reviewers=first)
    with house.database.transaction() as session, pytest.raises(DistributionError, match="andra granskaren"):
        operations.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=second)


# ---- Blind ------------------------------------------------------------------------------------------------------


@on_sqlite
def test_neither_sees_the_other_s_answers_until_both_have_signed(house: House) -> None:
    round_id = distributed_round(house)
    second = second_reviewer(house, round_id)
    first = answered_review(house, round_id, sign=True)
    assert state(house, first) is State.AWAITING
    with house.database.transaction(write=False) as session:
        for account, review_id in (("granskare", second), ("granskare2", first)):
            scope = scope_of(session, house, account)
            assert operations.readable(session, scope, review_id) is None
            assert compared(session, house, first, account) is None
        both = Scope(house.accounts["granskare2"], "", frozenset({(Role.COORDINATOR, house.boards["Kungsholmen"])}))
        assert operations.of_board(session, both, first) is None, "not even as coordinator"
    answered_second(house, round_id, answers={Q: ("nej", "Saknas.")})
    assert state(house, first) is state(house, second) is State.DIFFERING
    with house.database.transaction(write=False) as session:
        for account in ("granskare", "granskare2", "samordnare"):
            found = compared(session, house, second, account)
            assert found
            assert [one.question.id for one in found.differences] == [Q]
        assert compared(session, house, first, "annan-samordnare") is None


@on_sqlite
def test_two_who_agree_on_everything_are_done_at_once(house: House) -> None:
    round_id, first, second = differing_file(house, **{Q: ("ja", "")})
    assert state(house, first) is state(house, second) is State.SETTLED
    assert counts(house, round_id) == AnswerCounts(ja=1)


# ---- Settling ---------------------------------------------------------------------------------------------------


def test_one_proposes_the_other_confirms_and_only_then_it_counts(house: House) -> None:
    round_id, first, second = differing_file(house)
    assert counts(house, round_id) == AnswerCounts()
    settle(house, first, "granskare")
    with pytest.raises(SettlementFaultError, match="eget förslag"):
        confirm(house, first, "granskare")
    assert counts(house, round_id) == AnswerCounts()
    confirm(house, second, "granskare2")
    assert counts(house, round_id) == AnswerCounts(nej=1)
    with house.database.transaction(write=False) as session:
        [one] = [
            answer
            for answer in operations.given_answers(session, round_id=round_id, signed_only=True)
            if answer.question_id == Q
        ]
        assert (one.value, one.comment, one.settled) == ("nej", "Saknas.", "Vi läste om akten.")
        values = {review_id: operations.answers_of(session, review_id)[Q].value for review_id in (first, second)}
    assert values == {first: "ja", second: "nej"}, "both original answers stay"


@on_sqlite
def test_a_counter_proposal_takes_the_first_one_s_place(house: House) -> None:
    _, first, _ = differing_file(house)
    settle(house, first, "granskare", value="ja")
    settle(house, first, "granskare2", value="delvis")
    with pytest.raises(SettlementFaultError, match="har ändrats"):
        confirm(house, first, "granskare", number=1)
    confirm(house, first, "granskare", number=2)
    with house.database.transaction(write=False) as session:
        found = compared(session, house, first, "granskare")
        assert found
        assert [one.value for one in found.differences[0].proposals] == ["ja", "delvis"]
        assert found.differences[0].settled


def test_the_coordinator_decides_unless_she_has_reviewed_it_herself(house: House) -> None:
    round_id, first, _ = differing_file(house, **{Q: ("nej", "Saknas."), Q2: ("nej", "Saknas.")})
    settle(house, first, "samordnare", value="ja")
    assert (state(house, first), counts(house, round_id)) == (State.DIFFERING, AnswerCounts())
    settle(house, first, "samordnare", question=Q2)
    assert (state(house, first), counts(house, round_id)) == (State.SETTLED, AnswerCounts(ja=1))
    with pytest.raises(ReviewClosedError, match="avgjorda"):
        settle(house, first, "samordnare")


@on_sqlite
def test_a_question_that_does_not_differ_is_not_settled(house: House) -> None:
    _, first, _ = differing_file(house)
    with pytest.raises(SettlementFaultError, match="lika"):
        settle(house, first, "granskare", question=Q2)
    with pytest.raises(SettlementFaultError, match="Välj ett"):
        settle(house, first, "granskare", value="kanske")


# ---- Opening again ----------------------------------------------------------------------------------------------


@on_sqlite
def test_differences_are_settled_before_anything_is_opened_again(house: House) -> None:
    _, first, _ = differing_file(house)
    with house.database.transaction() as session:
        review = session.get_one(Review, first)
        with pytest.raises(ReviewClosedError, match="avgöras först"):
            operations.reopen(session, stamp=house.stamp(), review=review, reason="Fel akt.")


def test_opening_either_again_ends_what_they_had_come_to_and_keeps_the_blind_answers(house: House) -> None:
    round_id, first, second = differing_file(house)
    settle(house, first, "samordnare", value="ja")
    with house.database.transaction() as session:
        review = session.get_one(Review, second)
        operations.reopen(session, stamp=house.stamp(), review=review, reason="Fel akt.")
    assert (state(house, first), state(house, second)) == (State.AWAITING, State.REOPENED)
    assert counts(house, round_id) == AnswerCounts()
    answered_review_again(house, second)
    assert state(house, first) is State.SETTLED
    assert counts(house, round_id) == AnswerCounts(ja=1)
    with house.database.transaction(write=False) as session:
        pairs = session.exec(select(BlindPair).order_by(BlindPair.number)).all()  # type: ignore[arg-type]
        assert [(pair.answers[Q], pair.ended_at is None) for pair in pairs] == [
            (["ja", "nej"], False),
            (["ja", "ja"], True),
        ]
        round_ = session.get_one(Round, round_id)
        report = operations.agreement_of(session, round_=round_, board_ids=house.board_ids("Kungsholmen"))
    assert (report.files, report.whole.pairs - report.whole.alike) == (1, 1), "only the blind answers tell of agreement"


def answered_review_again(house: House, review_id: int) -> None:
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        stamp = house.stamp("granskare2")
        answer = operations.answers_of(session, review_id)[Q]
        given = given_of(Q, "ja", version=answer.version)
        operations.save_answer(session, stamp=stamp, review=review, given=given)
        operations.sign_off(session, stamp=stamp, review=review)


@on_sqlite
def test_a_signed_file_that_gets_a_second_reviewer_waits_for_her(house: House) -> None:
    round_id = distributed_round(house)
    first = answered_review(house, round_id, sign=True)
    assert counts(house, round_id) == AnswerCounts(ja=1)
    second_reviewer(house, round_id)
    assert (state(house, first), counts(house, round_id)) == (State.AWAITING, AnswerCounts())


# ---- Agreement, calibration -------------------------------------------------------------------------------------


def test_questions_that_two_answer_differently_are_pointed_out(house: House) -> None:
    round_id = distributed_round(house)
    for board, position in (("Kungsholmen", 1), ("Kungsholmen", 2), ("Norrmalm", 1)):
        second_reviewer(house, round_id, board=board, position=position)
        answered_review(house, round_id, board=board, position=position, sign=True)
        said = {Q: ("nej", "Saknas.")} if board == "Kungsholmen" else {}
        answered_second(house, round_id, board=board, position=position, answers=said)
    with house.database.transaction(write=False) as session:
        round_ = session.get_one(Round, round_id)
        both = operations.agreement_of(session, round_=round_, board_ids=house.board_ids("Kungsholmen", "Norrmalm"))
        one = operations.agreement_of(session, round_=round_, board_ids=house.board_ids("Norrmalm"))
    assert (both.files, one.files) == (3, 1)
    assert [(question.id, found.differences, found.pairs) for question, found in both.unclear] == [(Q, 2, 3)]
    assert one.whole.alike == one.whole.pairs


def test_all_answer_the_calibration_file_and_it_counts_nowhere(house: House) -> None:
    round_id = distributed_round(house)
    with house.database.transaction() as session:
        unit = operations.begin_calibration(session, stamp=house.stamp(), round_id=round_id)
        found = operations.calibration_of(session, round_id)
        assert found
        assert unit.standing == "reserv"
        assert (len(found.reviews), found.done, found.answered) == (2, False, ())
        with pytest.raises(operations.CalibrationError, match="redan en"):
            operations.begin_calibration(session, stamp=house.stamp(), round_id=round_id)
    for number, account in enumerate(("granskare", "granskare2")):
        with house.database.transaction() as session:
            found = operations.calibration_of(session, round_id)
            assert found
            assert not found.answered, "nobody sees anything before all have signed"
            answer_all(session, house, found.reviews[number], account, {Q: ("nej", "Saknas.")} if number else {})
    with house.database.transaction(write=False) as session:
        found = operations.calibration_of(session, round_id)
        assert found
        assert found.done
        assert [one.question.id for one in found.differing] == [Q]
        assert operations.counts(session, round_id=round_id) == {}
        assert operations.given_answers(session, round_id=round_id) == []
        assert len(operations.reviews_of_round(session, round_id)) == 6


@on_sqlite
def test_a_calibration_comes_before_the_review(house: House) -> None:
    round_id = distributed_round(house)
    answered_review(house, round_id)
    with house.database.transaction() as session, pytest.raises(operations.CalibrationError, match="redan börjat"):
        operations.begin_calibration(session, stamp=house.stamp(), round_id=round_id)


def answer_all(session: Session, house: House, review: Review, account: str, said: dict[str, tuple[str, str]]) -> None:
    areas = operations.areas_of(session.get_one(Round, review.round_id))
    asked = [question.id for part in areas for question in part.questions]
    given = [given_of(name, *said.get(name, ("ja", ""))) for name in asked]
    stamp = house.stamp(account)
    assert operations.save_area(session, stamp=stamp, review=review, given=given) == []
    operations.sign_off(session, stamp=stamp, review=review)


@on_sqlite
def test_where_it_stands_is_told_from_both_sides(house: House) -> None:
    _, first, second = differing_file(house)
    with house.database.transaction(write=False) as session:
        mine = operations.waiting_in_reviews(session, scope=scope_of(session, house, "granskare2"))
        hers = operations.waiting_in_reviews(session, scope=scope_of(session, house, "samordnare"))
        listed = operations.assigned_to(session, house.accounts["granskare2"])
    assert [(one.review_id, one.differences) for one in mine.own_differences] == [(first, 1)]
    assert [one.review_id for one in hers.differences] == [first]
    assert {one.review_id: one.state for one in listed}[second] is State.DIFFERING
    assert review_id_of(house, 1) == first
