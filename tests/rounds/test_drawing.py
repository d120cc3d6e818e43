"""The draw in the program: out of frozen frames, once, the same as anybody else's."""

from sqlmodel import Session

from audit.rounds import operations
from audit.rounds.rules import Standing
from tests.support.house import House
from tests.support.story import drawn_round


def test_a_round_is_drawn(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction(write=False) as session:
        units = operations.sample(session, round_id)
    assert [unit.standing for unit in units] == ([Standing.SAMPLE] * 3 + [Standing.RESERVE] * 2) * 2
