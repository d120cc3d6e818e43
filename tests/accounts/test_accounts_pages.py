"""The administrator's pages on accounts: who may do what, and that somebody can always administer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import select

from audit.accounts import administration
from audit.accounts.administration import RefusedError
from audit.accounts.models import Account, RoleGrant
from audit.accounts.rules import Role
from audit.journal import operations as journal
from tests.accounts.people import is_signed_in, journal_actions, of_account, sign_in, text, with_password
from tests.support.house import House


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages: what the two databases do differently is proven where the operations are."""
    return house_on_sqlite


def grants(house: House, username: str) -> set[tuple[Role, int | None]]:
    with house.database.transaction(write=False) as session:
        query = select(RoleGrant).join(Account).where(Account.username == username)
        return {(grant.role, grant.board_id) for grant in session.exec(query)}


def page_of(house: House, name: str) -> str:
    return f"/konton/{house.accounts[name]}"


# ---- The list ---------------------------------------------------------------------------------------------------


def test_the_list_tells_roles_in_words_and_how_each_account_stands(house: House) -> None:
    with_password(house, "granskare", "administrator")
    administrator = house.client("administrator")
    administrator.fill(page_of(house, "lasare"), "Skapa ny inbjudan")
    administrator.fill(page_of(house, "enhetschef"), "Stäng kontot")
    page = text(administrator.get("/konton"))
    assert "Granskare för Kungsholmen och Norrmalm" in page
    assert "Samordnare för Östermalm" in page
    for word in ("Aktivt", "Inbjuden", "till 2026-09-08 10:00", "Inbjudan gäller inte längre", "Stängt"):
        assert word in page


# ---- A new account ----------------------------------------------------------------------------------------------


def test_a_new_account_gets_its_roles_and_a_link(house: House) -> None:
    administrator = house.client("administrator")
    boxes = [f"granskare:{house.boards['Norrmalm']}", f"lasare:{house.boards['Östermalm']}"]
    answer = administrator.fill("/konton/nytt", name="Ny Person", username=" Ny.Person ", grants=boxes)
    page = text(administrator.get(answer.location))
    assert "Kontot för Ny Person är skapat." in page
    assert "http://localhost/inbjudan/" in page
    assert "till och med 2026-09-08 10:00" in page
    assert grants(house, "ny.person") == {
        (Role.REVIEWER, house.boards["Norrmalm"]),
        (Role.READER, house.boards["Östermalm"]),
    }
    assert journal_actions(house)[-2:] == ["account:created", "account:invited"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Skriv personens namn."),
        ({"username": ""}, "Skriv ett användarnamn."),
        ({"username": "x"}, "Användarnamnet ska ha 2 till 60 tecken."),
        ({"username": "två ord"}, "inte ha mellanslag"),
        ({"username": "Granskare"}, "Användarnamnet granskare är upptaget."),
        ({"grants": None}, "Välj minst en roll."),
        ({"grants": ["kung:1"]}, "Roller"),
    ],
)
def test_what_is_missing_or_taken_is_told_and_what_was_typed_is_kept(
    house: House, fields: dict[str, str | None], words: str
) -> None:
    typed = {"name": "Ny Person", "username": "ny.person", "grants": ["administrator:"], **fields}
    client = house.client("administrator")
    address, empty = client.form("/konton/nytt")
    values = {name: value for name, value in {**empty, **typed}.items() if value is not None}
    answer = client.post(address, data=values)
    assert answer.status_code == 422
    assert words in text(answer)
    assert f'value="{values["name"]}"' in text(answer)
    assert grants(house, "ny.person") == set()


# ---- Changing ---------------------------------------------------------------------------------------------------


def test_changed_roles_hold_from_the_next_click(house: House) -> None:
    person = house.client("lasare")
    assert person.get("/konton").status_code == 403
    house.client("administrator").fill(page_of(house, "lasare"), name="Ny Administratör", grants=["administrator:"])
    assert person.get("/konton").status_code == 200
    assert "Ny Administratör" in text(person.get("/mitt-konto"))


def test_the_boxes_show_the_roles_as_they_are(house: House) -> None:
    _, fields = house.client("administrator").form(page_of(house, "granskare"))
    own = [house.boards["Kungsholmen"], house.boards["Norrmalm"]]
    assert sorted(fields["grants"]) == sorted(f"granskare:{board}" for board in own)


