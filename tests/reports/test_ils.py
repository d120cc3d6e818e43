"""The material for the city's management system: for each board alone, short, and with the report's own figures."""

import pytest

from audit.reports.operations import build
from audit.reports.rules.ils import SHORT, Period, material
from audit.rounds.models import Round
from tests.reports.reported import Reported, answers
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.story import drawn_round


@pytest.mark.parametrize("period", Period)
def test_each_board_has_its_own_figures_and_a_text_that_fits(of_2026: Reported, period: Period) -> None:
    house, round_id = of_2026.house, of_2026.told.round_id
    given = answers(house, round_id)
    for name in ("Kungsholmen", "Norrmalm"):
        with house.database.transaction(write=False) as session:
            built = build(session, round_=session.get_one(Round, round_id), board_ids=[house.boards[name]])
        made = material(built.facts, period)
        found = {str(row.cells[0]): str(row.cells[1]) for row in made.table.rows}
        own = [(question, value) for board, question, value in given.elements() if board == name]
        yes = sum(1 for _, value in own if value == "ja")
        whole = sum(1 for _, value in own if value in {"ja", "delvis", "nej"})
        assert found["Följsamhet, alla frågor"].startswith(f"{yes} av {whole} (")
        deviating = {question for question, value in own if value in {"nej", "delvis"}}
        assert found["Frågor med avvikelser"] == str(len(deviating))
        assert made.rows.split("\n")[1].split("\t")[:2] == ["Granskade akter", found["Granskade akter"]]
        assert 0 < len(made.text) <= SHORT
        assert {"Kungsholmen", "Norrmalm"} & set(made.text.replace(",", " ").split()) <= {name}


def test_the_page_gives_it_for_each_period_to_coordinators_alone(house_on_sqlite: House) -> None:
    where = f"/omgangar/{drawn_round(house_on_sqlite)}/rapport/ils"
    for period, name in {"t1": "Tertialrapport 1", "t2": "Tertialrapport 2", "vb": "Verksamhetsberättelse"}.items():
        page = parse(house_on_sqlite.client("samordnare").get(f"{where}?period={period}"))
        assert [text_of(each) for each in page.iter("h2")][:2] == [
            f"Kungsholmen: {name} 2026",
            f"Norrmalm: {name} 2026",
        ]
    assert house_on_sqlite.client("lasare").get(where).status_code == 403
    assert house_on_sqlite.client("annan-samordnare").get(where).status_code == 404
