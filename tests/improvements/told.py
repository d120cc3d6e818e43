"""The story over the years: an area from a paper round, and rounds that judge it."""

from datetime import date
from typing import Any

from audit.accounts.operations import known
from audit.improvements import operations
from audit.improvements.operations import Area, AreaPlan, Judgement
from audit.improvements.rules import AreaStatus
from tests.findings.told import CHILD
from tests.support.house import House
from tests.support.remembered import remembered
from tests.support.story import BOARDS


@remembered
def noted_area(house: House, *boards: str, account: str = "samordnare", **plan: Any) -> int:
    """An area on the children's situation. Gives its id."""
    values: dict[str, Any] = {
        "title": "Barnperspektivet",
        "description": "Barnens situation ska framgå av akten.",
        "origin": "Tjänsteutlåtande 2014",
        "owner": "Enhetschef",
        "board_ids": tuple(house.board_ids(*(boards or BOARDS))),
        "question_ids": (CHILD,),
        **plan,
    }
    with house.database.transaction() as session:
        return known(operations.create_area(session, stamp=house.stamp(account), plan=AreaPlan(**values)).id)


def the_area(house: House, area_id: int) -> Area:
    with house.database.transaction(write=False) as session:
        return next(one for one in operations.areas(session) if one.id == area_id)


def judge(house: House, area_id: int, status: AreaStatus, **judgement: Any) -> None:
    """A follow-up made today, outside any round unless `round_id` is given."""
    values: dict[str, Any] = {"note": "Uppföljt.", "followed_on": date(2026, 9, 1), **judgement}
    with house.database.transaction() as session:
        area = next(one for one in operations.areas(session) if one.id == area_id)
        operations.follow_up(session, stamp=house.stamp(), area=area, judgement=Judgement(status=status, **values))