def test_a_change_that_changes_nothing_leaves_no_entry(house: House) -> None:
    house.client("administrator").fill(page_of(house, "lasare"))
    assert "account:changed" not in journal_actions(house)


def test_the_journal_tells_which_roles_were_before_and_after(house: House) -> None:
    house.client("administrator").fill(page_of(house, "annan-lasare"), grants=["administrator:"])
    with house.database.transaction(write=False) as session:
        entry = list(journal.entries(session))[-1]
    assert entry.action == "account:changed"
    assert entry.actor == str(house.accounts["administrator"])
    assert entry.content == (
        f'{{"after":["administrator"],"before":["lasare:{house.boards["Östermalm"]}"],"renamed":false}}'
    )


def test_the_last_administrator_can_not_lose_the_role(house: House) -> None:
    with_password(house, "administrator")
    client = house.client("administrator")
    board = house.boards["Norrmalm"]
    answer = client.fill(page_of(house, "administrator"), grants=[f"lasare:{board}"])
    assert answer.status_code == 422
    assert "Det måste finnas minst en administratör" in text(answer)
    assert grants(house, "administrator") == {(Role.ADMINISTRATOR, None)}


def test_an_administrator_who_never_took_up_the_invitation_does_not_count(house: House) -> None:
    with_password(house, "administrator")
    client = house.client("administrator")
    client.fill(page_of(house, "lasare"), grants=["administrator:"])
    client.fill(page_of(house, "administrator"), "Stäng kontot")
    assert of_account(house, "administrator").active
    with_password(house, "lasare")
    client.fill(page_of(house, "administrator"), "Stäng kontot")
    assert not of_account(house, "administrator").active


def test_two_administrators_who_close_each_other_do_not_both_succeed(house: House) -> None:
    with_password(house, "administrator", "lasare")
    house.client("administrator").fill(page_of(house, "lasare"), grants=["administrator:"])
    barrier = Barrier(2)

    def close(who: str, whom: str) -> bool:
        barrier.wait()
        try:
            with house.database.transaction() as session:
                line = administration.account_lines(session, now=house.clock(), account_id=house.accounts[whom])[0]
                administration.close_account(session, stamp=house.stamp(who), line=line)
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        closed = list(pool.map(close, ("administrator", "lasare"), ("lasare", "administrator")))
    assert sorted(closed) == [False, True]


# ---- Closing ----------------------------------------------------------------------------------------------------


def test_closing_ends_the_sessions_at_once_and_opening_lets_the_person_in_again(house: House) -> None:
    with_password(house, "administrator", "granskare")
    administrator, person = house.client("administrator"), house.client("granskare")
    assert "loggas ut genast från 1 webbläsare" in text(administrator.get(page_of(house, "granskare")))
    administrator.fill(page_of(house, "granskare"), "Stäng kontot")
    assert not is_signed_in(person)
    assert "är stängt" in text(administrator.get(page_of(house, "granskare")))
    administrator.fill(page_of(house, "granskare"), "Öppna kontot igen")
    assert not is_signed_in(person), "the old session stays ended"
    assert sign_in(house.client(), "granskare").status_code == 302
    told = [action for action in journal_actions(house) if action.startswith("account:")]
    assert told == ["account:closed", "account:reopened"]


def test_a_closed_account_can_not_be_invited(house: House) -> None:
    with_password(house, "administrator")
    client = house.client("administrator")
    address, fields = client.form(page_of(house, "granskare"), "Skapa ny inbjudan")
    client.fill(page_of(house, "granskare"), "Stäng kontot")
    assert client.post(address, data=fields).status_code == 409


def test_an_account_that_is_not_there_is_not_found(house: House) -> None:
    assert house.client("administrator").get("/konton/9999").status_code == 404


def test_the_administrator_is_warned_before_giving_up_the_role(house: House) -> None:
    client = house.client("administrator")
    assert "Det här är ditt eget konto." in text(client.get(page_of(house, "administrator")))
    assert "Det här är ditt eget konto." not in text(client.get(page_of(house, "lasare")))
