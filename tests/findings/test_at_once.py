"""Two who turn down the same grouping at the same moment: it is turned down once, and can be taken back."""

from sqlmodel import Session, select

from audit.findings import operations
from audit.findings.models import TurnedDown
from audit.reviews import operations as reviews
from audit.rounds.models import Round
from tests.findings.told import CHILD, reviewed, words
from tests.support.at_once import at_once, filled
from tests.support.house import House


def test_two_who_turn_down_the_same_grouping(house_on_postgresql: House) -> None:
    house = house_on_postgresql
    round_id, boards = reviewed(house), house.board_ids("Kungsholmen", "Norrmalm")
    key = f"flera_namnder:{boards[0]}-{boards[1]}:{CHILD}"

    def turn_down(session: Session) -> None:
        round_ = session.get_one(Round, round_id)
        results = operations.results(session, round_=round_, board_ids=boards)
        overruled = reviews.overruled_in(session, round_id=round_id, board_ids=boards)
        found = operations.open_proposals(session, round_=round_, results=results, findings=[], overruled=overruled)
        proposal = next(one for one in found if one.key == key)
        operations.turn_down(session, stamp=house.stamp(), round_=round_, proposal=proposal, reason="Följs upp.")

    address = f"/iakttagelser/omgang/{round_id}/forslag/avboj?forslag={key}"
    turning = filled(house.client("samordnare"), address, reason="Det är en vana.")
    (turned,) = at_once(house, turn_down, turning)
    assert turned.status_code == 409
    assert "Det är en vana." in words(turned), "what was typed is not lost"
    with house.database.transaction(write=False) as session:
        assert len(session.exec(select(TurnedDown)).all()) == 1
