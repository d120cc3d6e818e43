"""Two who begin the same document of a year at the same moment begin it once, and what both remove is removed once."""

from sqlmodel import Session

from audit.indicators import operations as indicators
from audit.indicators.models import YearDocument
from audit.indicators.operations import DocumentPlan
from audit.indicators.rules.words import DocumentKind
from tests.accounts.people import journal_actions
from tests.findings.told import words
from tests.indicators.told import parts, written
from tests.support.at_once import at_once, filled
from tests.support.house import House

ROOT = "/indikatorer"


def test_two_who_begin_a_document_of_the_same_name_or_give_theirs_that_name(house_on_postgresql: House) -> None:
    house, other = house_on_postgresql, written(house_on_postgresql, "Norrmalm")
    boards = house.board_ids("Kungsholmen", "Norrmalm")
    plan = DocumentPlan(2026, DocumentKind.PLAN, "Plan 2026", tuple(boards))
    names = {"year": "2026", "title": "Plan 2026"}
    beginning = filled(house.client("samordnare"), f"{ROOT}/ny", **names, boards=[str(board) for board in boards])
    renaming = filled(house.client("samordnare"), f"{ROOT}/{other}/andra", **names)
    answers = at_once(
        house,
        lambda session: indicators.create_document(session, stamp=house.stamp(), plan=plan),
        beginning,
        renaming,
    )
    for answer in answers:
        assert answer.status_code == 422
        assert "heter redan så. Öppna det i stället." in words(answer)


def test_two_who_take_the_same_goal_away_or_change_it_meanwhile(house_on_postgresql: House) -> None:
    house, document_id = house_on_postgresql, written(house_on_postgresql)
    page = f"{ROOT}/mal/{parts(house, document_id)['goal_id']}"
    changing = filled(house.client("samordnare"), page, text="Tiden kortas mer")
    removing = filled(house.client("samordnare"), page, "Ta bort målet")

    def remove(session: Session) -> None:
        seen = indicators.whole(session, session.get_one(YearDocument, document_id))
        indicators.remove_goal(session, stamp=house.stamp(), seen=seen, goal=seen.goals[-1].row)

    for answer in at_once(house, remove, changing, removing):
        assert answer.status_code == 409
        assert "Någon annan hann före" in words(answer)
    assert journal_actions(house).count("year_document:goal_removed") == 1
