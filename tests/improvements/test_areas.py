"""Areas come out of a round's observations, are listed with age and due day, and can be given a new owner."""

from datetime import date

from audit.improvements import operations
from audit.improvements.rules import AreaStatus, MeasureStatus
from tests.findings.test_observations import journalled
from tests.findings.told import CHILD, VIOLENCE, case_ids, observed, paper_round, reviewed, words
from tests.improvements.told import judge, noted_area, the_area
from tests.support.house import House


def test_an_area_comes_out_of_observations_with_their_questions_proposed(house: House) -> None:
    round_id, client = reviewed(house), house.client("samordnare")
    first = observed(house, round_id)
    second = observed(house, round_id, board="Norrmalm", title="Våld", question_ids=(VIOLENCE,))
    address = f"/forbattringsomraden/omgang/{round_id}/nytt?iakttagelse={first}&iakttagelse={second}"
    sent = client.fill(address, owner="Enhetschef", due_on="2027-03-31")
    assert sent.status_code == 302
    area = the_area(house, 1)
    assert (area.area.title, area.area.owner, area.area.due_on) == ("Barnperspektivet", "Enhetschef", date(2027, 3, 31))
    assert area.status is AreaStatus.OPEN
    assert set(area.question_ids) == {CHILD, VIOLENCE}
    assert area.observation_ids == (first, second)
    assert list(area.board_names.values()) == ["Kungsholmen", "Norrmalm"]
    page = words(client.get(sent.location))
    assert "2026 (under en månad), Iakttagelser i Aktgranskning 2026" in page
    assert "Iakttagelser som området kom ur Barnperspektivet" in page
    assert len(journalled(house, "area:noted")) == 1


def test_an_observation_of_one_board_makes_an_area_of_that_board(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = reviewed(house)
    observation_id = observed(house, round_id, board="Norrmalm")
    address = f"/forbattringsomraden/omgang/{round_id}/nytt?iakttagelse={observation_id}"
    house.client("samordnare").fill(address, owner="Enhetschef")
    assert list(the_area(house, 1).board_names.values()) == ["Norrmalm"]


def test_an_area_can_be_noted_without_any_observation(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, client = reviewed(house), house.client("samordnare")
    address = f"/forbattringsomraden/omgang/{round_id}/nytt"
    empty = client.fill(address)
    assert empty.status_code == 422
    assert "Vad som ska bli bättre: Skriv vad som ska bli bättre." in words(empty)
    sent = client.fill(
        address, title="Rutin", description="En rutin ska finnas.", owner="Enhetschef", questions=[CHILD]
    )
    assert sent.status_code == 302
    assert the_area(house, 1).question_ids == (CHILD,)


def test_an_area_from_a_paper_round_can_be_tied_to_the_questions_of_today(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    paper, client = paper_round(house), house.client("samordnare")
    sent = client.fill(
        f"/forbattringsomraden/omgang/{paper}/nytt",
        title="Barnperspektivet",
        description="Det ska synas.",
        owner="Enhetschef",
        questions=[CHILD],
    )
    assert sent.status_code == 302
    assert "2014 (12 år), Internkontroll 2014" in words(client.get(sent.location))


def test_an_area_names_no_case(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = reviewed(house)
    case = case_ids(house, round_id)[0]
    sent = house.client("samordnare").fill(
        f"/forbattringsomraden/omgang/{round_id}/nytt", title="Rutin", description=f"Som i {case}.", owner="Enhetschef"
    )
    assert sent.status_code == 422
    assert f"Texten nämner ärende {case}." in words(sent)


def test_the_list_says_status_age_owner_and_what_is_late(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    paper = paper_round(house)
    noted_area(house, title="Sent", origin_round_id=paper, due_on=date(2026, 8, 31))
    noted_area(house, title="I tid", due_on=date(2026, 9, 1))
    done = noted_area(house, title="Klart", due_on=date(2014, 1, 1))
    judge(house, done, AreaStatus.DONE, exception="Uppgiften har flyttat.")
    for account in ("samordnare", "lasare"):
        page = words(house.client(account).get("/forbattringsomraden"))
        assert "2 områden är öppna." in page
        assert "Sent Kungsholmen, Norrmalm Öppet 2014 (12 år) – Enhetschef 2026-08-31 Försenat" in page
        assert "I tid Kungsholmen, Norrmalm Öppet 2026 (under en månad) – Enhetschef 2026-09-01 Åtgärdade Klart" in page
        assert page.count("2026-08-31 Försenat") == page.count("Försenat") == 1


def test_what_is_late_comes_first_and_what_is_done_last(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    done = noted_area(house, title="A", due_on=date(2020, 1, 1))
    judge(house, done, AreaStatus.DONE, exception="Uppgiften har flyttat.")
    noted_area(house, title="B")
    noted_area(house, title="C", due_on=date(2026, 1, 1))
    with house.database.transaction(write=False) as session:
        assert [one.area.title for one in operations.areas(session)] == ["C", "B", "A"]
        assert [one.area.title for one in operations.open_areas(session)] == ["C", "B"]


def test_owner_and_due_day_can_be_changed_with_a_trace(house: House) -> None:
    area_id, client = noted_area(house), house.client("samordnare")
    sent = client.fill(f"/forbattringsomraden/{area_id}/andra", owner="Avdelningschef", due_on="2027-01-31")
    assert sent.status_code == 302
    assert (the_area(house, area_id).area.owner, the_area(house, area_id).area.due_on) == (
        "Avdelningschef",
        date(2027, 1, 31),
    )
    (entry,) = journalled(house, "area:changed")
    assert '"owner":"Enhetschef"' in entry
    assert client.fill(f"/forbattringsomraden/{area_id}/andra", owner="").status_code == 422


def test_the_empty_list_says_where_areas_come_from(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    assert "De kommer ur en omgångs iakttagelser." in words(house.client("lasare").get("/forbattringsomraden"))


def test_what_the_unit_says_that_it_does_becomes_the_areas_measures(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)
    house.client("enhetschef").fill(
        f"/kommunicering/iakttagelse/{observation_id}",
        stance="haller_med",
        measure="Ny rubrik i mallen.",
        responsible="Biträdande enhetschef",
        due_on="2026-12-01",
    )
    client = house.client("samordnare")
    address = f"/forbattringsomraden/omgang/{round_id}/nytt?iakttagelse={observation_id}"
    assert "Ny rubrik i mallen. (Biträdande enhetschef, klart senast 2026-12-01)" in words(client.get(address))
    client.fill(address, owner="Enhetschef")
    (measure,) = the_area(house, 1).measures
    assert (measure.what, measure.responsible) == ("Ny rubrik i mallen.", "Biträdande enhetschef")
    assert (measure.due_on, measure.status) == (date(2026, 12, 1), MeasureStatus.PLANNED)
    assert measure.note == "Ur enhetens svar 2026-09-01 på iakttagelsen »Barnperspektivet«."
    house.client("enhetschef").fill(
        f"/kommunicering/iakttagelse/{observation_id}", stance="haller_med", measure="Vi läser varandras akter."
    )
    page = words(client.get("/forbattringsomraden/1"))
    assert "Enheten har uppgett Vi läser varandras akter." in page
    client.fill("/forbattringsomraden/1/atgarder/ny?svar=2")
    assert [one.what for one in the_area(house, 1).measures] == ["Ny rubrik i mallen.", "Vi läser varandras akter."]
    assert "Enheten har uppgett" not in words(client.get("/forbattringsomraden/1"))
