"""A board that has ended: what it had left to do is followed by the board that took over, and by nobody else."""

import json
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select, update

from audit.accounts import administration
from audit.accounts.models import Board
from audit.improvements import operations
from audit.improvements.models import ImprovementAreaBoard
from audit.improvements.operations import Area
from audit.improvements.rules import AreaStatus
from audit.journal.models import JournalContent, JournalEntry
from audit.rounds.models import Round
from tests.findings.told import CHILD, words
from tests.improvements.told import judge, noted_area, the_area
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round
from tests.support.story import planned_round

LAST = date(2026, 8, 31)
RUNNERS = {"Östermalm": "annan-samordnare", "Norrmalm": "samordnare"}


def ends(house: House, name: str = "Östermalm", successor: str | None = "Norrmalm", last: date = LAST) -> None:
    """The board ends that day and is taken over, or doesn't end after all; then what has to be done is done."""
    with house.database.transaction() as session:
        administration.end_board(
            session,
            stamp=house.stamp("administrator"),
            board=session.get_one(Board, house.boards[name]),
            valid_to=last if successor else None,
            successor_id=house.boards[successor] if successor else None,
        )
    with house.database.transaction() as session:
        operations.pass_on(session, stamp=house.stamp())


def left_over(house: House, **plan: Any) -> int:
    return noted_area(house, "Östermalm", account="annan-samordnare", **{"title": "Östermalms barn", **plan})


def told(house: House, action: str) -> list[Any]:
    with house.database.transaction(write=False) as session:
        query = select(JournalContent.content).join(
            JournalEntry, col(JournalEntry.sequence) == col(JournalContent.sequence)
        )
        return [json.loads(one) for one in session.exec(query.where(JournalEntry.action == action))]


def carried(house: House, round_id: int, *boards: str) -> list[Area]:
    with house.database.transaction(write=False) as session:
        round_, ids = session.get_one(Round, round_id), house.board_ids(*boards)
        found = [one.area for one in operations.carried(session, round_=round_, board_ids=ids)]
        assert operations.carried_standing(session, round_=round_, board_ids=ids) == (len(found), 0)
        return found


def test_the_successor_follows_what_is_open_in_its_rounds_and_is_told_whose_it_was(house: House) -> None:
    open_, closed = left_over(house, due_on=date(2026, 6, 30)), left_over(house, title="Redan klart")
    judge(house, closed, AreaStatus.DONE, exception="Rutinen är ny.")
    round_id = planned_round(house, "Norrmalm")
    assert carried(house, round_id, "Norrmalm") == []
    client = house.client("samordnare")
    assert "1 förbättringsområde" not in words(client.get("/"))
    ends(house)
    assert "1 förbättringsområde" in words(client.get("/"))
    for page in ("/forbattringsomraden", f"/forbattringsomraden/{open_}", f"/forbattringsomraden/omgang/{round_id}"):
        text = words(client.get(page))
        assert "Östermalms barn" in text
        assert "Norrmalm (tog över efter Östermalm)" in text
        assert "Redan klart" not in text
    assert client.get(f"/forbattringsomraden/{closed}").status_code == 404
    assert "frågorna i de öppna förbättringsområdena" in words(client.get(f"/omgangar/{round_id}/fokus"))
    page = f"/forbattringsomraden/{open_}/folj-upp?omgang={round_id}"
    assert client.fill(page, status="kvarstar", note="Det kvarstår.").status_code == 302
    assert [one.status for one in the_area(house, open_).follow_ups] == [AreaStatus.REMAINS]
    # The old board's own people read it still, and it is no longer theirs to judge.
    before = house.client("annan-samordnare")
    assert "Följ upp området" not in words(before.get(f"/forbattringsomraden/{open_}"))
    assert before.get(f"/forbattringsomraden/{open_}/folj-upp").status_code == 404


def test_it_is_said_in_the_journal_once_and_taken_back_if_the_board_goes_on(house: House) -> None:
    area_id = left_over(house)
    ends(house)
    ends(house)
    norrmalm, ostermalm = house.boards["Norrmalm"], house.boards["Östermalm"]
    expected = {"from_board": ostermalm, "boards": sorted((norrmalm, ostermalm))}
    assert told(house, "area:passed_on") == [expected]
    assert the_area(house, area_id).followed_by == {norrmalm: "Norrmalm"}
    ends(house, successor=None)
    assert told(house, "area:taken_back") == [expected]
    assert the_area(house, area_id).board_names == {ostermalm: "Östermalm"}
    assert house.client("samordnare").get(f"/forbattringsomraden/{area_id}").status_code == 404


