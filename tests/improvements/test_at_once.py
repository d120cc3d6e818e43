"""An area that is judged, changed and brought back at the same moment stands as if one had come after the other."""

from sqlmodel import Session

from audit.improvements import operations
from audit.improvements.operations import AreaChange, Judgement
from audit.improvements.rules import AreaStatus
from tests.findings.told import CHILD, LAW, paper_round, words
from tests.improvements.test_recurring import DEVIATION, next_year
from tests.improvements.told import noted_area, the_area
from tests.support.at_once import at_once, filled
from tests.support.house import House
from tests.support.reviewed import answered_review, signed_round


def closed(house: House, session: Session, area_id: int, round_id: int) -> None:
    area = next(one for one in operations.areas(session) if one.id == area_id)
    judgement = Judgement(AreaStatus.DONE, "Rättat.", house.today, round_id)
    operations.follow_up(session, stamp=house.stamp(), area=area, judgement=judgement)


def linked(house: House, session: Session, area_id: int, *questions: str) -> None:
    area = next(one for one in operations.areas(session) if one.id == area_id)
    change = AreaChange(area.area.title, area.area.description, area.area.owner, question_ids=questions)
    operations.change_area(session, stamp=house.stamp(), area=area, change=change)


def test_a_deviation_signed_while_its_area_is_closed_brings_it_back(house_on_postgresql: House) -> None:
    house = house_on_postgresql
    area_id = noted_area(house, origin_round_id=paper_round(house))
    clean = signed_round(house, year=2025, prefix="A")
    review_id = answered_review(house, next_year(house), answers={CHILD: DEVIATION})
    house.clock.forward(minutes=10)
    signing = filled(house.client("granskare"), f"/granskning/{review_id}/signera")
    (signed,) = at_once(house, lambda session: closed(house, session, area_id, clean), signing)
    assert signed.status_code == 302
    assert the_area(house, area_id).status is AreaStatus.RECURRED


def test_an_area_is_closed_by_the_questions_that_it_has_then(house_on_postgresql: House) -> None:
    house = house_on_postgresql
    area_id = noted_area(house, origin_round_id=paper_round(house), question_ids=(LAW,))
    round_id = signed_round(house, answers={("Kungsholmen", 1, CHILD): DEVIATION})
    page, client = f"/forbattringsomraden/{area_id}", house.client("samordnare")
    done = {"status": AreaStatus.DONE.value, "note": "Rättat."}
    closing = filled(client, f"{page}/folj-upp?omgang={round_id}", "Spara bedömningen", **done)
    adding = filled(house.client("samordnare"), f"{page}/andra", questions=[LAW, CHILD])
    judged, changed = at_once(house, lambda session: linked(house, session, area_id, LAW, CHILD), closing, adding)
    assert judged.status_code == 422, words(judged)
    assert changed.status_code == 302, words(changed)
    assert set(the_area(house, area_id).links) == {LAW, CHILD}
