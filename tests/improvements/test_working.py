"""Measures with their days, evidence, and links that can be changed afterwards, all with a trace."""

from datetime import date

from audit.improvements.rules import AreaStatus, MeasureStatus
from tests.findings.test_observations import journalled
from tests.findings.told import CHILD, VIOLENCE, case_ids, observed, paper_round, reviewed, words
from tests.improvements.told import judge, noted_area, the_area
from tests.support.house import House


def test_a_measure_is_planned_is_late_and_is_done(house: House) -> None:
    area_id, client = noted_area(house, origin_round_id=paper_round(house)), house.client("samordnare")
    address = f"/forbattringsomraden/{area_id}"
    sent = client.fill(f"{address}/atgarder/ny", what="En rubrik i mallen.", due_on="2026-08-31")
    assert sent.location == address
    (measure,) = the_area(house, area_id).measures
    assert (measure.responsible, measure.status, measure.due_on) == (
        "Enhetschef",
        MeasureStatus.PLANNED,
        date(2026, 8, 31),
    )
    assert "1 åtgärd efter sin tid" in words(client.get("/"))
    assert "0 av 1 klara 1 försenad" in words(client.get("/forbattringsomraden?visa=forsenade"))
    change = f"{address}/atgarder/{measure.id}"
    refused = client.fill(change, status="klar")
    assert refused.status_code == 422
    assert "Ange vilken dag åtgärden blev klar." in words(refused)
    assert client.fill(change, status="klar", done_on="2026-08-30").status_code == 302
    page = words(house.client("lasare").get(address))
    assert "En rubrik i mallen. Klar Enhetschef 2026-08-31 2026-08-30" in page
    assert "2026-08-30 Åtgärd klar: En rubrik i mallen." in page
    assert "efter sin tid" not in words(client.get("/"))
    assert '"status":"planerad"' in journalled(house, "area:measure_changed")[0]


def test_a_closed_areas_measures_are_not_late(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id, client = noted_area(house), house.client("samordnare")
    client.fill(f"/forbattringsomraden/{area_id}/atgarder/ny", what="En rubrik.", due_on="2026-01-31")
    judge(house, area_id, AreaStatus.DONE, exception="Uppgiften har flyttat.")
    assert "efter sin tid" not in words(client.get("/"))


def test_evidence_is_words_a_document_or_an_observation(house: House) -> None:
    round_id = reviewed(house)
    observation_id = observed(house, round_id)
    area_id, client = noted_area(house, origin_round_id=paper_round(house)), house.client("samordnare")
    address = f"/forbattringsomraden/{area_id}/underlag"
    refused = client.fill(address)
    assert "Skriv vad som visar hur det går" in words(refused)
    assert client.fill(address, document="Rutin för nybesök", shown_on="2026-03-01").status_code == 302
    assert client.fill(address, observation=str(observation_id)).status_code == 302
    page = words(house.client("lasare").get(f"/forbattringsomraden/{area_id}"))
    assert "2026-03-01 Underlag: Rutin för nybesök" in page
    assert "Iakttagelse: Barnperspektivet" in page
    named = client.fill(address, text=f"Se {case_ids(house, round_id)[0]}.")
    assert named.status_code == 422
    assert len(journalled(house, "area:evidence_added")) == 2


def test_questions_and_observations_can_be_changed_afterwards(house: House) -> None:
    observation_id = observed(house, reviewed(house))
    area_id, client = noted_area(house), house.client("samordnare")
    sent = client.fill(
        f"/forbattringsomraden/{area_id}/andra", questions=[VIOLENCE], observations=[str(observation_id)]
    )
    assert sent.status_code == 302
    area = the_area(house, area_id)
    assert (area.question_ids, area.observation_ids) == ((VIOLENCE,), (observation_id,))
    (entry,) = journalled(house, "area:changed")
    assert f'"observations":[{observation_id}]' in entry
    assert CHILD in entry
    assert client.fill(f"/forbattringsomraden/{area_id}/andra", observations=None).status_code == 302
    assert the_area(house, area_id).observation_ids == ()


def test_another_boards_observation_can_not_be_linked(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    other = observed(house, reviewed(house, "Östermalm"), boards=("Östermalm",))
    area_id, client = noted_area(house), house.client("samordnare")
    assert client.fill(f"/forbattringsomraden/{area_id}/andra", observations=[str(other)]).status_code == 422
    assert the_area(house, area_id).observation_ids == ()


def test_the_list_shows_what_is_asked_for_and_says_why_nothing_is_there(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    noted_area(house, "Kungsholmen", title="Bara Kungsholmen")
    done = noted_area(house, title="Stängt")
    judge(house, done, AreaStatus.DONE, exception="Uppgiften har flyttat.")
    client, norrmalm = house.client("samordnare"), house.boards["Norrmalm"]
    assert "Bara Kungsholmen" not in words(client.get(f"/forbattringsomraden?namnd={norrmalm}"))
    assert "Bara Kungsholmen" not in words(client.get("/forbattringsomraden?visa=atgardade"))
    assert "stängt efter under en månad" in words(client.get("/forbattringsomraden?visa=atgardade"))
    assert "Stängt Kungsholmen" not in words(client.get("/forbattringsomraden?visa=oppna"))
    nothing = words(client.get("/forbattringsomraden?visa=aterkommande"))
    assert "Ett stängt område kommer tillbaka av sig självt" in nothing


def test_how_many_files_closing_takes_is_a_setting(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    assert house.settings.closing_minimum == 5
    assert "minst 5 akter där varje fråga är aktuell" in words(house.client("administrator").get("/installningar"))


def test_an_observation_on_which_an_area_rests_is_not_removed(house: House) -> None:
    round_id = reviewed(house)
    observation_id = observed(house, round_id)
    area_id, client = noted_area(house, observation_ids=(observation_id,)), house.client("samordnare")
    kept = client.fill(f"/iakttagelser/{observation_id}/ta-bort")
    assert "hör till ett förbättringsområde" in words(client.get(kept.location))
    assert not journalled(house, "observation:removed")
    client.fill(f"/forbattringsomraden/{area_id}/andra", observations=None)
    client.fill(f"/iakttagelser/{observation_id}/ta-bort")
    assert len(journalled(house, "observation:removed")) == 1
