"""The table of states: what may be done when, by whom, and that nothing ever leads where it should not."""

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from audit.reviews.rules.states import (
    ENDED,
    REFUSALS,
    SEATLESS,
    TABLE,
    UNSIGNED,
    Action,
    Facts,
    Party,
    Seat,
    State,
    answering_refused,
    may_lead,
    refusal,
    state_of,
)

REVIEWER, COORDINATOR = {Party.REVIEWER}, {Party.COORDINATOR}
SIGNED = Facts(answered=1, signed=True)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(assigned=False), State.UNASSIGNED),
        (Facts(answered=0, total=2), State.NOT_BEGUN),
        (Facts(answered=1, total=2), State.BEGUN),
        (Facts(answered=2, total=2), State.READY),
        (Facts(answered=2, total=2, reopened=True), State.REOPENED),
        (Facts(answered=2, total=2, reopened=True, remarks=1), State.RETURNED),
        (SIGNED, State.SIGNED),
        (replace(SIGNED, others=1, others_open=1), State.AWAITING),
        (replace(SIGNED, others=1, differences=1), State.DIFFERING),
        (replace(SIGNED, others=1), State.SETTLED),
        (replace(SIGNED, seat=Seat.SECOND, others=1), State.SETTLED),
        (replace(SIGNED, seat=Seat.CALIBRATION, others=2, others_open=1), State.AWAITING),
        (replace(SIGNED, seat=Seat.CALIBRATION, others=2), State.COMPARED),
        (replace(SIGNED, seat=Seat.LEFT), State.PASSED_ON),
        (Facts(seat=Seat.WITHDRAWN), State.WITHDRAWN),
        (replace(SIGNED, in_use=False), State.REPLACED),
    ],
)
def test_every_state_has_its_facts(facts: Facts, state: State) -> None:
    assert state_of(facts) is state


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(REFUSALS) == set(State)
    assert {action for moves in TABLE.values() for action in moves} == set(Action)
    for moves in TABLE.values():
        for move in moves.values():
            assert move.by
            assert move.to <= set(State)


def test_a_signed_or_left_review_takes_no_answer() -> None:
    takes = {state for state in State if refusal(state, Action.ANSWER, REVIEWER) is None}
    assert takes == UNSIGNED
    assert all(refusal(state, Action.ANSWER, COORDINATOR) for state in State)


def test_a_quick_save_asks_the_same_table() -> None:
    assert {TABLE[state][Action.ANSWER].by for state in UNSIGNED} == {frozenset(REVIEWER)}
    assert answering_refused(seat=Seat.FIRST, signed=False, own=True) is None
    assert answering_refused(seat=Seat.FIRST, signed=False, own=False) == refusal(State.BEGUN, Action.ANSWER, ())
    assert answering_refused(seat=Seat.SECOND, signed=True, own=True) == REFUSALS[State.SIGNED]
    assert answering_refused(seat=Seat.LEFT, signed=False, own=True) == REFUSALS[State.PASSED_ON]
    assert answering_refused(seat=Seat.WITHDRAWN, signed=False, own=True) == REFUSALS[State.WITHDRAWN]


def test_only_what_is_complete_and_without_open_remarks_can_be_signed() -> None:
    assert {state for state in State if Action.SIGN in TABLE[state]} == {State.READY, State.REOPENED}


def test_what_is_signed_can_not_be_withdrawn() -> None:
    can = {state for state in State if refusal(state, Action.WITHDRAW, COORDINATOR) is None}
    assert can == UNSIGNED | {State.UNASSIGNED}
    assert all(refusal(state, Action.WITHDRAW, REVIEWER) for state in State)


def test_nobody_sees_both_before_both_are_signed() -> None:
    sees = {state for state in State if Action.SEE_BOTH in TABLE[state]}
    assert sees == {State.DIFFERING, State.SETTLED, State.COMPARED}


def test_who_has_reviewed_the_file_does_not_decide_alone() -> None:
    assert refusal(State.DIFFERING, Action.DECIDE, COORDINATOR) is None
    assert "bekräfta" in str(refusal(State.DIFFERING, Action.DECIDE, COORDINATOR | REVIEWER))
    assert refusal(State.DIFFERING, Action.PROPOSE, COORDINATOR | REVIEWER) is None


