"""A report for each board: chosen on the page, written and published by itself, with nothing of the others in it."""

import io
import zipfile

import pytest
from sqlmodel import Session

from audit.accounts.models import Account, RoleGrant
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.app import create_worker
from audit.reports import operations
from audit.reports.operations import ReportChangedError
from audit.reports.rules.freezing import thawed
from audit.rounds.models import Round
from audit.rounds.rules import InputError
from tests.reports import documents
from tests.reports.publishing import REASON, coordinator, publish, stored
from tests.reports.told import tell
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of
from tests.support.story import BOARDS, drawn_round

ALL = "Det här gäller alla akter i urvalet."


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    return house_on_sqlite


def divided(house: House, round_id: int) -> int:
    with house.database.transaction() as session:
        assert operations.choose(session, stamp=house.stamp(), round_=session.get_one(Round, round_id), each=True)
    return round_id


def address(round_id: int, rest: str = "", board: int | None = None) -> str:
    return f"/omgangar/{round_id}/rapport{'' if board is None else f'/namnd/{board}'}{rest}"


def shown(client: PageClient, where: str, status: int = 200) -> str:
    answer = client.get(where, follow_redirects=True)
    assert answer.status_code == status, where
    return text_of(parse(answer).find(".//main")).replace("\N{NO-BREAK SPACE}", " ")


def of_norrmalm_alone(house: House, role: Role = Role.COORDINATOR) -> PageClient:
    """An account with that role for Norrmalm and for no other board."""
    with house.database.transaction() as session:
        account = Account(username="bara-norrmalm", name="bara-norrmalm", created_at=house.clock())
        session.add(account)
        session.flush()
        house.accounts["bara-norrmalm"] = known(account.id)
        session.add(RoleGrant(account_id=known(account.id), role=role, board_id=house.boards["Norrmalm"]))
    return house.client("bara-norrmalm")


def test_the_choice_is_made_on_the_page_and_ends_when_something_is_published(house: House) -> None:
    round_id, client = drawn_round(house), house.client("samordnare")
    client.fill(address(round_id, "/avsnitt/bakgrund"), text="Skriven för båda.")
    assert client.fill(address(round_id), "Spara valet", each="1").status_code == 302
    page = shown(client, address(round_id))
    assert "Varje nämnd får nu sin egen rapport." in page
    assert "Kungsholmen Förslag ur siffrorna Inte publicerad" in page
    assert client.get(address(round_id, "/avsnitt/bakgrund")).status_code == 404
    assert client.get(address(round_id, "/publicera")).status_code == 404
    assert client.get(address(round_id, "/fil/docx")).status_code == 404
    client.fill(address(round_id), "Spara valet", each="0")
    assert "Skriven för båda." in shown(client, address(round_id))
    assert client.get(address(round_id, board=house.boards["Norrmalm"])).status_code == 404
    action, fields = client.form(address(round_id), "Spara valet")
    publish(house, round_id)
    assert "Spara valet" not in shown(client, address(round_id))
    late = client.post(action, data={**fields, "each": "1"}, follow_redirects=True)
    assert "En rapport är redan publicerad, så det går inte att välja om." in text_of(parse(late))


