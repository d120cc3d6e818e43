"""The whole way on the pages: a decision, what is due, one proposes, another approves, and the proof."""

import json
from datetime import timedelta
from typing import Any

from sqlmodel import select

from audit.backups.operations.form import folder_of
from audit.backups.rules import name_of
from audit.jobs.models import Job, JobStatus
from audit.journal import operations as journal
from audit.reports.models import ReportFiles
from audit.retention.models import Erasure
from audit.retention.operations.deciding import COLLISION
from audit.retention.rules import KindId, hash_of
from tests.retention import telling
from tests.retention.test_erasing import BOARD, MARKER, told
from tests.support.house import House
from tests.support.pages import text_of
from tests.support.reviewed import review_id_of

RULE = {
    "keeping": "gallras", "months": "12", "event": "publicerad", "decided_by": "Kungsholmens stadsdelsnämnd (påhittat)",
    "decided_on": "2026-08-20", "reference": "dnr 3/2026 § 12",
}  # fmt: skip


def page_of(response: Any) -> str:
    from tests.support.pages import parse

    return text_of(parse(response))


def test_from_the_decision_to_the_proof(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = told(house)
    one, other = house.client("samordnare"), house.client("samordnare2")
    before = page_of(one.get(f"/omgangar/{round_id}/rapport/publicerad/1"))
    text = page_of(one.get("/gallring"))
    assert "Inget beslut: inget gallras" in text
    assert "Inget ska gallras i dag" in text

    # Everything that is wrong is said at once, and what was typed stays.
    rule = f"/gallring/regel/{house.boards[BOARD]}/granskning"
    wrong = one.fill(rule, 0, **{**RULE, "months": "", "reference": "", "decided_on": "2030-01-01"})
    assert wrong.status_code == 422
    said = page_of(wrong)
    assert "Skriv efter hur många månader" in said
    assert "Skriv beslutets nummer" in said
    assert "Beslutet kan inte ha fattats efter i dag" in said
    said = page_of(one.fill(rule, 0, **{**RULE, "months": "1201", "decided_by": ""}))
    assert "mellan 1 och 1200" in said
    assert "Skriv vem som beslutade" in said
    assert one.fill(rule, 0, **RULE).status_code == 302

    overview = page_of(one.get("/gallring"))
    assert "Gallras 1 år efter att rapporten publicerades" in overview
    assert "svar med text" in overview
    assert one.fill("/gallring", 0).status_code == 302
    address = "/gallring/1"
    own = page_of(one.get(address))
    assert "Du har lagt förslaget" in own
    assert "Godkänn och gallra" not in own
    assert MARKER.encode() in one.get(f"/granskning/{review_id_of(house, round_id)}/historik").get_data()

    folder = folder_of(house.settings)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name_of(house.clock() - timedelta(days=1))).touch()
    with house.database.transaction() as session:
        session.add(ReportFiles(round_id=round_id, owner_id=house.accounts["samordnare"], asked_at=house.clock()))
    waiting = house.settings.instance / "reports" / "1"
    waiting.mkdir(parents=True)
    (waiting / "1").write_text(MARKER)
    assert "svar med text" in page_of(other.get(address))
    assert other.fill(address, "Godkänn och gallra").status_code == 302
    telling.cleaned(house)

    done = page_of(other.get(address))
    assert "Bevis om gallring" in done
    assert "Räknat igen efteråt: inget kvar" in done
    assert "Omskrivna" in done
    assert "är borta senast 2027-09-" in done
    assert "1 beställning borttagna" in done
    assert not waiting.exists()
    assert MARKER.encode() not in one.get(f"/granskning/{review_id_of(house, round_id)}/historik").get_data()
    assert page_of(one.get(f"/omgangar/{round_id}/rapport/publicerad/1")) == before
    proof = one.get(f"{address}/bevis.json").get_data(as_text=True)
    with house.database.transaction(write=False) as session:
        assert hash_of(proof) == session.exec(select(Erasure.sha256)).one()
        assert journal.verify(session)[1] == []
    assert json.loads(proof)["decided_by"] == RULE["decided_by"]
    assert not [name for name in house.accounts if name in proof]  # roles, never people
    assert "svar med text" not in page_of(one.get("/gallring")).partition("Förslag och bevis")[0]