class OneFile(RuleBasedStateMachine):
    """One file, its first review and perhaps a second, with everything that anybody may try on it in any order.

    What is done is kept as facts and no more. Each step is tried by somebody, and happens if the table lets it.
    """

    @initialize(total=st.integers(1, 3))
    def begin(self, total: int) -> None:
        self.reviews = {Seat.FIRST: Facts(total=total)}
        self.left = 0
        self.revealed = False

    def try_to(self, seat: Seat, action: Action, who: set[Party], after: Facts) -> bool:
        before = state_of(self.reviews[seat])
        if refusal(before, action, who):
            return False
        self.reviews[seat] = after
        self._hold_against_each_other()
        if after.seat not in SEATLESS:
            after = self.reviews[seat]
        assert may_lead(before, action, state_of(after)), (before, action, after)
        return True

    def _hold_against_each_other(self) -> None:
        seats = {seat: facts for seat, facts in self.reviews.items() if facts.seat not in SEATLESS}
        for seat, facts in seats.items():
            others = [other for name, other in seats.items() if name is not seat]
            together = facts.signed and all(other.signed for other in others)
            self.reviews[seat] = replace(
                facts,
                others=len(others),
                others_open=sum(not other.signed for other in others),
                differences=facts.differences if together and others else 0,
            )

    @rule(seat=st.sampled_from([Seat.FIRST, Seat.SECOND]), answered=st.integers(0, 3))
    def answer(self, seat: Seat, answered: int) -> None:
        if seat in self.reviews:
            facts = self.reviews[seat]
            self.try_to(seat, Action.ANSWER, REVIEWER, replace(facts, answered=min(answered, facts.total)))

    @rule(seat=st.sampled_from([Seat.FIRST, Seat.SECOND]), differences=st.integers(0, 2))
    def sign(self, seat: Seat, differences: int) -> None:
        facts = self.reviews.get(seat)
        # The one guard beside the table: a reopened review may lack something again.
        if facts and facts.answered >= facts.total:
            done = self.try_to(seat, Action.SIGN, REVIEWER, replace(facts, signed=True, reopened=False))
            if done and len(self.reviews) > 1 and all(one.signed for one in self.reviews.values()):
                self._set_differences(differences)

    def _set_differences(self, differences: int) -> None:
        self.reviews = {seat: replace(facts, differences=differences) for seat, facts in self.reviews.items()}

    @rule(seat=st.sampled_from([Seat.FIRST, Seat.SECOND]), remarks=st.integers(0, 2))
    def open_again(self, seat: Seat, remarks: int) -> None:
        facts = self.reviews.get(seat)
        if facts:
            action = Action.SEND_BACK if remarks else Action.REOPEN
            opened = replace(facts, signed=False, reopened=True, remarks=remarks, differences=0)
            self.try_to(seat, action, COORDINATOR, opened)

    @rule(seat=st.sampled_from([Seat.FIRST, Seat.SECOND]))
    def resolve(self, seat: Seat) -> None:
        facts = self.reviews.get(seat)
        if facts and facts.remarks:
            self.try_to(seat, Action.RESOLVE, REVIEWER, replace(facts, remarks=facts.remarks - 1))

    @rule()
    def add_second(self) -> None:
        first = self.reviews[Seat.FIRST]
        if Seat.SECOND not in self.reviews and not refusal(state_of(first), Action.ADD_SECOND, COORDINATOR):
            self.reviews[Seat.SECOND] = Facts(seat=Seat.SECOND, total=first.total)
            assert self.try_to(Seat.FIRST, Action.ADD_SECOND, COORDINATOR, first)

    @rule(seat=st.sampled_from([Seat.FIRST, Seat.SECOND]), somebody=st.booleans())
    def declare(self, seat: Seat, somebody: bool) -> None:
        facts = self.reviews.get(seat)
        if facts and self.try_to(seat, Action.DECLARE, REVIEWER, replace(facts, seat=Seat.LEFT)):
            self.left += 1
            self.reviews[seat] = Facts(seat=seat, total=facts.total, assigned=somebody)
            self._hold_against_each_other()

    @rule()
    def withdraw_second(self) -> None:
        facts = self.reviews.get(Seat.SECOND)
        if facts and self.try_to(Seat.SECOND, Action.WITHDRAW, COORDINATOR, replace(facts, seat=Seat.WITHDRAWN)):
            del self.reviews[Seat.SECOND]
            self._hold_against_each_other()

    @rule()
    def assign(self) -> None:
        facts = self.reviews[Seat.FIRST]
        self.try_to(Seat.FIRST, Action.ASSIGN, COORDINATOR, replace(facts, assigned=True))

    @rule(who=st.sampled_from([(Action.CONFIRM, Party.REVIEWER), (Action.DECIDE, Party.COORDINATOR)]))
    def settle(self, who: tuple[Action, Party]) -> None:
        action, party = who
        first = self.reviews[Seat.FIRST]
        if first.differences and refusal(state_of(first), action, {party}) is None:
            self._set_differences(first.differences - 1)

    @invariant()
    def nothing_forbidden(self) -> None:
        states = {seat: state_of(facts) for seat, facts in self.reviews.items()}
        for seat, facts in self.reviews.items():
            assert not facts.signed or facts.answered >= facts.total, "signed, and something is missing"
            assert not facts.signed or not facts.remarks, "signed with open remarks"
            assert states[seat] not in ENDED or not facts.differences, "counts before the differences are settled"
        if len(self.reviews) > 1:
            both = all(facts.signed for facts in self.reviews.values())
            sees = [Action.SEE_BOTH in TABLE[state] for state in states.values()]
            assert sees == [both, both], "one sees the other's answers before both are signed"
            assert both or State.SETTLED not in states.values()


OneFile.TestCase.settings = settings(max_examples=150, stateful_step_count=30)
TestNoSequenceOfActionsReachesAForbiddenState = OneFile.TestCase