def test_each_report_has_its_own_head_texts_tables_and_versions(house: House) -> None:
    round_id, client = divided(house, drawn_round(house)), house.client("samordnare")
    kungsholmen, norrmalm = house.board_ids(*BOARDS)
    client.fill(address(round_id, "/huvud", kungsholmen), officer="Samordnaren", registry_number="KUN 2026-1")
    client.fill(address(round_id, "/huvud", norrmalm), recipient="Norrmalms egen nämnd", registry_number="NOR 2026-7")
    client.fill(address(round_id, "/avsnitt/bakgrund", kungsholmen), text="Om Kungsholmen.")
    for text in ("Om Norrmalm.", "Om Norrmalm igen."):
        client.fill(address(round_id, "/avsnitt/bakgrund", norrmalm), text=text)
    client.fill(address(round_id, "/avsnitt/arendet/tabeller", norrmalm), caption="Budget N", rows="År;Tal\n2026;4,1")
    reports = {board: shown(client, address(round_id, board=board)) for board in (kungsholmen, norrmalm)}
    assert "Om Kungsholmen." in reports[kungsholmen]
    assert "KUN 2026-1" in reports[kungsholmen]
    assert "Kungsholmens stadsdelsnämnd" in reports[kungsholmen]
    assert "Norrmalm" not in reports[kungsholmen].replace("Norrmalms stadsdelsförvaltning", "")
    assert "Om Norrmalm igen." in reports[norrmalm]
    assert "Norrmalms egen nämnd" in reports[norrmalm]
    assert "Budget N" in reports[norrmalm]
    assert "Budget N" not in reports[kungsholmen]
    assert "2 versioner" in shown(client, address(round_id, "/avsnitt/bakgrund/versioner", norrmalm))
    client.fill(address(round_id, "/avsnitt/bakgrund/versioner", norrmalm), "Ta tillbaka version 1")
    assert "Om Norrmalm. " in shown(client, address(round_id, board=norrmalm))
    assert "Om Norrmalm" not in documents.everything(client.get(address(round_id, "/fil/docx", kungsholmen)).data)
    client.fill(address(round_id, "/avsnitt/arendet/tabeller", norrmalm), 0)
    assert "Budget N" not in shown(client, address(round_id, board=norrmalm))


def test_a_board_s_coordinator_writes_and_publishes_its_report_and_sees_no_other(house: House) -> None:
    round_id = divided(house, tell(house).round_id)
    kungsholmen, norrmalm = house.board_ids(*BOARDS)
    client = of_norrmalm_alone(house)
    assert "Kungsholmen" not in shown(client, address(round_id))
    assert client.fill(address(round_id, "/avsnitt/bakgrund", norrmalm), text="Norrmalms text.").status_code == 302
    assert client.fill(address(round_id, "/publicera", norrmalm), small=ALL).status_code == 302
    page = shown(client, address(round_id, "/publicerad/1", norrmalm))
    assert "Norrmalms text." in page
    assert "Kungsholmen" not in page
    protocol = shown(client, address(round_id, "/publicerad/1/urvalsprotokoll", norrmalm))
    assert "NOR-0" in protocol
    assert "KUN-0" not in protocol
    assert client.get(address(round_id, f"/siffra/svar.application_on_file.{norrmalm}.ja", norrmalm)).status_code == 200
    for rest in ("", "/avsnitt/bakgrund", "/huvud", "/publicera", "/fil/docx", "/siffra/svar.x.alla.ja"):
        assert (rest, client.get(address(round_id, rest, kungsholmen)).status_code) == (rest, 404)
    for rest in ("", "/avsnitt/bakgrund", "/publicera", "/fil/docx"):
        assert (rest, client.get(address(round_id, rest, 9999)).status_code) == (rest, 404)
    _, fields = client.form(address(round_id, "/avsnitt/bakgrund", norrmalm))
    assert client.post(address(round_id, "/fordelning"), data={**fields, "each": "0"}).status_code == 404


def test_each_is_published_and_corrected_by_itself_and_read_by_its_own_readers(house: House) -> None:
    round_id = divided(house, tell(house).round_id)
    kungsholmen, norrmalm = house.board_ids(*BOARDS)
    assert [publish(house, round_id, board_id=board) for board in (kungsholmen, norrmalm)] == [1, 1]
    client = house.client("samordnare")
    client.fill(address(round_id, "/avsnitt/bakgrund", norrmalm), text="Rättad bakgrund.")
    with pytest.raises(InputError, match="Skriv vad som är ändrat"):
        publish(house, round_id, board_id=norrmalm)
    assert publish(house, round_id, changed="Bakgrunden är rättad.", board_id=norrmalm) == 2
    reader = of_norrmalm_alone(house, Role.READER)
    listed = shown(reader, "/rapporter")
    assert "Norrmalm 2" in listed
    assert "Kungsholmen" not in listed
    assert "Rättad bakgrund." in shown(reader, address(round_id, board=norrmalm))
    assert reader.get(address(round_id, "/publicerad/1", kungsholmen)).status_code == 404
    assert reader.get(address(round_id, "/publicerad/1")).status_code == 404
    overview = shown(client, address(round_id))
    assert "2 av 2 rapporter publicerade" in overview
    assert "Norrmalm 1 avsnitt ändrat Version 2" in overview
    with house.database.transaction(write=False) as session:
        own = thawed(stored(session, round_id, 1, board_id=kungsholmen).content)
    assert own.board_id == kungsholmen
    assert "Norrmalm" not in " ".join(text for _, text in own.texts())


