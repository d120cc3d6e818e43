"""A log check from the draw to the record: drawn from a frozen log, judged by somebody else, signed, and repeatable."""

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from sqlalchemy import text
from sqlmodel import select

from audit.access_checks.models import AccessCheck
from audit.access_checks.rules import Verdict
from audit.cli import main
from audit.journal import operations as journal
from audit.retention.operations.erasing import erase, found_of
from audit.retention.rules import KindId
from tests.access_checks.telling import drawn_check, entries, judged
from tests.accounts.people import journal_actions
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, distributed_round

OWN, OTHER = "Kungsholmen", "Östermalm"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """A round in which a review was opened at night and one by somebody who was not given it."""
    house = house_on_sqlite
    round_id = distributed_round(house, size=2)
    answered_review(house, round_id, board=OWN, default="ja")
    house.client("granskare").get("/granskning/1")
    return house


def words(page: str) -> str:
    return " ".join(page.split())


def test_a_log_is_checked_from_the_draw_to_the_signed_record(house: House) -> None:
    client = house.client("lasare")
    assert "Ännu är ingen gjord" in client.get("/loggkontroll").text
    asked = {
        "fran": "2026-09-01",
        "till": "2026-09-01",
        "antal": "2",
        "slag": ["visning"],
        "fro": "4 1 6",
        "kalla": "tärning",
    }
    answer = client.fill("/loggkontroll/ny", 0, namnd=str(house.boards[OWN]), **asked)
    assert answer.status_code == 302
    page = answer.headers["Location"]
    opened = client.get(page).text
    assert "0 av 1 post bedömd" in words(opened)
    (entry,) = entries(house, 1)
    seen = words(text_of(parse(client.get(f"/loggkontroll/post/{entry}"))))
    assert "Öppnade en akts granskning" in seen
    assert "Är tilldelad akten. Är granskare för Kungsholmen." in seen
    assert "Det samma person gjorde en timme före och efter" in seen
    refused = client.fill(f"/loggkontroll/post/{entry}", 0, verdict="utred")
    assert refused.status_code == 422
    assert "Skriv varför" in refused.text
    assert "1 post är inte bedömda" in words(client.fill(page, 0, conclusion="Allt väl.").text).replace(
        "poster", "post"
    )
    assert client.fill(f"/loggkontroll/post/{entry}", 0, verdict="utred", note="Kvällsarbete?").status_code == 302
    assert client.fill(page, 0, conclusion="Enheten frågar om kvällsarbetet.").status_code == 302
    signed = words(client.get(page).text)
    assert "Enheten frågar om kvällsarbetet." in signed
    assert "Signerad" in signed
    assert client.get(f"{page}/protokoll.pdf").data.startswith(b"%PDF")
    in_word = word_text(client.get(f"{page}/protokoll.docx").data)
    for said in ("Kungsholmen", "Öppnade en akts granskning", "Behöver utredas", "Kvällsarbete?", "Enheten frågar om"):
        assert said in in_word, said
    assert "<form" not in client.get(f"/loggkontroll/post/{entry}").text.partition("<main")[2]
    kinds = [action for action in journal_actions(house) if action.startswith("access_check")]
    assert kinds == ["access_check:" + what for what in ("made", "judged", "signed", "exported", "exported")]


def test_all_that_is_wrong_with_a_wish_is_said_at_once_and_kept(house: House) -> None:
    client = house.client("samordnare")
    asked = {"fran": "2026-09-02", "till": "2026-09-01", "fro": "1,2", "kalla": "tärning", "slag": []}
    answer = client.fill("/loggkontroll/ny", 0, namnd=str(house.boards[OWN]), **asked)
    assert answer.status_code == 422
    for fault in ("Perioden slutar innan den börjar", "Välj minst ett slag", "Fröet får inte"):
        assert fault in answer.text
    assert 'value="1,2"' in answer.text
    forged = client.fill("/loggkontroll/ny", 0, **{**asked, "slag": ["visning", "nonsens"], "fro": ""})
    assert forged.status_code == 422
    assert "Skriv din del av fröet" in forged.text


def test_nobody_judges_what_she_did_herself(house: House) -> None:
    check_id = drawn_check(house, account="samordnare", size=200)
    client = house.client("samordnare")
    answers = set()
    for entry in entries(house, check_id):
        page = client.get(f"/loggkontroll/post/{entry}").text
        own = "Det här gjorde du själv" in page
        assert own is ('name="verdict"' not in page)
        answers.add(own)
        if own:
            token = client.form("/loggkontroll/ny", 0)[1]
            kept = {name: token[name] for name in ("csrf_token", "once") if name in token}
            sent = client.post(f"/loggkontroll/post/{entry}", data={**kept, "verdict": "befogad"})
            assert sent.status_code == 422
            break
    assert True in answers


