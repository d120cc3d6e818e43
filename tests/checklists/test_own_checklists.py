"""A board's own checklist: sent, read through and taken into use, and from then on never changed."""

from io import BytesIO

import pytest
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from audit.accounts.rules import Role, Scope
from audit.checklists import operations
from audit.checklists.operations import TakenError
from audit.checklists_shipped import shipped
from checklists import ChecklistError
from tests.checklists.small import SMALL, altered, line_of
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of

OWN = altered(
    'version = "2027.2"', 'version = "2027.3"', SMALL.replace('version = "2027.2"\nnew', 'version = "2027.3"\nnew')
)


def sent(house: House, text: str = OWN, *boards: str, account: str = "samordnare") -> str:
    with house.database.transaction() as session:
        ids = house.board_ids(*(boards or ("Kungsholmen", "Norrmalm")))
        own = operations.send(session, stamp=house.stamp(account), data=text.encode(), source="min.toml", board_ids=ids)
        return own.name


def taken(house: House, text: str = OWN) -> str:
    name = sent(house, text)
    with house.database.transaction() as session:
        own = operations.draft(session, coordinator(house, "Norrmalm"), name)
        assert own
        operations.take_into_use(session, stamp=house.stamp(), own=own)
    return name


def coordinator(house: House, *boards: str) -> Scope:
    return Scope(1, "Samordnare", frozenset((Role.COORDINATOR, board) for board in house.board_ids(*boards)))


def reading(house: House) -> Session:
    return Session(house.database.engine)


def test_a_draft_is_offered_to_nobody_until_it_is_taken_into_use(house: House) -> None:
    name = sent(house)
    with reading(house) as session:
        assert name not in operations.offered(session, house.board_ids("Kungsholmen"))
        with pytest.raises(KeyError):
            operations.load(session, "akt-2027.3+000000000000")
    taken(house)
    with reading(house) as session:
        assert operations.load(session, name).name == "akt-2027.3"
        assert name in operations.offered(session, house.board_ids("Kungsholmen"))
        assert name not in operations.offered(session, house.board_ids("Östermalm"))
        assert set(operations.everything(session)) == {*shipped(), name}


def test_the_same_file_again_is_recognised_whatever_its_line_ends(house: House) -> None:
    assert sent(house) == sent(house, OWN.replace("\n", "\r\n"))


def test_another_boards_coordinator_who_sends_the_same_file_shares_it(house: House) -> None:
    name = taken(house)
    assert sent(house, OWN, "Östermalm", account="annan-samordnare") == name
    with reading(house) as session:
        assert name in operations.offered(session, house.board_ids("Östermalm"))


def test_what_is_in_use_is_neither_taken_again_nor_thrown_away(house: House) -> None:
    name = taken(house)
    with house.database.transaction() as session:
        own = operations.draft(session, coordinator(house, "Norrmalm"), name)
        assert own
        for act in (operations.take_into_use, operations.discard):
            with pytest.raises(TakenError):
                act(session, stamp=house.stamp(), own=own)


def test_a_version_that_exists_already_must_have_a_number_of_its_own(house_on_sqlite: House) -> None:
    with pytest.raises(ChecklistError, match="heter akt"):
        sent(house_on_sqlite, shipped()["akt-2026.1"].replace("Finns en ansökan", "Har en ansökan kommit"))


# ---- On the pages -----------------------------------------------------------------------------------------------


def upload(client: PageClient, text: str) -> TestResponse:
    file = FileStorage(BytesIO(text.encode()), "min.toml")
    return client.fill("/mallar/ny", file=file)


def test_all_faults_of_a_file_are_shown_at_once_with_their_lines(house_on_sqlite: House) -> None:
    text = altered('"vasentlig"', '"viktig"', altered("meetings >= 2", "meetings >= 'två'", OWN))
    answer = upload(house_on_sqlite.client("samordnare"), text)
    told = text_of(parse(answer).find(".//main"))
    assert answer.status_code == 422
    assert "2 fel i mallen" in told
    assert f"{line_of('två', text)} 53 questions.plan_exists.applies_when Ett heltal jämförs med en kod." in told
    assert str(line_of('"viktig"', text)) in told


def test_a_coordinator_reads_the_whole_checklist_and_takes_it_into_use(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    shown = upload(client, OWN).headers["Location"]
    page = text_of(parse(client.get(shown)).find(".//main"))
    assert "Versionen före är Granskning av personakter, ekonomiskt bistånd, 2026.2." in page
    assert "Finns en arbetsplan?" in page
    assert "Ändrad, kan inte jämföras Ny ordalydelse." in page
    assert "Borttagna frågor" in page
    assert "Utkast" in page
    done = client.fill(shown)
    page = text_of(parse(client.get(done.headers["Location"])).find(".//main"))
    assert "Egen, i bruk sedan" in page
    assert "Ta bort utkastet" not in page
    assert "Egen, i bruk" in client.get("/mallar").get_data(as_text=True)


def test_a_draft_can_be_thrown_away(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    shown = upload(client, OWN).headers["Location"]
    client.fill(shown, 1)
    assert client.get(shown).status_code == 404


def test_the_file_that_comes_out_is_the_file_to_begin_from(house_on_sqlite: House) -> None:
    answer = house_on_sqlite.client("granskare").get("/mallar/akt-2026.2/fil")
    assert answer.get_data(as_text=True) == shipped()["akt-2026.2"]
    assert 'filename="akt-2026.2.toml"' in answer.headers["Content-Disposition"]
