"""Small helpers for the pages of rounds: their words, and what the database says afterwards."""

from werkzeug.test import TestResponse

from audit.rounds import operations
from audit.rounds.models import Draw, Round, SampleUnit
from audit.rounds.rules import Standing
from tests.support.house import House
from tests.support.pages import parse, text_of


def words(response: TestResponse) -> str:
    """What stands in the page's main part, on one line."""
    return text_of(parse(response).find(".//main"))


def buttons(response: TestResponse) -> list[str]:
    """The primary buttons of the page: there is never more than one."""
    found = parse(response).findall(".//main//*[@class='btn btn-primary']")
    return [text_of(button) for button in found]


def the_round(house: House, round_id: int) -> Round:
    with house.database.transaction(write=False) as session:
        return session.get_one(Round, round_id)


def the_draw(house: House, round_id: int) -> Draw | None:
    with house.database.transaction(write=False) as session:
        return operations.draw_of(session, round_id)


def the_sample(house: House, round_id: int, *boards: str) -> list[SampleUnit]:
    with house.database.transaction(write=False) as session:
        return operations.sample(session, round_id, house.board_ids(*boards) if boards else None)


def standings(units: list[SampleUnit]) -> list[Standing]:
    return [unit.standing for unit in units]
