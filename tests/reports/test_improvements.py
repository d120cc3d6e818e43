"""The report tells how the improvement areas stood after its own round, whatever came of them later."""

from datetime import date

from sqlmodel import Session

from audit.accounts.operations import known
from audit.improvements.models import FollowUp, ImprovementArea, ImprovementAreaBoard
from audit.improvements.rules import AreaStatus
from audit.reports import operations
from audit.rounds.models import Round
from tests.reports import documents
from tests.reports.told import paper_year
from tests.support.house import House
from tests.support.story import BOARDS, drawn_round


def add_area(house: House, session: Session, title: str, origin_round_id: int) -> int:
    area = ImprovementArea(
        title=title,
        description="",
        origin_round_id=origin_round_id,
        origin="Tjänsteutlåtande",
        owner="Enhetschefen",
        created_at=house.clock(),
    )
    session.add(area)
    session.flush()
    session.add_all(ImprovementAreaBoard(area_id=known(area.id), board_id=one) for one in house.board_ids(*BOARDS))
    return known(area.id)


def judge(
    house: House, session: Session, area_id: int, status: AreaStatus, day: date, round_id: int | None = None
) -> None:
    judged = FollowUp(
        area_id=area_id, round_id=round_id, followed_on=day, status=status, note="", created_at=house.clock()
    )
    session.add(judged)


def told_in(house: House, round_id: int) -> dict[str, str]:
    """The areas of the report's table and how they stand."""
    with house.database.transaction(write=False) as session:
        facts = operations.build(session, round_=session.get_one(Round, round_id)).facts
    return {area.title: area.status for area in facts.improvements}


def test_areas_are_told_as_their_round_left_them(house: House) -> None:
    earlier, of_2026 = paper_year(house), drawn_round(house)
    with house.database.transaction() as session:
        untouched = add_area(house, session, "Inte bedömt", earlier)
        judged = add_area(house, session, "Bedömt nu", earlier)
        closed_before = add_area(house, session, "Stängt tidigare", earlier)
        add_area(house, session, "Nytt", of_2026)
        judge(house, session, untouched, AreaStatus.PARTLY, date(2025, 5, 1))
        judge(house, session, judged, AreaStatus.DONE, date(2026, 11, 1), of_2026)
        judge(house, session, closed_before, AreaStatus.DONE, date(2024, 5, 1))
    expected = {"Inte bedömt": "Delvis åtgärdat", "Bedömt nu": "Åtgärdat", "Nytt": "Öppet"}
    assert told_in(house, of_2026) == expected
    with house.database.transaction() as session:
        judge(house, session, untouched, AreaStatus.DONE, date(2027, 5, 1))
        judge(house, session, judged, AreaStatus.REMAINS, date(2027, 5, 1))
    assert told_in(house, of_2026) == expected


def test_the_word_file_names_owner_and_day_of_each_area(house: House) -> None:
    paper_id, round_id = paper_year(house), drawn_round(house)
    with house.database.transaction() as session:
        add_area(house, session, "Barnperspektivet", paper_id)
    file = house.client("samordnare").get(f"/omgangar/{round_id}/rapport/fil/docx").data
    assert documents.tables(file)["Förbättringsområden och hur de står"] == [
        ["Område", "Ursprung", "Sedan", "Ansvarig", "Klart senast", "Läge"],
        ["Barnperspektivet", "Tjänsteutlåtande", "2014", "Enhetschefen", "–", "Öppet"],
    ]
