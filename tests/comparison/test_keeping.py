"""Years are counted from one line a file, and always come to what counting answer by answer comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import delete, select

from audit.comparison.models import KeptAnswers
from audit.comparison.operations.keeping import counts_of
from audit.comparison.rules import kept
from audit.comparison.rules.keeping import SIGNS, counted
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import ReplacementReason
from checklists import AnswerCounts, count
from tests.findings.told import reviewed
from tests.reviews.test_second import differing_file, settle
from tests.support.house import House

QUESTIONS, ASKED = ("a", "b", "c"), "application_on_file"


Counts = dict[tuple[int, str], AnswerCounts]


@given(files=st.lists(st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(sorted(SIGNS)))))
def test_lines_count_as_their_answers_do(files: list[dict[str, str]]) -> None:
    lines = [kept(answers, QUESTIONS) or "" for answers in files]
    expected = {one: count(file[one] for file in files if one in file) for one in QUESTIONS}
    assert counted(lines, QUESTIONS) == {one: counts for one, counts in expected.items() if counts.reviewed}


def test_an_answer_to_another_question_makes_no_line() -> None:
    assert kept({"d": "ja"}, QUESTIONS) is None
    with pytest.raises(ValueError, match="one sign for each question"):
        counted(["JJ"], QUESTIONS)


def both(house: House, round_id: int) -> tuple[Counts, Counts]:
    """The counts from the lines, and those of the answers."""
    boards = house.board_ids("Kungsholmen", "Norrmalm")
    with house.database.transaction(write=False) as session:
        from_lines = counts_of(session, rounds=[session.get_one(Round, round_id)], board_ids=boards)
        one_by_one = reviews.counts(session, round_id=round_id, board_ids=boards)
    return {key[1:]: counts for key, counts in from_lines.items()}, one_by_one


def test_signed_opened_again_replaced_and_without_lines_it_comes_to_the_same(house: House) -> None:
    round_id = reviewed(house)
    with house.database.transaction(write=False) as session:
        lines = session.exec(select(KeptAnswers)).all()
        signed = session.exec(select(Review).where(Review.round_id == round_id)).all()
    assert len(lines) == len(signed)
    lined, answered = both(house, round_id)
    assert lined == answered
    with house.database.transaction() as session:
        review = session.get_one(Review, signed[0].id)
        reviews.reopen(session, stamp=house.stamp("samordnare"), review=review, reason="Fel akt.")
    assert both(house, round_id)[0] == both(house, round_id)[1] != answered
    with house.database.transaction() as session:
        unit = rounds.in_use(session, round_id, house.board_ids("Norrmalm"))[0]
        reason = ReplacementReason.OUTSIDE_FRAME
        rounds.replace_unit(session, stamp=house.stamp("samordnare"), unit=unit, reason=reason)
    assert both(house, round_id)[0] == both(house, round_id)[1]
    with house.database.transaction() as session:
        session.exec(delete(KeptAnswers))
    assert both(house, round_id)[0] == both(house, round_id)[1]


def test_what_two_have_come_to_is_what_is_kept(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, first, _ = differing_file(house)
    lined, answered = both(house, round_id)
    assert lined == answered == {}
    settle(house, first, "samordnare")
    lined, answered = both(house, round_id)
    assert lined == answered
    assert lined[house.boards["Kungsholmen"], ASKED].nej == 1
