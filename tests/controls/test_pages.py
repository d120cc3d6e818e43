"""The pages of the controls: what they are, running them, judging the hits, files, and the hits as a stratum."""

import io
import zipfile

from audit.app import create_worker
from tests.controls.telling import a_run, hit_id, payments_taken, result_id
from tests.support.house import House
from tests.support.story import planned_round


def words(answer: object) -> str:
    return " ".join(getattr(answer, "text").split())  # noqa: B009


def test_a_coordinator_runs_judges_and_takes_the_hits_along(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    assert "Ännu är ingen kontroll körd" in words(client.get("/kontroller"))
    assert "Dubbel utbetalning" in words(client.get("/kontroller/regler"))
    payments_taken(house)
    location = str(client.fill("/kontroller/ny").location)
    assert location.startswith("/arbete/")
    create_worker(house.settings, house.database, clock=house.clock).run_waiting()
    run = words(client.get("/kontroller/korning/1"))
    assert "Utdraget saknar beslutat belopp" in run
    assert "1 av 3" in run
    of = result_id(house, 1)
    page = f"/kontroller/resultat/{of}"
    assert "KUN-U3" in words(client.get(page))
    hit = f"/kontroller/traff/{hit_id(house, of)}"
    missing = client.fill(hit, 0, verdict="fel", note="")
    assert missing.status_code == 422
    assert "Skriv vad du såg" in words(missing)
    assert client.fill(hit, 0, verdict="fel", note="Beslutet saknas i akten.").location == page
    assert "Beslutet saknas i akten." in words(client.get(page))
    assert "1 av 3" in words(client.get("/kontroller"))
    csv = client.get(f"{page}/traffar.csv").data.decode("utf-8-sig")
    assert '"KUN-U3";"1\N{NO-BREAK SPACE}870,00 kr";"Fel";"Beslutet saknas i akten."' in csv
    assert zipfile.ZipFile(io.BytesIO(client.get(f"{page}/traffar.xlsx").data)).testzip() is None


def test_a_run_without_extract_is_refused_at_the_field(house_on_sqlite: House) -> None:
    payments_taken(house_on_sqlite)
    client = house_on_sqlite.client("samordnare")
    answer = client.fill("/kontroller/ny", utbetalningar="0")
    assert answer.status_code == 422
    assert "Välj ett utdrag för kontrollen" in words(answer)
    out = client.fill("/kontroller/ny", **{"dubblett-kronor": "x"})
    assert "Skriv ett heltal" in words(out)


def test_a_reviewer_judges_a_reader_only_compares_and_the_unit_head_sees_nothing(house_on_sqlite: House) -> None:
    house, of = house_on_sqlite, result_id(house_on_sqlite, a_run(house_on_sqlite))
    page = f"/kontroller/resultat/{of}"
    assert house.client("granskare").get(page).status_code == 200
    reader = house.client("lasare")
    assert "KUN-U" not in words(reader.get("/kontroller"))
    assert reader.get(page).status_code == 403
    for account in ("enhetschef", "administrator"):
        assert house.client(account).get("/kontroller").status_code == 403


def test_the_hits_become_a_stratum_that_a_round_draws_from(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    page = f"/kontroller/resultat/{result_id(house, a_run(house), 'dubblett')}"
    round_id = planned_round(house, units=4)
    assert "Gör först en kontrolls träffar" in words(
        client.get(f"/omgangar/{round_id}/traffar/{house.boards['Kungsholmen']}")
    )
    assert client.fill(page, "Gör till stratum").location == page
    assert "Stratum 1" in words(client.get(page))
    place = f"/omgangar/{round_id}/traffar/{house.boards['Kungsholmen']}"
    assert "1 i ramen" in words(client.get(place))
    assert client.fill(place, stratum="1", size="1", reserves="0").location == f"/omgangar/{round_id}"
    assert "Träffar i maskinella kontroller" in words(client.get(f"/omgangar/{round_id}"))
    wrong = client.fill(place, stratum="1", size="0", reserves="0")
    assert wrong.status_code == 422
