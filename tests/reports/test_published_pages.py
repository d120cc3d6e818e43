"""Published reports on their pages: who reads which, what is asked before, what is journalled, files that wait."""

from pathlib import Path

import pytest
from sqlmodel import select

from audit.app import create_worker
from audit.jobs.models import Job, JobStatus
from audit.jobs.operations import Progress, Worker
from audit.journal.models import JournalEntry
from audit.reports.models import ReportPublication
from audit.reports.operations import handlers
from tests.reports import documents
from tests.reports.publishing import REASON, publish, stored
from tests.reports.told import Told, tell
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of

SMALL = "Akterna är slumpvis dragna, och ingen vet vilka de är."


@pytest.fixture
def told(house_on_sqlite: House) -> Told:
    return tell(house_on_sqlite)


def shown(client: PageClient, address: str, status: int = 200) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == status, address
    return text_of(parse(answer).find(".//main")).replace("\N{NO-BREAK SPACE}", " ")


def report(told: Told, rest: str = "") -> str:
    return f"/omgangar/{told.round_id}/rapport{rest}"


def actions(house: House) -> list[str]:
    with house.database.transaction(write=False) as session:
        return list(session.exec(select(JournalEntry.action).order_by(JournalEntry.sequence)))  # type: ignore[arg-type]


def test_the_check_asks_before_anything_is_published_and_keeps_what_was_typed(
    house_on_sqlite: House, told: Told
) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    client.fill(report(told, "/avsnitt/bakgrund"), text="Ring växeln, 070-123 45 67.")
    answer = client.fill(report(told, "/publicera"), small=SMALL)
    assert answer.status_code == 422
    page = text_of(parse(answer).find(".//main"))
    assert "Telefonnummer »070-123 45 67«" in page
    assert "Bakgrund, stycke 1. Ta bort numret, om det inte är en myndighets eget. Ändra texten" in page
    assert "Varför får »070-123 45 67« stå?: Skriv varför det får stå, eller ändra texten." in page
    assert [each.get("value") for each in parse(answer).iter("input") if each.get("name") == "small"] == [SMALL]
    action, fields = client.form(report(told, "/publicera"))
    asked = labels(client, report(told, "/publicera"))
    [reason] = [name for name in fields if name.startswith("skal_") and "Varför" in asked[name]]
    answer = client.post(action, data={**fields, reason: REASON, "small": SMALL})
    assert answer.status_code == 302
    assert "Version 1 är publicerad." in shown(client, answer.headers["Location"])
    with house.database.transaction(write=False) as session:
        reasons = stored(session, told.round_id).reasons
    assert {each["reason"] for each in reasons} == {REASON, SMALL}


def labels(client: PageClient, address: str) -> dict[str, str]:
    """What the fields of a page are called, by their names."""
    return {str(label.get("for")): text_of(label) for label in parse(client.get(address)).iter("label")}


def test_a_report_that_has_changed_since_the_check_is_checked_again(house_on_sqlite: House, told: Told) -> None:
    client = house_on_sqlite.client("samordnare")
    action, fields = client.form(report(told, "/publicera"))
    client.fill(report(told, "/avsnitt/bakgrund"), text="Ny text.")
    answer = client.post(action, data={**fields, "small": SMALL})
    assert answer.status_code == 422
    assert "Rapporten har ändrats sedan du öppnade sidan." in text_of(parse(answer))
    assert client.fill(report(told, "/publicera"), small=SMALL).status_code == 302


def test_readers_and_the_unit_head_see_what_is_published_and_no_draft(house_on_sqlite: House, told: Told) -> None:
    house = house_on_sqlite
    house.client("samordnare").fill(report(told, "/avsnitt/bakgrund"), text="Publicerad text.")
    for account in ("lasare", "enhetschef"):
        assert "Ingen är publicerad än." in shown(house.client(account), "/rapporter")
        assert house.client(account).get(report(told, "/publicerad/1")).status_code == 404
    publish(house, told.round_id)
    house.client("samordnare").fill(report(told, "/avsnitt/bakgrund"), text="Text i ett nytt utkast.")
    for account in ("lasare", "enhetschef"):
        client = house.client(account)
        assert "Aktgranskning 2026" in shown(client, "/rapporter")
        page = shown(client, report(told, "/publicerad/1"))
        assert "Publicerad text." in page
        assert "nytt utkast" not in page
        assert "Urvalsprotokollet med ärendenummer" not in page
        assert "Samordnare" in page
        assert client.get(report(told, "/publicerad/1/urvalsprotokoll")).status_code == 403
        assert "Publicerad text." in documents.everything(client.get(report(told, "/publicerad/1/fil/docx")).data)
    assert "Publicerad text." in shown(house.client("lasare"), report(told))
    assert house.client("granskare").get(report(told, "/publicerad/1")).status_code == 403
    assert house.client("annan-lasare").get(report(told, "/publicerad/1")).status_code == 404


