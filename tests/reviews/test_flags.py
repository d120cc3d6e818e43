"""What can't wait for the report reaches the coordinator and the unit the same day, and nobody else."""

from typing import Any

from sqlmodel import col, select

from audit.journal.models import JournalEntry
from audit.reviews.models import Flag
from audit.reviews.rules.flags import FlagKind, FlagState, flag_state, reported_fault
from tests.support.house import START, House
from tests.support.pages import parse, text_of
from tests.support.reviewed import distributed_round, review_id_of

SEEN = "Barnet har inte varit i skolan sedan mars. Journal 2026-03-14."


def said(house: House, account: str, address: str) -> str:
    return text_of(parse(house.client(account).get(address)).find(".//main"))


def raised(house: House, **fields: Any) -> tuple[int, int]:
    """The round, and the flag that its reviewer raises on one of its files."""
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    told: dict[str, Any] = {"kind": FlagKind.CHILD.value, "seen": SEEN} | fields
    answer = house.client("granskare").fill(f"/granskning/{review_id}/flagga", **told)
    assert answer.status_code == 302, text_of(parse(answer).find(".//main"))
    with house.database.transaction(write=False) as session:
        flag_id = session.exec(select(Flag.id)).one()
    assert flag_id
    return round_id, flag_id


def actions(house: House) -> list[str]:
    with house.database.transaction(write=False) as session:
        told = select(JournalEntry.action).where(col(JournalEntry.action).startswith("flag:"))
        return list(session.exec(told.order_by(col(JournalEntry.sequence))))


def test_a_flag_reaches_the_coordinator_and_the_unit_at_once(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, _ = raised(house, reported_to="Mottagningsenheten", reported_on="2026-09-01")
    assert "1 flagga i " in said(house, "samordnare", "/")
    assert "1 brådskande ärende" in said(house, "enhetschef", "/")
    listed = said(house, "samordnare", f"/granskning/omgang/{round_id}/flaggor")
    assert "Oro för ett barn" in listed
    assert "Väntar på besked" in listed
    told = said(house, "enhetschef", "/bradskande")
    assert SEEN in told
    assert "Till Mottagningsenheten 2026-09-01" in told
    for account in ("annan-samordnare", "annan-enhetschef", "lasare"):
        assert "flagga i " not in said(house, account, "/")
        assert "brådskande" not in said(house, account, "/")
    assert SEEN not in said(house, "annan-enhetschef", "/bradskande")


def test_the_unit_answers_and_the_coordinator_closes_it_with_a_note(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, flag_id = raised(house)
    answer = house.client("enhetschef").fill(f"/bradskande/{flag_id}", text="Anmälan gjord i dag.")
    assert answer.status_code == 302
    assert "Enheten har svarat" in said(house, "samordnare", f"/granskning/omgang/{round_id}/flaggor")
    assert "1 flagga i " in said(house, "samordnare", "/"), "it waits for the coordinator until it is closed"
    assert "brådskande" not in said(house, "enhetschef", "/")
    coordinator = house.client("samordnare")
    assert coordinator.fill(f"/granskning/flagga/{flag_id}", 1, closing="").status_code == 422
    assert coordinator.fill(f"/granskning/flagga/{flag_id}", 1, closing="Anmälan är mottagen.").status_code == 302
    assert "flagga i " not in said(house, "samordnare", "/")
    assert "Anmälan är mottagen." in said(house, "enhetschef", "/bradskande")
    late = house.client("enhetschef")
    csrf = late.form("/mitt-konto")[1]["csrf_token"]
    assert late.post(f"/bradskande/{flag_id}", data={"csrf_token": csrf, "text": "Mer."}).status_code == 409
    done = [action for action in actions(house) if action != "flag:viewed"]
    assert done == ["flag:raised", "flag:answered", "flag:closed"]
    assert "flag:viewed" in actions(house), "whoever reads of a single client is noted"


def test_what_waits_for_the_unit_stands_before_what_it_has_answered(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, _ = raised(house)
    newer = f"/granskning/{review_id_of(house, round_id, position=3)}/flagga"
    house.client("granskare").fill(newer, kind=FlagKind.PAYMENT.value, seen="Hyran är utbetald två gånger.")
    with house.database.transaction(write=False) as session:
        flag_id = max(session.exec(select(Flag.id)).all(), key=lambda one: one or 0)
    house.client("enhetschef").fill(f"/bradskande/{flag_id}", text="Återkrav är gjort.")
    for account, address in (("enhetschef", "/bradskande"), ("samordnare", f"/granskning/omgang/{round_id}/flaggor")):
        told = said(house, account, address)
        assert told.index("Väntar på besked") < told.index("Enheten har svarat")


def test_a_reader_sees_how_many_there_are_and_nothing_more(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, flag_id = raised(house)
    told = said(house, "lasare", f"/granskning/omgang/{round_id}/flaggor")
    assert "Oro för ett barn (orosanmälan)11" in told
    assert SEEN not in told
    assert house.client("lasare").get(f"/granskning/flagga/{flag_id}").status_code == 403
    assert house.client("annan-samordnare").get(f"/granskning/flagga/{flag_id}").status_code == 404
    assert house.client("annan-enhetschef").get(f"/bradskande/{flag_id}").status_code == 404


def test_what_is_missing_in_a_flag_is_named_at_its_field(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    empty = page.fill(f"/granskning/{review_id}/flagga")
    assert empty.status_code == 422
    assert "Skriv vad du har sett i akten." in text_of(parse(empty).find(".//main"))
    told: dict[str, Any] = {"kind": FlagKind.PAYMENT.value, "seen": "Dubbel hyra.", "reported_to": "FUT-handläggaren"}
    undated = page.fill(f"/granskning/{review_id}/flagga", **told)
    assert undated.status_code == 422
    text = text_of(parse(undated).find(".//main"))
    assert "Skriv vilken dag det anmäldes." in text
    assert "Dubbel hyra." in text


def test_a_number_that_tells_who_it_is_has_to_be_meant(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    # Published by Skatteverket for testing; no person has it.
    told: dict[str, Any] = {"kind": FlagKind.CHILD.value, "seen": "Barnet 20170101-2393 saknas i journalen."}
    asked = page.fill(f"/granskning/{review_id}/flagga", **told)
    assert asked.status_code == 422
    text = text_of(parse(asked).find(".//main"))
    assert "ett personnummer (20170101-2393)" in text
    assert "Låt numret stå kvar" in text
    assert page.fill(f"/granskning/{review_id}/flagga", **told, stands="y").status_code == 302


def test_the_states_of_a_flag() -> None:
    assert flag_state(closed_at=None, answered=False) is FlagState.OPEN
    assert flag_state(closed_at=None, answered=True) is FlagState.ANSWERED
    assert flag_state(closed_at=START, answered=False) is FlagState.CLOSED
    tomorrow, today = START.date().replace(day=2), START.date()
    assert reported_fault(reported_to="x", reported_on=tomorrow, today=today) == (
        "reported_on",
        "Dagen har inte varit än. Skriv dagen när det anmäldes.",
    )
    assert reported_fault(reported_to="x", reported_on=today, today=today) is None
    assert reported_fault(reported_to="", reported_on=None, today=today) is None
