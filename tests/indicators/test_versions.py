"""A document is adopted and frozen, followed up, changed in a new version, and copied to the next year with marks."""

from datetime import date
from decimal import Decimal

import pytest

from audit.accounts.operations import known
from audit.agreements.rules import Period
from audit.indicators import operations as indicators
from audit.indicators.rules.moving import Way, moved
from audit.indicators.rules.numbers import said_of_years
from audit.indicators.rules.pasting import parents
from audit.indicators.rules.words import Level
from audit.plans.operations import Adoption
from audit.plans.rules import Mark
from audit.rounds.rules import FrozenError, InputError
from tests.findings.told import words
from tests.indicators.told import documents_of_the_user, parts, read, written
from tests.support.house import House

ROOT = "/indikatorer"
ADOPTION = {"anta-by_role": "Nämnden", "anta-registry_number": "2026-1", "anta-adopted_on": "2026-01-20"}


def adopted(house: House) -> int:
    document = written(house)
    with house.database.transaction() as session:
        adoption = Adoption(date(2026, 1, 20), "Nämnden", "2026-1")
        indicators.adopt(session, stamp=house.stamp(), seen=read(house, document), adoption=adoption)
    return document


def followed_on(house: House, document: int, year: int) -> int:
    with house.database.transaction() as session:
        return indicators.follow_on(session, stamp=house.stamp(), seen=read(house, document), year=year).id


def test_what_is_adopted_is_frozen_and_its_outcomes_are_entered_until_the_period_is_handed_in(
    house_on_sqlite: House,
) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    document = written(house)
    address, part = f"{ROOT}/{document}", parts(house, document)
    indicator, goal = f"{ROOT}/indikator/{part['indicator_id']}", f"{ROOT}/mal/{part['goal_id']}"
    empty = client.fill(address, "Anta dokumentet", **{**ADOPTION, "anta-by_role": ""})
    assert empty.status_code == 422
    assert "Skriv vem som antog den" in words(empty)
    client.fill(address, "Anta dokumentet", **ADOPTION)
    assert "Antaget 2026-01-20 Version 1. Antaget av Nämnden, 2026-1." in words(client.get(address))
    assert client.fill(indicator, target="9").status_code == 409
    assert client.fill(goal, text="Annat").status_code == 409
    client.fill(f"{goal}/uppfoljning", status="Uppfylls helt")
    client.fill(f"{indicator}/utfall", outcome_2026_T1_0="8")
    client.fill(address, "Lämna uppföljningen", **{"lamna-period": "T1"})
    assert "outcome_2026_T1_0" not in client.form(f"{indicator}/utfall")[1]
    client.fill(f"{indicator}/utfall", outcome_2026_VB_0="4,5")
    seen = read(house, document)
    assert seen.goals[-1].row.status == "Uppfylls helt"
    assert seen.indicators[0].outcomes == {(2026, Period.T1, None): "8", (2026, Period.VB, None): "4,5"}


def test_a_new_version_holds_what_the_first_held_and_takes_its_place_in_lists(house: House) -> None:
    client = house.client("samordnare")
    document = adopted(house)
    made = str(client.fill(f"{ROOT}/{document}", "Gör en ny version").location)
    new = read(house, int(made.rpartition("/")[2]))
    assert new.indicators[0].outcomes == read(house, document).indicators[0].outcomes
    assert [table.cells for table in new.tables] == [table.cells for table in read(house, document).tables]
    page = words(client.get(ROOT))
    assert "Plan Sjukfrånvaro, version 2" in page
    assert page.count("Plan Sjukfrånvaro") == page.count("Plan Sjukfrånvaro, version 2")
    assert "Det finns en nyare version. Öppna version 2" in words(client.get(f"{ROOT}/{document}"))
    later = f"{ROOT}/indikator/{parts(house, document)['indicator_id']}/utfall"
    assert "En nyare version finns. Skriv i den i stället." in words(client.fill(later, outcome_2026_T2_0="3"))
    client.fill(made, "Kasta utkastet")
    assert "version 2" not in words(client.get(ROOT))