def test_nobody_follows_before_the_last_day_has_passed_and_no_other_board_or_earlier_round_does(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    area_id = left_over(house)
    ends(house, last=house.stamp().day)
    assert the_area(house, area_id).passed_on == {}
    ends(house, successor="Kungsholmen")
    assert the_area(house, area_id).followed_by == {house.boards["Kungsholmen"]: "Kungsholmen"}
    assert carried(house, planned_round(house, "Norrmalm"), "Norrmalm") == []
    # A round that the successor had begun before is not given the other's work to judge.
    earlier = planned_round(house, "Kungsholmen")
    with house.database.transaction() as session:
        begun = house.stamp().at.replace(month=8)
        session.exec(update(Round).where(col(Round.id) == earlier).values(created_at=begun))
    assert carried(house, earlier, "Kungsholmen") == []
    with house.database.transaction() as session:
        assert operations.rounds_for(session, area=the_area(house, area_id)) == []
        session.exec(update(Round).where(col(Round.id) == earlier).values(year=2027))
    assert [one.id for one in carried(house, earlier, "Kungsholmen")] == [area_id]


def test_a_successor_that_ends_passes_it_on_in_its_turn_and_what_was_its_own_stays_so(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    both = noted_area(house, "Norrmalm", title="Bådas")
    with house.database.transaction() as session:
        session.add(ImprovementAreaBoard(area_id=both, board_id=house.boards["Östermalm"]))
    alone = left_over(house)
    ends(house)
    ends(house, "Norrmalm", "Kungsholmen")
    said = "Kungsholmen (tog över efter Norrmalm och Östermalm)"
    assert (the_area(house, alone).boards_said, the_area(house, both).boards_said) == (said, said)
    ends(house, "Norrmalm", None)
    assert the_area(house, alone).boards_said == "Norrmalm (tog över efter Östermalm)"
    ends(house, "Östermalm", None)
    assert the_area(house, alone).boards_said == "Östermalm"
    assert the_area(house, both).boards_said == "Norrmalm, Östermalm"


# ---- What was closed before the end ---------------------------------------------------------------------------------


def closed_before(house: House, board: str = "Östermalm") -> int:
    """An area about the children that the board has closed on an exception."""
    area_id = noted_area(house, board, account=RUNNERS[board], title="Barnens situation")
    judge(house, area_id, AreaStatus.DONE, exception="Rutinen är ny.")
    return area_id


def deviates(house: House, round_id: int, position: int = 1, board: str = "Norrmalm") -> None:
    house.clock.forward(minutes=10)
    answered_review(house, round_id, board=board, position=position, answers={CHILD: ("nej", "Syns inte.")}, sign=True)


def test_what_was_closed_before_the_end_comes_back_with_the_successor(house: House) -> None:
    area_id, untouched = closed_before(house), left_over(house, title="Annat", question_ids=())
    judge(house, untouched, AreaStatus.DONE, exception="Rutinen är ny.")
    ends(house)
    house.clock.forward(days=1)
    round_id, client = distributed_round(house, "Norrmalm"), house.client("samordnare")
    answered_review(house, round_id, board="Norrmalm", position=1, sign=True)
    assert client.get(f"/forbattringsomraden/{area_id}").status_code == 404
    deviates(house, round_id, position=2)
    norrmalm, ostermalm = house.boards["Norrmalm"], house.boards["Östermalm"]
    area = the_area(house, area_id)
    assert area.status is AreaStatus.RECURRED
    assert area.boards_said == "Norrmalm (tog över efter Östermalm)"
    assert told(house, "area:passed_on") == [{"from_board": ostermalm, "boards": sorted((norrmalm, ostermalm))}]
    assert [one["questions"] for one in told(house, "area:recurred")] == [[CHILD]]
    assert "Återkommande" in words(client.get(f"/forbattringsomraden/{area_id}"))
    assert client.get(f"/forbattringsomraden/{untouched}").status_code == 404
    deviates(house, round_id, position=3)
    ends(house)
    assert len(told(house, "area:recurred")) == len(told(house, "area:passed_on")) == 1


def test_it_comes_back_too_when_the_ending_is_entered_afterwards_but_not_in_a_round_from_before(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    area_id = closed_before(house)
    house.clock.forward(days=1)
    deviates(house, distributed_round(house, "Norrmalm"))
    assert the_area(house, area_id).is_closed
    ends(house, last=house.today)
    house.clock.forward(days=1)
    ends(house, last=house.today - timedelta(days=1))
    assert the_area(house, area_id).is_closed
    ends(house)
    assert the_area(house, area_id).status is AreaStatus.RECURRED


def test_it_comes_back_with_the_successor_of_a_successor(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = closed_before(house)
    ends(house)
    ends(house, "Norrmalm", "Kungsholmen")
    house.clock.forward(days=1)
    deviates(house, distributed_round(house, "Kungsholmen"), board="Kungsholmen")
    assert the_area(house, area_id).status is AreaStatus.RECURRED
    assert the_area(house, area_id).boards_said == "Kungsholmen (tog över efter Norrmalm och Östermalm)"