def test_the_draw_can_be_repeated_by_anybody_with_the_two_files(house: House, tmp_path: Path) -> None:
    check_id = drawn_check(house, size=3)
    client = house.client("samordnare")
    protocol, frame = tmp_path / "p.json", tmp_path / "f.csv"
    protocol.write_bytes(client.get(f"/loggkontroll/{check_id}/urvalsprotokoll.json").data)
    frame.write_bytes(client.get(f"/loggkontroll/{check_id}/population.csv").data)
    result = CliRunner().invoke(main, ["verify", str(protocol), "--frame", str(frame)])
    assert result.exit_code == 0, result.output
    seed = json.loads(protocol.read_text("utf-8"))["seed"]
    assert seed.startswith("4 1 6 2 2-")


def test_a_journal_that_somebody_thinned_out_no_longer_fits_the_check(house: House) -> None:
    check_id = drawn_check(house, size=200)
    number = None
    with house.database.transaction(write=False) as session:
        head = journal.head(session)
        assert head
        number = head[0] - 2
    with house.database.engine.begin() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in ("journal_content", "journal_board", "journal"):
            connection.execute(text(f"DELETE FROM {table} WHERE sequence <= :number"), {"number": number})  # noqa: S608
    client = house.client("samordnare")
    assert "Finns inte längre i journalen" in client.get(f"/loggkontroll/{check_id}").text
    client.get(f"/loggkontroll/{check_id}/population.csv")
    assert "Journalen är inte densamma" in client.get(f"/loggkontroll/{check_id}").text


def test_who_looks_at_a_case_without_being_given_it_is_pointed_out(house: House) -> None:
    with house.database.transaction() as session:
        unit = {"unit": "KUN-001", "page": "bord"}
        journal.record(session, house.stamp("annan-granskare"), "review:viewed", 1, **unit)
    check_id = drawn_check(house)
    page = words(house.client("lasare").get(f"/loggkontroll/{check_id}").text)
    assert "Utanför uppdraget" in page.partition("Reglerna och vad de inte ser")[0]
    with house.database.transaction(write=False) as session:
        (found,) = [one for one in session.get_one(AccessCheck, check_id).unusual if one["rule"] == "utanfor_uppdrag"]
    assert found["actor"] == str(house.accounts["annan-granskare"])


def test_a_signed_check_changes_no_more_and_the_next_is_due_in_its_time(house: House) -> None:
    check_id = drawn_check(house, size=2)
    judged(house, check_id, "lasare", Verdict.JUSTIFIED)
    client = house.client("lasare")
    assert "Loggkontroll för Kungsholmen" in client.get("/").text
    client.fill(f"/loggkontroll/{check_id}", 0, conclusion="Allt befogat.")
    assert "Loggkontroll för Kungsholmen" not in client.get("/").text
    assert "Dags för loggkontroll" not in client.get("/").text
    with house.database.transaction(write=False) as session:
        kept = session.exec(select(AccessCheck)).one()
        assert kept.kept
        assert kept.kept["conclusion"] == "Allt befogat."
    house.clock.forward(days=93)
    assert "Dags för loggkontroll" in house.client("lasare").get("/").text
    later = house.client("lasare")
    assert later.fill("/loggkontroll", 0, months="12").status_code == 302
    assert "Kungsholmen: den senaste" not in house.client("lasare").get("/").text


@pytest.mark.parametrize("account", ["annan-lasare", "annan-samordnare", "administrator", "granskare", "enhetschef"])
def test_another_boards_check_is_nobody_elses(house: House, account: str) -> None:
    check_id = drawn_check(house)
    client = house.client(account)
    expected = 404 if account.startswith("annan-") else 403
    addresses = (f"/loggkontroll/{check_id}", f"/loggkontroll/post/{entries(house, check_id)[0]}")
    assert {client.get(address).status_code for address in addresses} == {expected}


def word_text(file: bytes) -> str:
    document = Document(io.BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_what_is_erased_of_a_check_is_said_and_nobody_is_named(house: House) -> None:
    check_id = drawn_check(house)
    judged(house, check_id, "lasare", note="Kvällsarbete?")
    client, page = house.client("lasare"), f"/loggkontroll/{check_id}"
    assert client.fill(page, 0, conclusion="Enheten frågar om kvällsarbetet.").status_code == 302
    digest = re.search(r'<code class="hash">([0-9a-f]{64})</code></p>\s*</section>', client.get(page).text)
    with house.database.transaction() as session:
        [found] = found_of(session, KindId.ACCESS_CHECK, [house.boards[OWN]])
        assert (found.waits, found.counts["protokoll"], found.counts["slutsatser"]) == ("", 1, 1)
        erase(session, house.stamp("samordnare"), found)
    with house.database.transaction(write=False) as session:
        assert journal.verify(session)[1] == []
    shown, in_word = client.get(page).text, word_text(client.get(f"{page}/protokoll.docx").data)
    for text_ in (shown, in_word, "".join(told_by_the_journal(house))):
        assert "kvällsarbete" not in text_.lower()
    assert "Slutsatsen, anteckningarna och det signerade protokollet är gallrade." in shown
    assert "är gallrade. Protokollets hash är den som det hade" in in_word
    assert digest
    assert digest[1] in in_word


def told_by_the_journal(house: House) -> list[str]:
    with house.database.transaction(write=False) as session:
        return [entry.content or "" for entry in journal.entries(session)]
