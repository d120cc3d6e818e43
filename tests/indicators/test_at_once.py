"""Two who begin the same document of a year at the same moment begin it once."""

from audit.indicators import operations as indicators
from audit.indicators.operations import DocumentPlan
from audit.indicators.rules.words import DocumentKind
from tests.findings.told import words
from tests.indicators.told import written
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
