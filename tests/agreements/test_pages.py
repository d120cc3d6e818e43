"""A coordinator carries an agreement from draft to reconciliation on the pages; readers read, others see nothing."""

import io
import json

from sqlmodel import col, select
from werkzeug.datastructures import FileStorage

from audit.journal.models import JournalContent, JournalEntry
from tests.agreements.telling import AREA, adopted, area_id, attached, drafted, met, short
from tests.findings.told import words
from tests.support.house import House

ROOT = "/overenskommelser"


def journalled(house: House) -> list[str]:
    with house.database.transaction(write=False) as session:
        return list(session.exec(select(JournalEntry.action).order_by(col(JournalEntry.sequence))))


def test_an_agreement_is_drafted_shared_out_and_adopted(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client = house.client("samordnare")
    boards = [str(board) for board in house.board_ids("Kungsholmen", "Norrmalm", "Östermalm")]
    made = client.fill(f"{ROOT}/ny", year="2026", title="Samordning 2026", boards=boards, others="Södermalm")
    address = made.location
    agreement = int(address.rpartition("/")[2])
    form = client.form(f"{address}/omrade")[1]
    parties = sorted(int(name.rpartition("_")[2]) for name in form if name.startswith("allocation_"))
    ticks = {f"shares_{party}": "y" for party in parties}
    client.fill(f"{address}/omrade", name="Rådgivning", key="befolkning", amount="3 060 000,00", **ticks)
    page = words(client.get(f"{address}/fordelning"))
    assert "Kungsholmen: Befolkningen saknas." in page
    people = dict(zip(parties, ("61 000", "65000", "63\u00a0000", "117 000"), strict=True))
    client.fill(f"{address}/underlag", **{f"population_{party}": count for party, count in people.items()})
    page = words(client.get(f"{address}/fordelning"))
    assert "3 060 000,00 kr × ≈ 19,93 %610 000,00 kr" in page.replace("\u00a0", " ")
    assert "saknas" not in page
    client.fill(address, "Anta överenskommelsen", **{"anta-adopted_on": "2026-08-30"})
    assert "Antagen 2026-08-30" in words(client.get(address))
    assert client.get(f"{address}/andra").status_code == 409
    actions = [action for action in journalled(house) if action.startswith("agreement:")]
    assert actions == [f"agreement:{each}" for each in ("created", "area_added", "base_stated", "adopted")]
    assert agreement


def test_everything_wrong_is_told_at_once_and_what_was_typed_stays(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    agreement = drafted(house_on_sqlite)
    cost_area = area_id(house_on_sqlite, agreement)
    form = client.form(f"{ROOT}/omrade/{cost_area}")[1]
    party = next(name.rpartition("_")[2] for name in form if name.startswith("share_"))
    wrong = {"amount": "250-", f"share_{party}": "en tredjedel", f"deduction_{party}": "1,23456"}
    answer = client.fill(f"{ROOT}/omrade/{cost_area}", **wrong)
    assert answer.status_code == 422
    page = words(answer)
    assert "»250-« är negativt" in page
    assert "»en tredjedel« är inte en andel" in page
    assert "för många decimaler" in page
    assert 'value="250-"' in answer.text
    assert client.fill(f"{ROOT}/{agreement}/underlag", **{f"population_{party}": "9" * 11}).status_code == 422
    assert client.fill(f"{ROOT}/ny", boards=[]).status_code == 422


def test_a_deficit_asks_for_a_joint_proposal_and_a_surplus_is_shared(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, agreement = house.client("samordnare"), adopted(house)
    address = f"{ROOT}/{agreement}/avstamning"
    fields = [name for name in client.form(f"{address}/T1/siffror")[1] if name.startswith("forecast_")]
    client.fill(f"{address}/T1/siffror", **dict.fromkeys(fields, "600 000"))
    page = words(client.get(f"{address}/T1"))
    assert "Underskott utan gemensamt förslag" in page
    proposal = {"what": "Vakanshåll en tjänst.", "responsible": "Avdelningschef"}
    client.fill(f"{ROOT}/omrade/{area_id(house, agreement)}/forslag/T1", **proposal)
    page = words(client.get(f"{address}/T1"))
    assert "Underskott utan gemensamt förslag" not in page
    assert "Vakanshåll en tjänst. Föreslagen" in page
    client.fill(f"{address}/T2/siffror", **dict.fromkeys(fields, "400000,00"))
    page = words(client.get(f"{address}/T2")).replace("\u00a0", " ")
    assert "Överskottet fördelas efter andelarna i budgeten" in page
    assert "Summa1 000 000,01200 000,01200 000,01" in page
    refused = client.fill(f"{ROOT}/omrade/{area_id(house, agreement)}/forslag/T2", **proposal)
    assert "Området har inget underskott" in words(refused)
    assert "Utfallet saknas" not in page
    assert client.get(f"{address}/VB").status_code == 200
    assert client.get(f"{address}/T3").status_code == 404


def test_a_proposal_and_a_meeting_are_corrected_and_the_journal_keeps_what_they_said(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, agreement = house.client("samordnare"), adopted(house)
    proposal, meeting = short(house, agreement), met(house, agreement)
    client.fill(f"{ROOT}/forslag/{proposal}", status="genomford")
    client.fill(f"{ROOT}/mote/{meeting}", escalation="")
    assert "Genomförd" in words(client.get(f"{ROOT}/{agreement}/avstamning/T1"))
    page = words(client.get(f"{ROOT}/{agreement}/styrgrupp"))
    assert "Lyft till direktörerna" not in page
    with house.database.transaction(write=False) as session:
        content = (
            select(JournalContent.content).join(JournalEntry).where(JournalEntry.action == "agreement:proposal_changed")
        )
        assert json.loads(str(session.exec(content).one()))["before"]["status"] == "foreslagen"


def test_fewer_than_four_meetings_are_reminded_of(house_on_sqlite: House) -> None:
    client, agreement = house_on_sqlite.client("samordnare"), adopted(house_on_sqlite)
    address = f"{ROOT}/{agreement}/styrgrupp"
    assert "0 av minst 4 möten är hållna 2026" in words(client.get(address))
    for month in ("02", "04", "06", "08"):
        client.fill(f"{address}/mote", held_on=f"2026-{month}-10", roles="Avdelningschef", agenda="Budget")
    assert "minst 4 möten" not in words(client.get(address))
    wrong = client.fill(f"{address}/mote", held_on="2020-01-01", roles="Avdelningschef", agenda="Budget")
    assert "hör inte till överenskommelsen för 2026" in words(wrong)


def test_a_document_is_checked_kept_and_noted_when_it_is_fetched(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, agreement = house.client("samordnare"), adopted(house)
    address, signed = f"{ROOT}/{agreement}", b"%PDF-1.7 undertecknad"
    for content, name in ((b"MZ", "avtal.pdf"), (signed, "avtal.exe")):
        sent = client.fill(address, "Bifoga dokumentet", file=FileStorage(io.BytesIO(content), name))
        assert sent.status_code == 422
    client.fill(address, "Bifoga dokumentet", file=FileStorage(io.BytesIO(signed), "avtal.pdf"))
    again = client.fill(address, "Bifoga dokumentet", file=FileStorage(io.BytesIO(signed), "kopia.pdf"))
    assert "Samma fil är redan bifogad" in words(again)
    fetched = house.client("lasare").get(f"{ROOT}/bilaga/1")
    assert (fetched.data, fetched.mimetype) == (signed, "application/pdf")
    assert journalled(house)[-1] == "agreement:document_fetched"


def test_holes_and_boards_without_an_agreement_are_pointed_out(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, agreement = house.client("samordnare"), drafted(house, "Kungsholmen")
    cost_area = area_id(house, agreement)
    form = client.form(f"{ROOT}/omrade/{cost_area}")[1]
    last = max(int(name.rpartition("_")[2]) for name in form if name.startswith("share_"))
    client.fill(f"{ROOT}/omrade/{cost_area}", **{f"billed_{last}": "y"})
    page = words(client.get(f"{ROOT}/{agreement}"))
    assert "1 hål i överenskommelsen" in page.replace("\u00a0", " ")
    assert "Södermalm: Ska debiteras för Boutredning (Boutredning, punkt 2) men deltar inte i kostnaden." in page
    assert "Norrmalm är inte part i någon överenskommelse för 2026" in words(client.get(ROOT))
    client.fill(f"{ROOT}/omrade/{cost_area}", "Ta bort området")
    assert "Inga områden är upplagda" in words(client.get(f"{ROOT}/{agreement}"))


def test_readers_read_without_buttons_and_another_boards_agreement_is_not_there(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    agreement = adopted(house)
    short(house, agreement)
    met(house, agreement)
    document = attached(house, agreement)
    reader, stranger = house.client("lasare"), house.client("annan-lasare")
    for page in ("", "/fordelning", "/avstamning/T1", "/styrgrupp"):
        found = reader.get(f"{ROOT}/{agreement}{page}")
        assert found.status_code == 200
        assert "btn-primary" not in found.text
        assert stranger.get(f"{ROOT}/{agreement}{page}").status_code == 404
    assert stranger.get(f"{ROOT}/bilaga/{document}").status_code == 404
    assert AREA not in words(stranger.get(ROOT))
    for account in ("granskare", "enhetschef", "administrator"):
        assert house.client(account).get(ROOT).status_code == 403


def test_a_draft_is_thrown_away_but_nothing_that_something_stands_on(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    draft = drafted(house)
    assert "Kasta utkastet" in words(client.get(f"{ROOT}/{draft}"))
    assert "1 område" in words(client.get(f"{ROOT}/{draft}/kasta"))
    assert client.fill(f"{ROOT}/{draft}/kasta").location == ROOT
    assert client.get(f"{ROOT}/{draft}").status_code == 404
    assert "agreement:discarded" in journalled(house)
    kept = drafted(house)
    met(house, kept)
    attached(house, kept)
    refused = words(client.fill(f"{ROOT}/{kept}/kasta"))
    assert "har bifogade dokument" in refused
    assert "Styrgruppens möten är antecknade" in refused
    signed = adopted(house, title="Antagen 2026")
    assert client.get(f"{ROOT}/{signed}/kasta").status_code == 409
    assert client.fill(f"{ROOT}/{signed}", "Skapa utkastet", year="2027").location.startswith(ROOT)


def test_a_reconciliation_becomes_material_for_each_of_ones_own_boards(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    agreement = adopted(house, "Kungsholmen", "Östermalm")
    page = f"{ROOT}/{agreement}/avstamning/T1"
    assert "Ingen avstämning är gjord för T1" in words(client.get(f"{page}/ils"))
    short(house, agreement)
    assert "Underlag till ILS" in words(client.get(page))
    said = words(client.get(f"{page}/ils")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Tertial 1 2026, samordnad handläggning: Kungsholmen. Budgeten är 500 000,01 kr" in said
    assert "prognosen för året är 1 499 999,99 kr över budget." in said
    assert "Åtgärd: Vakanshåll en tjänst." in said
    assert "Östermalm:" not in said
    assert house.client("lasare").get(f"{page}/ils").status_code == 403


def test_start_reminds_of_a_steering_group_that_meets_too_seldom(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    drafted(house)
    assert "Styrgruppens möten" not in words(client.get("/"))
    agreement = adopted(house, title="Antagen 2026")
    assert "0 av minst 4 möten är hållna 2026" in words(client.get("/"))
    met(house, agreement)
    assert "1 av minst 4 möten är hållna 2026" in words(client.get("/"))
    met(house, agreement)
    assert "Styrgruppens möten" not in words(client.get("/"))
    assert "2 av minst 4 möten är hållna 2026" in words(client.get(f"{ROOT}/{agreement}/styrgrupp"))
