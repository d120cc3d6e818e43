"""What is shared with the unit can't be taken back, says to whom it goes, and is answered without losing a word."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from audit.accounts.models import RoleGrant
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.operations import GivenReply
from audit.findings.rules import AlreadySharedError, Stance
from audit.rounds.models import Round
from tests.findings.test_observations import journalled
from tests.findings.told import case_ids, finding, observed, reviewed, words
from tests.support.house import House

# ---- Sharing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def test_before_sharing_one_is_told_to_whom_and_how_many(house: House) -> None:
    round_id, client = reviewed(house), house.client("samordnare")
    first, second = observed(house, round_id), observed(house, round_id, board="Norrmalm", title="Bara Norrmalm")
    page = words(client.get(f"/kommunicering/omgang/{round_id}/dela?iakttagelse={first}&iakttagelse={second}"))
    assert "Du är på väg att dela 2 iakttagelser. Det går inte att ångra" in page
    assert "Kungsholmen, 1 iakttagelse: Enhetschef" in page
    assert "Norrmalm, 2 iakttagelser: Enhetschef" in page
    assert finding(house, round_id, first).observation.shared_at is None


def test_a_board_without_unit_head_is_said(house: House) -> None:
    round_id = reviewed(house, "Östermalm")
    observation_id = observed(house, round_id, boards=("Östermalm",))
    with house.database.transaction() as session:
        head = session.get_one(RoleGrant, _grant(house, "annan-enhetschef"))
        session.delete(head)
    page = words(
        house.client("annan-samordnare").get(f"/kommunicering/omgang/{round_id}/dela?iakttagelse={observation_id}")
    )
    assert "Östermalm, 1 iakttagelse: ingen enhetschef har konto än." in page


def _grant(house: House, account: str) -> int:
    with house.database.transaction(write=False) as session:
        query = select(RoleGrant).where(RoleGrant.account_id == house.accounts[account])
        return next(grant.id or 0 for grant in session.exec(query) if grant.role is Role.UNIT_HEAD)


def test_only_what_is_ticked_is_shared(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = reviewed(house), house.client("samordnare")
    first, second = observed(house, round_id), observed(house, round_id, title="Den andra")
    sent = client.fill(f"/kommunicering/omgang/{round_id}/dela?iakttagelse={second}")
    assert sent.status_code == 302
    assert finding(house, round_id, first).observation.shared_at is None
    assert finding(house, round_id, second).observation.shared_at == house.clock()
    (entry,) = journalled(house, "observation:shared")
    assert f'"to":[{house.accounts["enhetschef"]}]' in entry


def test_nothing_ticked_is_said_in_words(house: House) -> None:
    round_id = reviewed(house)
    observed(house, round_id)
    sent = house.client("samordnare").get(f"/kommunicering/omgang/{round_id}/dela")
    assert sent.status_code == 422
    assert "Kryssa för minst en iakttagelse att dela." in words(sent)


def test_what_is_shared_can_not_be_removed_or_shared_again_as_it_stands(house: House) -> None:
    round_id, client = reviewed(house), house.client("samordnare")
    observation_id = observed(house, round_id)
    remove = client.form(f"/iakttagelser/{observation_id}/ta-bort")
    share = client.form(f"/kommunicering/omgang/{round_id}/dela?iakttagelse={observation_id}")
    client.post(share[0], data=share[1])
    for action, fields in (remove, (share[0], {**share[1], "once": "another showing"})):
        assert client.post(action, data=fields).status_code == 409
    answer = client.get(f"/iakttagelser/{observation_id}/ta-bort")
    assert answer.location == f"/iakttagelser/{observation_id}"
    assert len(finding(house, round_id, observation_id).sharings) == 1


def test_what_is_changed_after_sharing_reaches_the_unit_only_when_it_is_shared_anew(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, client = reviewed(house), house.client("samordnare")
    observation_id = observed(house, round_id, shared=True)
    head = house.client("enhetschef")
    address = f"/kommunicering/iakttagelse/{observation_id}"
    head.fill(address, stance="haller_med")
    house.clock.forward(minutes=10)
    client.fill(f"/iakttagelser/{observation_id}/andra", recommendation="Inför två rubriker.")
    assert "Iakttagelsen är ändrad sedan den delades 2026-09-01" in words(client.get(f"/iakttagelser/{observation_id}"))
    assert "Inför en rubrik i mallen." in words(head.get(address))
    assert "Inför två rubriker." not in words(head.get(address))
    client.fill(f"/kommunicering/omgang/{round_id}/dela?iakttagelse={observation_id}")
    assert "Inför två rubriker." in words(head.get(address))
    assert "Iakttagelsen är delad på nytt sedan enheten svarade." in words(head.get(address))
    assert "1 iakttagelse väntar på enhetens svar." in words(head.get("/kommunicering"))
    page = words(client.get(f"/iakttagelser/{observation_id}"))
    assert "Läs den som den delades" in page
    assert "Inför en rubrik i mallen." in page
    assert "Delad på nytt, inte besvarad" in page


def test_a_shared_observation_is_not_moved_to_another_board(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)
    sent = house.client("samordnare").fill(f"/iakttagelser/{observation_id}/andra", board=str(house.boards["Norrmalm"]))
    assert sent.status_code == 422
    assert "Den kan inte flyttas till en annan nämnd" in words(sent)


def test_an_observation_of_another_round_is_not_shared_along(house: House) -> None:
    round_id = reviewed(house)
    other = reviewed(house, "Östermalm")
    foreign = observed(house, other, boards=("Östermalm",))
    own = observed(house, round_id)
    client = house.client("samordnare")
    action, fields = client.form(f"/kommunicering/omgang/{round_id}/dela?iakttagelse={own}")
    sent = client.post(action, data={**fields, "observations": [str(own), str(foreign)]})
    assert sent.status_code == 409
    assert finding(house, round_id, own).observation.shared_at is None
    assert finding(house, other, foreign).observation.shared_at is None


def test_two_coordinators_share_the_same_only_once(house_on_each: House) -> None:
    house = house_on_each
    round_id = reviewed(house)
    observation_id = observed(house, round_id)

    def share() -> bool:
        with house.database.transaction() as session:
            round_ = session.get_one(Round, round_id)
            operations.share(session, stamp=house.stamp(), round_=round_, observation_ids=[observation_id])
        return True

    assert _at_once(share, AlreadySharedError) == [False, True]
    assert len(journalled(house, "observation:shared")) == 1


def _at_once(act: Callable[[], bool], refused: type[Exception]) -> list[bool]:
    def trying(_: int) -> bool:
        try:
            return act()
        except refused:
            return False

    with ThreadPoolExecutor(2) as people:
        return sorted(people.map(trying, range(2)))


# ---- Meetings ---------------------------------------------------------------------------------------------------


def test_a_meeting_is_noted_with_its_roles_and_corrected_with_a_trace(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = reviewed(house), house.client("samordnare")
    sent = client.fill(
        f"/kommunicering/omgang/{round_id}/samtal",
        held_on="2026-08-31",
        participants="Enhetschef",
        notes="Vi gick igenom.",
    )
    assert sent.status_code == 302
    page = words(client.get(f"/kommunicering/omgang/{round_id}"))
    assert "2026-08-31 Enhetschef Vi gick igenom." in page
    client.fill("/kommunicering/samtal/1/andra", participants="Enhetschef och två granskare")
    assert "Enhetschef och två granskare" in words(house.client("lasare").get(f"/kommunicering/omgang/{round_id}"))
    (entry,) = journalled(house, "meeting:changed")
    assert '"participants":"Enhetschef"' in entry


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"held_on": "2026-09-02"}, "Dagen har inte varit än."),
        ({"held_on": "i går"}, "Skriv datumet som ÅÅÅÅ-MM-DD"),
        ({"participants": ""}, "Skriv vilka roller som var med."),
        ({"notes": "Särskilt {case}."}, "Texten nämner ärende"),
    ],
)
def test_a_meeting_that_can_not_be_noted_says_why(house_on_sqlite: House, wrong: dict[str, str], said: str) -> None:
    house = house_on_sqlite
    round_id = reviewed(house)
    case = case_ids(house, round_id)[0]
    values: dict[str, Any] = {"participants": "Enhetschef"} | {
        name: text.format(case=case) for name, text in wrong.items()
    }
    sent = house.client("samordnare").fill(f"/kommunicering/omgang/{round_id}/samtal", **values)
    assert sent.status_code == 422
    assert said in words(sent)


# ---- Replies ----------------------------------------------------------------------------------------------------


def test_the_unit_head_reads_and_answers(house_on_each: House) -> None:
    house = house_on_each
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)
    head = house.client("enhetschef")
    page = words(head.get("/kommunicering"))
    assert "1 iakttagelse väntar på enhetens svar." in page
    sent = head.fill(
        f"/kommunicering/iakttagelse/{observation_id}",
        stance="haller_med",
        text="Det stämmer.",
        measure="Ny rubrik i mallen.",
        responsible="Biträdande enhetschef",
        due_on="2026-12-01",
    )
    assert sent.location == "/kommunicering"
    assert "Allt som delats är besvarat." in words(head.get("/kommunicering"))
    for account in ("samordnare", "lasare"):
        page = words(house.client(account).get(f"/kommunicering/omgang/{round_id}"))
        assert "Enheten håller med" in page
        assert "Det stämmer." in page
        assert "Åtgärd: Ny rubrik i mallen. Biträdande enhetschef. Klart senast 2026-12-01." in page


def test_a_later_reply_does_not_erase_an_earlier_one(house_on_each: House) -> None:
    house = house_on_each
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)
    head, address = house.client("enhetschef"), f"/kommunicering/iakttagelse/{observation_id}"
    head.fill(address, stance="haller_inte_med", text="Barnen är vuxna.")
    house.clock.forward(minutes=10)
    head.fill(address, stance="haller_med", text="Vi har läst igen.")
    replies = finding(house, round_id, observation_id).replies
    assert [(reply.number, reply.stance is Stance.AGREES, reply.text) for reply in replies] == [
        (1, False, "Barnen är vuxna."),
        (2, True, "Vi har läst igen."),
    ]
    page = words(head.get(address))
    assert page.index("Vi har läst igen.") < page.index("Barnen är vuxna.")
    assert "1 tidigare svar" in words(house.client("samordnare").get(f"/kommunicering/omgang/{round_id}"))


def test_who_does_not_agree_says_why_and_what_was_typed_is_kept(house: House) -> None:
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)
    sent = house.client("enhetschef").fill(
        f"/kommunicering/iakttagelse/{observation_id}", stance="haller_inte_med", measure="Ingen.", due_on="2026-08-01"
    )
    assert sent.status_code == 422
    assert "Skriv vad ni inte håller med om, och varför." in words(sent)
    assert "Datumet har redan passerat." in words(sent)
    assert "Ingen." in words(sent)
    assert finding(house, round_id, observation_id).replies == ()


def test_two_unit_heads_answering_at_once_get_a_number_each(house_on_each: House) -> None:
    house = house_on_each
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)

    def answer() -> bool:
        with house.database.transaction() as session:
            given = GivenReply(Stance.AGREES, measure="Ny mall.", due_on=date(2026, 12, 1))
            operations.reply(session, stamp=house.stamp("enhetschef"), observation_id=observation_id, given=given)
        return True

    assert _at_once(answer, AlreadySharedError) == [True, True]
    assert [reply.number for reply in finding(house, round_id, observation_id).replies] == [1, 2]
