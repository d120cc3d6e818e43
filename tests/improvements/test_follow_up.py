"""An area is judged again in every round, and closes only where a later sample supports it or with an exception."""

from datetime import date

from audit.improvements import operations
from audit.improvements.rules import AreaStatus
from audit.rounds.models import Round
from tests.findings.test_observations import journalled
from tests.findings.told import CHILD, LAW, case_ids, paper_round, reviewed, words
from tests.improvements.told import judge, noted_area, the_area
from tests.support.house import House
from tests.support.reviewed import distributed_round, signed_round


def test_the_sample_of_the_named_round_stands_beside_the_judgement(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id = reviewed(house)
    page = words(house.client("samordnare").get(f"/forbattringsomraden/{area_id}/folj-upp?omgang={round_id}"))
    assert "Nej eller Delvis i 3 av 6 granskade akter; ej aktuellt i 1." in page
    assert "av de 80 akterna den avvikelsen." in page
    assert "Stickprovet räcker inte för att stänga området." in page
    assert "Det finns avvikelser: Är barnens situation beskriven" in page
    assert "Kungsholmen 0 av 2 1 1 1 0 3" in page


def test_a_clean_later_sample_closes_an_area_and_says_no_more_than_it_knows(house: House) -> None:
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id, client = signed_round(house), house.client("samordnare")
    address = f"/forbattringsomraden/{area_id}/folj-upp?omgang={round_id}"
    page = words(client.get(address))
    assert "Inga avvikelser i årets stickprov (0 av 6); högst 54 av 80 kan ha avvikelsen (95 % säkerhet)." in page
    assert "Stickprovet stöder att området stängs." in page
    assert client.fill(address, status="atgardat", note="Barnen syns.").status_code == 302
    area = the_area(house, area_id)
    assert area.status is AreaStatus.DONE
    assert area.follow_ups[0].exception == ""
    (entry,) = journalled(house, "area:followed_up")
    assert "exception" not in entry


def test_closing_without_support_takes_a_reason_that_is_seen_and_journalled(house: House) -> None:
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id, client = reviewed(house), house.client("samordnare")
    address = f"/forbattringsomraden/{area_id}/folj-upp?omgang={round_id}"
    refused = client.fill(address, status="atgardat", note="Vi litar på det.")
    assert refused.status_code == 422
    assert "Skriv varför området ändå ska stängas." in words(refused)
    assert "Vi litar på det." in words(refused)
    assert the_area(house, area_id).status is AreaStatus.OPEN
    sent = client.fill(address, status="atgardat", note="Vi litar på det.", exception="Uppgiften har flyttat.")
    assert sent.status_code == 302
    assert the_area(house, area_id).status is AreaStatus.DONE
    page = words(house.client("lasare").get(f"/forbattringsomraden/{area_id}"))
    assert "Stängt utan stöd i stickprovet: Uppgiften har flyttat." in page
    (entry,) = journalled(house, "area:followed_up")
    assert '"exception":"Uppgiften har flyttat."' in entry
    assert "Det finns avvikelser" in entry


def test_a_review_under_way_does_not_close_an_area(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id = distributed_round(house)
    page = words(house.client("samordnare").get(f"/forbattringsomraden/{area_id}/folj-upp?omgang={round_id}"))
    assert "Granskningen är inte klar: 0 av 6 akter är signerade." in page


def test_a_round_that_left_out_one_of_the_boards_does_not_close_an_area(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id = signed_round(house, "Norrmalm", size=6)
    page = words(house.client("samordnare").get(f"/forbattringsomraden/{area_id}/folj-upp?omgang={round_id}"))
    assert "Inget är granskat i Kungsholmen." in page


def test_an_area_can_be_followed_up_between_rounds(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    signed_round(house)
    client = house.client("samordnare")
    address = f"/forbattringsomraden/{area_id}/folj-upp?omgang=ingen"
    assert "Utan omgång finns inget stickprov" in words(client.get(address))
    assert client.fill(address, status="delvis_atgardat", note="Ny mall.", followed_on="2026-03-01").status_code == 302
    (follow_up,) = the_area(house, area_id).follow_ups
    assert (follow_up.round_id, follow_up.followed_on, follow_up.status) == (None, date(2026, 3, 1), AreaStatus.PARTLY)


def test_the_newest_round_is_meant_where_none_is_named(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    signed_round(house)
    page = words(house.client("samordnare").get(f"/forbattringsomraden/{area_id}/folj-upp"))
    assert "Vad Aktgranskning 2026 säger" in page


def test_an_area_is_not_judged_in_its_own_round_nor_in_anybody_elses(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    own = reviewed(house)
    other = reviewed(house, "Östermalm")
    area_id, client = noted_area(house, origin_round_id=own), house.client("samordnare")
    for round_id in (own, other, 999):
        assert client.get(f"/forbattringsomraden/{area_id}/folj-upp?omgang={round_id}").status_code == 404


def test_the_history_is_told_in_the_order_of_its_days(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    judge(house, area_id, AreaStatus.REMAINS, followed_on=date(2026, 5, 1), note="Öppnat igen på våren.")
    judge(house, area_id, AreaStatus.DONE, followed_on=date(2024, 11, 1), note="Stängt.", exception="Flyttat.")
    assert the_area(house, area_id).status is AreaStatus.REMAINS
    page = words(house.client("lasare").get(f"/forbattringsomraden/{area_id}"))
    assert "2014 Området kom upp. Internkontroll 2014 2024-11-01 Åtgärdat Stängt." in page
    assert "2026-05-01 Kvarstår Området öppnades igen. Öppnat igen på våren." in page


def test_a_note_names_no_case(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id = reviewed(house)
    case = case_ids(house, round_id)[0]
    sent = house.client("samordnare").fill(
        f"/forbattringsomraden/{area_id}/folj-upp?omgang={round_id}", status="kvarstar", note=f"Se {case}."
    )
    assert sent.status_code == 422
    assert f"Texten nämner ärende {case}." in words(sent)


def test_last_years_open_areas_are_judged_in_the_round(house: House) -> None:
    paper = paper_round(house)
    first, second = (noted_area(house, title=title, origin_round_id=paper) for title in ("Barnen", "Planerna"))
    closed = noted_area(house, title="Stängt", origin_round_id=paper, question_ids=(LAW,))
    judge(house, closed, AreaStatus.DONE, followed_on=date(2025, 1, 1), exception="Flyttat.")
    round_id, client = reviewed(house), house.client("samordnare")
    noted_area(house, title="Nytt", origin_round_id=round_id)
    address = f"/forbattringsomraden/omgang/{round_id}"
    page = words(client.get(address))
    assert "2 av 2 områden kvar att bedöma i den här omgången." in page
    assert "Stängt" not in page
    assert "Nya områden ur den här omgången Nytt Öppet" in page
    sent = client.fill(
        f"/forbattringsomraden/{first}/folj-upp?omgang={round_id}&fran=omgang", status="kvarstar", note="Syns inte."
    )
    assert sent.location == address
    page = words(house.client("lasare").get(address))
    assert "1 av 2 områden kvar att bedöma i den här omgången." in page
    assert "Kvarstår bedömt 2026-09-01" in page
    assert page.count("Inte bedömt i den här omgången") == 1
    with house.database.transaction(write=False) as session:
        round_ = session.get_one(Round, round_id)
        found = operations.carried(session, round_=round_, board_ids=house.board_ids("Kungsholmen"))
    assert {one.area.id: one.judgement is not None for one in found} == {first: True, second: False}
    assert [result.question.id for result in found[0].sample.results] == [CHILD]
    assert [one.area.id for one in found] == [second, first]