def test_who_comes_second_is_told(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = told(house)
    one, other = house.client("samordnare"), house.client("samordnare2")
    telling.decided(house, KindId.REVIEW, BOARD)
    erasure_id = telling.proposed(house, KindId.REVIEW, round_id)
    address, fields = other.form(f"/gallring/{erasure_id}", "Godkänn och gallra")
    assert one.fill(f"/gallring/{erasure_id}", 0, reason="").status_code == 422
    assert one.fill(f"/gallring/{erasure_id}", 0, reason="Fel omgång").status_code == 302
    late = other.post(address, data=fields, follow_redirects=True)
    assert "hann före" in page_of(late)
    assert MARKER.encode() in one.get(f"/granskning/{review_id_of(house, round_id)}/historik").get_data()
    rule = f"/gallring/regel/{house.boards[BOARD]}/granskning"
    first, second = one.form(rule), other.form(rule)
    assert one.post(rule, data={**first[1], **RULE}).status_code == 302
    collided = other.post(rule, data={**second[1], **RULE, "months": "24"})
    assert collided.status_code == 422
    assert COLLISION in page_of(collided)


def test_the_administrator_sees_counts_and_has_rules_of_the_installation(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = told(house)
    telling.second_administrator(house)
    with house.database.transaction() as session:
        owner = house.accounts["samordnare"]
        about: dict[str, Any] = {"payload": {}, "location": "/", "created_at": house.clock()}
        session.add(Job(kind="påhittat", title="Påhittat", owner_id=owner, status=JobStatus.DONE, **about))
    telling.decided(house, KindId.REVIEW, BOARD)
    telling.decided(house, KindId.JOB, months=1)
    telling.decided(house, KindId.ACCOUNT_LOG, months=1)
    house.clock.forward(days=telling.YEAR)
    one, other = house.client("administrator"), house.client("administrator2")
    text = page_of(one.get("/gallring"))
    assert "svar med text" in text
    assert "Nämnden avgör" in text
    assert "KUN-" not in text
    assert one.get(f"/gallring/regel/{house.boards[BOARD]}/granskning").status_code == 403
    _, fields = one.form("/gallring")
    fields |= {"kind": "granskning", "board_id": str(house.boards[BOARD]), "of_id": str(round_id)}
    assert "hör inte till dina nämnder" in page_of(one.post("/gallring/foresla", data=fields, follow_redirects=True))
    assert one.fill("/gallring", 0).status_code == 302
    assert other.fill("/gallring/installationen/1", "Godkänn och gallra").status_code == 302
    assert "Bevis om gallring" in page_of(other.get("/gallring/installationen/1"))
    with house.database.transaction(write=False) as session:
        assert journal.verify(session)[1] == []
    assert house.client("granskare").get("/gallring").status_code == 403


def test_the_protocol_s_page_is_there_when_the_ids_are_erased(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = told(house)
    client = house.client("samordnare")
    proven = client.get(f"/omgangar/{round_id}/protokoll.json").get_data()
    from audit.registers.models import Frame

    with house.database.transaction(write=False) as session:
        extract_id = session.exec(select(Frame.extract_id).where(Frame.board_id == house.boards[BOARD])).one()
    telling.erased(house, KindId.REGISTER, extract_id)
    telling.erased(house, KindId.REVIEW, round_id)
    telling.erased(house, KindId.SAMPLE, round_id)
    page = page_of(client.get(f"/omgangar/{round_id}/protokoll"))
    assert "gallrad-" in page
    assert client.get(f"/omgangar/{round_id}/protokoll.json").get_data() == proven
    assert client.get(f"/omgangar/{round_id}/protokoll.pdf").status_code == 200
    assert client.get(f"/iakttagelser/omgang/{round_id}").status_code == 200
    assert client.get(f"/omgangar/{round_id}/rapport").status_code == 200
    assert client.get(f"/granskning/omgang/{round_id}").status_code == 200
    assert client.get("/jamforelse").status_code == 200
    assert client.get("/register").status_code == 200