def test_the_words_that_one_board_keeps_are_not_looked_for_in_another_s_report(house: House) -> None:
    round_id, client = divided(house, drawn_round(house)), house.client("samordnare")
    with house.database.transaction() as session:
        for board, word in (("Norrmalm", "vedhuggaren"), ("Kungsholmen", "hjulmakaren")):
            operations.add_words(session, stamp=house.stamp(), board_id=house.boards[board], text=word)
    client.fill(
        address(round_id, "/avsnitt/bakgrund", house.boards["Norrmalm"]), text="Vedhuggarens och hjulmakarens akter."
    )
    page = shown(client, address(round_id, "/publicera", house.boards["Norrmalm"]))
    assert "»Vedhuggarens«" in page
    assert "hjulmakarens" not in page


def test_a_choice_that_changes_while_somebody_publishes_publishes_nothing(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction(write=False) as session:
        of = operations.candidate(session, coordinator(house, session, round_id), round_id)
        assert of
        hits = operations.hits_of(session, of, small=5)
    divided(house, round_id)
    decision = operations.Decision(of.sha256, {hit.judged: REASON for hit in hits})
    with house.database.transaction() as session, pytest.raises(ReportChangedError):
        operations.publish(session, stamp=house.stamp(), of=of, hits=hits, decision=decision)


def test_a_board_s_text_of_last_year_stands_beside_also_where_it_was_in_common_then(house: House) -> None:
    before = drawn_round(house, year=2025, prefix="F-")
    with house.database.transaction() as session:
        write(house, session, before, "Så skrev vi tillsammans.")
    round_id = divided(house, drawn_round(house))
    where = address(round_id, "/avsnitt/bakgrund", house.boards["Norrmalm"])
    assert "Så skrev vi tillsammans." in shown(house.client("samordnare"), where)
    divided(house, before)
    with house.database.transaction() as session:
        write(house, session, before, "Så skrev Norrmalm.", house.boards["Norrmalm"])
    assert "Så skrev Norrmalm." in shown(house.client("samordnare"), where)


def write(house: House, session: Session, round_id: int, text: str, board_id: int | None = None) -> None:
    operations.save_text(
        session,
        stamp=house.stamp(),
        round_=session.get_one(Round, round_id),
        section="bakgrund",
        written=operations.Written(text),
        seen=0,
        board_id=board_id,
    )


def test_one_job_makes_the_files_of_all_the_boards_and_packs_them(house: House) -> None:
    round_id, client = divided(house, drawn_round(house)), house.client("samordnare")
    for board in house.board_ids(*BOARDS):
        publish(house, round_id, board_id=board)
    client.fill(address(round_id, "/avsnitt/bakgrund", house.boards["Norrmalm"]), text="Bara i utkastet.")
    packed = {}
    for published in ("", "y"):
        client.fill(address(round_id), "Ta fram alla filer", published=published)
        create_worker(house.settings, house.database, clock=house.clock).run_waiting()
        with house.database.transaction(write=False) as session:
            scope = coordinator(house, session, round_id)
            newest = known(operations.waiting_for(session, scope, round_id)[0].id)
        packed[published] = client.get(f"/rapporter/filer/{newest}/alla").data
    drafts, frozen = (zipfile.ZipFile(io.BytesIO(packed[published])) for published in ("", "y"))
    assert sorted(drafts.namelist()) == sorted(
        f"Aktgranskning 2026 för {board}.{form}" for board in BOARDS for form in operations.FORMS
    )
    assert "Aktgranskning 2026 för Norrmalm, version 1.pdf" in frozen.namelist()
    assert "Bara i utkastet." in documents.everything(drafts.read("Aktgranskning 2026 för Norrmalm.docx"))
    assert "Bara i utkastet." not in documents.everything(
        frozen.read("Aktgranskning 2026 för Norrmalm, version 1.docx")
    )
    (house.settings.instance / "reports" / str(newest) / "1").write_bytes(b"something else")
    assert client.get(f"/rapporter/filer/{newest}/alla").status_code == 404
