"""Two who begin the same paper year at the same moment begin it once."""

from audit.comparison import paper
from tests.findings.told import words
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
    assert "har redan en omgång 2014. Öppna den i stället." in words(begun)
