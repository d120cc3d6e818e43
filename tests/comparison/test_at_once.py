"""Two who begin the same paper year at the same moment begin it once, and what both remove is removed once."""

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.comparison import paper
from audit.comparison.models import PaperStatement
from audit.comparison.rules import Judgement, Statement
from tests.accounts.people import journal_actions
from tests.findings.told import CHILD, words
from tests.support.at_once import at_once, filled
from tests.support.house import House


def test_two_who_begin_the_same_paper_year(house_on_postgresql: House) -> None:
    house = house_on_postgresql
    both = tuple(house.board_ids("Kungsholmen", "Norrmalm"))
    year = paper.PaperYear(2014, "Internkontroll 2014", both)
    page, boards = house.client("samordnare"), [str(both[0])]
    beginning = filled(page, "/jamforelse/papper/ny", year="2014", name="Granskning 2014", boards=boards)
    (begun,) = at_once(house, lambda session: paper.add_paper_year(session, stamp=house.stamp(), paper=year), beginning)
    assert begun.status_code == 422
    assert "Öppna den i stället." in words(begun)


def test_two_who_remove_the_same_statement_remove_it_once(house_on_postgresql: House) -> None:
    house, stamp = house_on_postgresql, house_on_postgresql.stamp()
    board = house.boards["Kungsholmen"]
    with house.database.transaction() as session:
        year = paper.add_paper_year(session, stamp=stamp, paper=paper.PaperYear(2014, "Internkontroll 2014", (board,)))
        round_id = known(year.id)
        said = Statement(Judgement.NOT_IN_ORDER, "Rubriken saknas.", "Tjänsteutlåtande 2014", "3")
        paper.add_statement(session, stamp=stamp, round_id=round_id, question_id=CHILD, statement=said)

    def remove(session: Session) -> None:
        paper.remove_statement(session, stamp=stamp, statement=session.exec(select(PaperStatement)).one())

    removing = filled(house.client("samordnare"), f"/jamforelse/papper/{round_id}")
    (removed,) = at_once(house, remove, removing)
    assert removed.status_code == 409
    assert journal_actions(house).count("paper_statement:removed") == 1