def test_next_years_copy_marks_what_is_new_changed_and_unchanged(house: House) -> None:
    copy = followed_on(house, adopted(house), 2027)
    seen = read(house, copy)
    assert not seen.indicators[0].outcomes
    assert not seen.tables
    client = house.client("samordnare")
    client.fill(f"{ROOT}/mal/{known(seen.goals[1].row.id)}", text="Tiden halveras")
    client.fill(f"{ROOT}/{copy}/indikator", name="Ny indikator", quantity="antal")
    client.fill(f"{ROOT}/mal/{known(seen.goals[2].row.id)}", "Ta bort målet")
    with house.database.transaction(write=False) as session:
        found = indicators.compared(session, read(house, copy))
    assert [one.mark for one in found.goals.values()] == [Mark.UNCHANGED, Mark.CHANGED]
    assert [one.mark for one in found.indicators.values()] == [Mark.UNCHANGED, Mark.NEW]
    assert found.dropped == ("Sjukfrånvaro",)
    assert "Text: Tiden kortas → Tiden halveras" in words(client.get(f"{ROOT}/{copy}"))


def test_neither_a_draft_nor_a_year_that_has_the_document_is_followed_on(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    with pytest.raises(InputError, match="Anta det först"):
        followed_on(house, written(house, words="Utkast"), 2027)
    document = adopted(house)
    followed_on(house, document, 2027)
    with pytest.raises(InputError, match="heter redan så"):
        followed_on(house, document, 2027)
    with pytest.raises(FrozenError), house.database.transaction() as session:
        indicators.remove_document(session, stamp=house.stamp(), seen=read(house, document))


def test_the_citys_target_has_a_light_of_its_own(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    document = written(house)
    client.fill(f"{ROOT}/indikator/{parts(house, document)['indicator_id']}", city_target="7")
    page = words(client.get(f"{ROOT}/{document}"))
    assert "Inte nått 6 mot högst 5: 1 ifrån. Lika bra som stadens mål eller bättre 6 mot högst 7." in page


def test_years_are_printed_as_years(house_on_sqlite: House) -> None:
    document = documents_of_the_user(house_on_sqlite)[2015].id
    client = house_on_sqlite.client("samordnare")
    for address in (f"{ROOT}/{document}", f"{ROOT}/{document}/kontroller", f"{ROOT}/motsagelser"):
        page = words(client.get(address))
        assert "2\N{NO-BREAK SPACE}015" not in page, address
        assert "1\N{NO-BREAK SPACE}995" not in page, address
    assert "1995" in words(client.get(f"{ROOT}/{document}"))
    assert said_of_years(Decimal("1870.5")) == "1\N{NO-BREAK SPACE}870,5"


TREE = [Level.DIRECTION, Level.BOARD, Level.ACTIVITY, Level.BOARD, Level.COMMITMENT, Level.DIRECTION]


def test_a_goal_moves_with_what_hangs_on_it_and_nothing_else_hangs_anew() -> None:
    assert moved(TREE, 3, Way.UP) == [0, 3, 4, 1, 2, 5]
    assert moved(TREE, 1, Way.UP) is None
    assert moved(TREE, 5, Way.UP) == [5, 0, 1, 2, 3, 4]
    assert moved(TREE, 1, Way.UNDER, 5) == [0, 3, 4, 5, 1, 2]
    assert moved(TREE, 1, Way.UNDER, 4) is None
    assert moved(TREE, 4, Way.UNDER, 0) == [0, 4, 1, 2, 3, 5]
    for order in (moved(TREE, 4, Way.UNDER, 0), moved(TREE, 2, Way.UNDER, 3), moved(TREE, 2, Way.UNDER)):
        assert order is not None
        above = parents([TREE[place] for place in order])
        hung = {place: None if up is None else order[up] for place, up in zip(order, above, strict=True)}
        changed = [place for place, parent in enumerate(parents(TREE)) if hung[place] != parent]
        assert len(changed) == 1


def test_a_goal_is_moved_on_its_page_without_script(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    document = written(house)
    client.fill(f"{ROOT}/{document}/mal", level="namndmal", text="Andra målet", after="")
    ids = [known(goal.row.id) for goal in read(house, document).goals]
    client.fill(f"{ROOT}/mal/{ids[3]}", "Flytta uppåt", way="upp")
    assert [goal.row.text for goal in read(house, document).goals][1] == "Andra målet"
    client.fill(f"{ROOT}/mal/{ids[2]}", "Flytta dit", way="under", **{"flytta-under": str(ids[3])})
    texts = [goal.name for goal in read(house, document).goals]
    assert texts.index("Andra målet") + 1 == texts.index("Sjukfrånvaro")