def test_looking_at_the_secret_protocol_and_taking_out_files_are_in_the_journal(
    house_on_sqlite: House, told: Told
) -> None:
    house = house_on_sqlite
    publish(house, told.round_id)
    client = house.client("samordnare")
    before = len(actions(house))
    assert "KUN-0" in shown(client, report(told, "/publicerad/1/urvalsprotokoll"))
    assert "KUN-0" in documents.everything(client.get(report(told, "/publicerad/1/urvalsprotokoll/docx")).data)
    client.get(report(told, "/publicerad/1/fil/xlsx"))
    assert actions(house)[before:] == ["report:protocol_seen", "report:protocol_seen", "report:exported"]
    assert client.get(report(told, "/publicerad/1/fil/exe")).status_code == 404


def test_a_version_that_somebody_has_changed_is_not_shown(house_on_sqlite: House, told: Told) -> None:
    house = house_on_sqlite
    publish(house, told.round_id)
    with house.database.transaction() as session:
        row = session.get_one(ReportPublication, stored(session, told.round_id).id)
        row.content = row.content.replace("Kungsholmen", "Kungsholm")
    assert house.client("lasare").get(report(told, "/publicerad/1")).status_code == 409


def test_a_board_keeps_its_list_of_words_to_itself(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    client, address = house.client("samordnare"), f"/rapporter/ord/{house.boards['Norrmalm']}"
    assert client.fill(address, words="Vedhuggaren\nav").status_code == 422
    assert client.fill(address, words="Vedhuggaren\nHjulmakaren").status_code == 302
    assert "2 ord lades till i listan. " in shown(client, address)
    action, fields = client.form(address, "Ta bort de förkryssade")
    [word_id] = [
        field.get("value") for field in parse(client.get(address)).iter("input") if field.get("id") == "gone-0"
    ]
    client.post(action, data={**fields, "gone": word_id})
    page = shown(client, address)
    assert "Vedhuggaren" in page
    assert "Hjulmakaren" not in page
    assert house.client("annan-samordnare").get(address).status_code == 404
    assert house.client("administrator").get(address).status_code == 403
    assert "Vedhuggaren" not in shown(client, f"/rapporter/ord/{house.boards['Kungsholmen']}")


# ---- Files that wait --------------------------------------------------------------------------------------------


def test_files_are_made_beside_the_pages_and_wait_for_who_asked_through_a_restart(
    house_on_sqlite: House, told: Told
) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    answer = client.fill(report(told), "Ta fram alla filer")
    job_page = answer.headers["Location"]
    stop_in_the_middle(house)
    with house.database.transaction(write=False) as session:
        job = session.exec(select(Job)).one()
        files_id = job.payload["files"]
    assert job.status is JobStatus.RUNNING
    assert (job.done, job.total) == (2, 12)
    assert "2 av 12 filer är klara." in shown(client, job_page)
    worker = create_worker(house.settings, house.database, clock=house.clock)
    worker.take_up_interrupted()
    worker.run_waiting()
    page = shown(client, job_page)
    assert "12 filer att hämta" in page
    for board in ("Kungsholmen och Norrmalm", "Kungsholmen", "Norrmalm"):
        assert f"Aktgranskning 2026 för {board}.docx" in page
    file = client.get(f"/rapporter/filer/{files_id}/1")
    assert "Förslag till beslut" in documents.everything(file.data)
    assert actions(house)[-1] == "report:exported"
    assert "Filer gjorda" in shown(client, report(told))
    assert house.client("annan-samordnare").get(f"/rapporter/filer/{files_id}").status_code == 404
    assert house.client("lasare").get(f"/rapporter/filer/{files_id}/1").status_code == 403
    lies = house.settings.instance / "reports" / str(files_id)
    assert sorted(each.name for each in lies.iterdir()) == sorted(str(place) for place in range(1, 13))
    (lies / "1").write_bytes(b"something else")
    assert client.get(f"/rapporter/filer/{files_id}/1").status_code == 404


def stop_in_the_middle(house: House) -> None:
    """Let a worker begin, and the program end after two files."""
    [(kind, handler)] = handlers(house.settings, house.database, house.clock).items()

    def interrupted(job: Job, progress: Progress) -> None:
        def counting(done: int, total: int) -> None:
            progress(done, total)
            if done == 2:
                raise SystemExit

        handler(job, counting)

    with pytest.raises(SystemExit):
        Worker(house.database, {kind: interrupted}, house.clock).run_waiting()


def test_files_are_taken_away_after_a_month(house_on_sqlite: House, told: Told) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    client.fill(report(told), "Ta fram alla filer")
    worker = create_worker(house.settings, house.database, clock=house.clock)
    worker.run_waiting()
    house.clock.forward(days=29)
    worker.run_chores()
    folder: Path = house.settings.instance / "reports"
    assert len(list(folder.iterdir())) == 1
    house.clock.forward(days=2)
    worker.run_chores()
    assert list(folder.iterdir()) == []
