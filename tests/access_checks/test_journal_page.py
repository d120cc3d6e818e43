"""The journal's page: one's own boards' entries and nobody else's, searched, taken along, and tampering seen."""

import io
import re

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlmodel import select

from audit.access_checks import operations
from audit.access_checks.operations import Wanted, exporting, searching
from audit.journal import operations as journal
from audit.journal.models import JournalBoard, JournalEntry
from audit.registers.models import RegisterUnit
from audit.reviews import operations as reviews
from audit.rounds.models import SampleUnit
from audit.rounds.operations import in_use, sample
from tests.accounts.people import journal_actions
from tests.findings.test_visibility import keep_only
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, distributed_round
from tests.support.story import drawn_round

OWN, OTHER = "Kungsholmen", "Östermalm"


def words(house: House, account: str, query: str = "") -> str:
    return " ".join(text_of(parse(house.client(account).get(f"/journal{query}"))).split())


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """Two rounds, one of each side's boards, with a review begun in both."""
    for boards in ((), (OTHER,)):
        round_id = distributed_round(house_on_sqlite, *boards, size=1)
        answered_review(house_on_sqlite, round_id, board=boards[0] if boards else OWN, default="ja")
    return house_on_sqlite


def seen_by(house: House, account: str) -> set[int]:
    """Every entry that the pages show to an account, all pages taken together."""
    client, numbers, address = house.client(account), set[int](), "/journal"
    while address:
        page = client.get(address).text
        numbers |= {int(number) for number in re.findall(r'href="/journal/(\d+)"', page)}
        older = re.search(r'href="(/journal\?fore=\d+)"', page)
        address = older[1] if older else ""
    return numbers


@pytest.mark.parametrize("account", ["lasare", "samordnare", "annan-lasare", "administrator"])
def test_one_sees_ones_own_boards_entries_and_no_others(house: House, account: str) -> None:
    shown = seen_by(house, account)
    west, east = set(house.board_ids("Kungsholmen", "Norrmalm")), {house.boards[OTHER]}
    own = {"administrator": {0}, "annan-lasare": east}.get(account, west)
    with house.database.transaction(write=False) as session:
        rows = session.exec(select(JournalBoard)).all()
    assert shown == {row.sequence for row in rows if row.board_id in own}
    client = house.client(account)
    for number in sorted({row.sequence for row in rows} - shown)[:5]:
        assert client.get(f"/journal/{number}").status_code == 404
    assert client.get(f"/journal/{max(shown)}").status_code == 200


@pytest.mark.parametrize("account", ["granskare", "enhetschef"])
def test_those_whose_looking_is_overseen_do_not_see_the_journal(house: House, account: str) -> None:
    assert house.client(account).get("/journal").status_code == 403


def test_the_administrator_sees_no_case(house: House) -> None:
    page = house.client("administrator").get("/journal/poster.csv").text
    assert "Loggade in" in page
    assert not re.search(r"(KUN|NOR|ÖST)-\d", page)
    assert "Besvarade en fråga" not in page


def test_a_case_is_followed_through_everything_that_was_done_with_it(house: House) -> None:
    with house.database.transaction(write=False) as session:
        query = select(SampleUnit.unit_id).where(SampleUnit.board_id == house.boards[OWN]).order_by(SampleUnit.position)  # type: ignore[arg-type]
        first, second = session.exec(query.limit(2)).all()
    house.client("granskare").get("/granskning/1")
    found = words(house, "lasare", f"?akt={first}")
    assert "Öppnade en akts granskning" in found
    assert "Besvarade en fråga" in found
    assert first in found
    assert second not in found
    assert "Ingen post motsvarar sökningen" in words(house, "annan-lasare", f"?akt={first}")


def lists_found(house: House, case: str) -> list[str]:
    """The lists that a search for a case finds, with who saw each."""
    with house.database.transaction(write=False) as session:
        boards = house.board_ids("Kungsholmen", "Norrmalm")
        found = searching.search(session, boards=boards, wanted=Wanted(case=case, action="unit:listed"))
    return sorted(f"{dict(line.told)['Sida']}, {line.account}" for line in found.lines)


def test_a_search_for_a_case_begins_with_where_it_is_and_finds_only_the_lists_it_stood_on(
    house_on_sqlite: House,
) -> None:
    house, round_id = house_on_sqlite, drawn_round(house_on_sqlite, size=2, reserves=1)
    with house.database.transaction() as session:
        first, second, reserve = sample(session, round_id, house.board_ids("Kungsholmen"))
        people = {unit.id or 0: house.accounts["granskare"] for unit in in_use(session, round_id)}
        people[second.id or 0] = house.accounts["granskare2"]
        reviews.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=people)
    for account, page in (
        ("granskare", "/granskning"),
        ("granskare2", "/granskning"),
        ("samordnare", f"/omgangar/{round_id}/hamtlista"),
        ("samordnare", f"/granskning/omgang/{round_id}"),
    ):
        assert house.client(account).get(page).status_code == 200
    whole = ["granskningens läge, samordnare", "hämtlista, samordnare"]
    assert lists_found(house, first.unit_id) == [*whole, "min granskning, granskare"]
    assert lists_found(house, second.unit_id) == [*whole, "min granskning, granskare2"]
    assert lists_found(house, reserve.unit_id) == ["hämtlista, samordnare"]
    keep_only(house, "lasare", "Norrmalm")
    house.client("lasare").get(f"/omgangar/{round_id}/protokoll")
    assert len(lists_found(house, first.unit_id)) == 3, "a list of the other board's cases alone"
    found = words(house, "samordnare", f"?akt={first.unit_id}")
    assert "Var ärendet finns" in found
    assert "Kungsholmen 1 i urvalsprotokollet Urval, inte hämtad Granskare" in found
    assert f"Såg en lista över akter Omgång {round_id} Nämnder" in found
    assert "Reserv, inte hämtad – inte fördelad" in words(house, "samordnare", f"?akt={reserve.unit_id}")
    assert "Det är inte draget i någon omgång" in words(house, "lasare", f"?akt={first.unit_id}")
    assert "Var ärendet finns" not in words(house, "administrator", f"?akt={first.unit_id}")


def test_where_a_protected_persons_case_is_stands_for_the_coordinator_only(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, drawn_round(house_on_sqlite, size=1)
    with house.database.transaction() as session:
        unit = in_use(session, round_id)[0]
        held = session.get_one(RegisterUnit, unit.register_unit_id)
        held.content = {**held.content, "skyddad": True}
        session.add(held)
    assert "1 i urvalsprotokollet" in words(house, "samordnare", f"?akt={unit.unit_id}")
    seen = words(house, "lasare", f"?akt={unit.unit_id}")
    assert "i urvalsprotokollet" not in seen
    assert "Personen har skyddade uppgifter" in seen


def test_one_looks_for_days_kinds_people_and_records_together(house: House) -> None:
    reviewer = house.accounts["granskare"]
    house.clock.forward(days=1)
    house.client("granskare").get("/granskning/1")
    query = f"?fran=2026-09-02&till=2026-09-02&slag=visning&vem={reviewer}&objekt=review&nummer=1"
    found = words(house, "samordnare", query)
    assert found.count("Öppnade en akts granskning") == 2  # in the list, and among what can be chosen
    assert "Ingen post motsvarar sökningen" in words(house, "samordnare", query.replace("nummer=1", "nummer=2"))
    wrong = house.client("samordnare").get("/journal?fran=i+g%C3%A5r&akt=KUN-1")
    assert wrong.status_code == 422
    assert "Skriv datumet som ÅÅÅÅ-MM-DD" in wrong.text
    assert 'value="KUN-1"' in wrong.text
    backwards = house.client("samordnare").get("/journal?fran=2026-09-03&till=2026-09-02")
    assert (backwards.status_code, "Perioden slutar innan den börjar" in backwards.text) == (422, True)


def test_a_day_that_nobody_means_is_said_and_nothing_is_taken_along(house: House) -> None:
    """What seventeen thousand requests have found."""
    client = house.client("samordnare")
    said = client.get("/journal?till=9999-12-31")
    assert (said.status_code, "Skriv ett årtal mellan 1900 och 2199." in said.text) == (422, True)
    refused = client.get("/journal/poster.xlsx?till=9999-12-31")
    assert (refused.status_code, refused.headers["Location"]) == (302, "/journal?till=9999-12-31")


def test_an_answer_is_not_read_in_the_journal(house: House) -> None:
    found = words(house, "lasare", "?handelse=answer%3Agiven")
    assert "Fråga: " in found
    assert "Svar: ja" not in found
    assert "value" not in found


def test_pages_go_back_and_forth_without_losing_an_entry(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "A_PAGE", 7)
    boards = {house.boards[OWN]}
    with house.database.transaction(write=False) as session:
        first = operations.search(session, boards=boards, wanted=Wanted())
        second = operations.search(session, boards=boards, wanted=Wanted(), before=first.older)
        back = operations.search(session, boards=boards, wanted=Wanted(), after=second.newer)
    assert [line.sequence for line in back.lines] == [line.sequence for line in first.lines]
    assert second.lines[0].sequence < first.lines[-1].sequence
    assert first.newer is None


def test_what_is_taken_along_is_no_formula_and_is_noted(house: House) -> None:
    with house.database.transaction() as session:
        journal.record(
            session, house.stamp(), "round:changed", '=HYPERLINK("http://a.example")', board=house.boards[OWN]
        )
    client = house.client("lasare")
    assert ';"Omgång =HYP' in client.get("/journal/poster.csv?handelse=round%3Achanged").text
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/journal/poster.xlsx?slag=arbete").data))
    rows = book.get_sheet_by_name("Journal").to_python()
    assert rows[0][:3] == ["Post", "Tid", "Vem"]
    assert len(rows) > 10
    assert journal_actions(house)[-2:] == ["journal:exported", "journal:exported"]
    newest = words(house, "lasare", "?handelse=journal%3Aexported")
    assert "Form: xlsx" in newest
    assert "Sökning: slag: Arbete i granskningen" in newest


def test_what_somebody_altered_is_seen_at_its_entry_and_in_the_chain(house: House) -> None:
    client = house.client("samordnare")
    with house.database.transaction(write=False) as session:
        newest = operations.search(session, boards={house.boards[OWN]}, wanted=Wanted()).lines[0].sequence
    with house.database.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET actor = '99' WHERE sequence = :number"), {"number": newest})
    assert "Ändrad i efterhand" in client.get(f"/journal/{newest}").text
    assert "Ändrad i efterhand" in client.get("/journal").text
    answer = client.fill("/journal", 0)
    assert answer.status_code == 302
    page = client.get("/journal").text
    assert "Kedjan har 1 fel. Säg till administratören." in page
    assert "Inte hel" in page


def test_a_sound_chain_is_said_to_be_sound(house: House) -> None:
    client = house.client("lasare")
    assert "Inte genomgången än" in client.get("/journal").text
    client.fill("/journal", 0)
    assert "Ingen post var ändrad, borttagen eller omflyttad" in client.get("/journal").text


def test_an_entry_speaks_in_the_questions_words_and_not_in_its_code(house: House) -> None:
    with house.database.transaction(write=False) as session:
        entry = session.exec(select(JournalEntry).where(JournalEntry.action == "answer:given")).first()
    assert entry
    page = parse(house.client("lasare").get(f"/journal/{entry.sequence}"))
    told = text_of(page)
    assert "_" not in told.replace("answer:given", "").partition("Posten i kedjan")[0]
    assert told.count("Nämnd") == 1


def test_a_file_that_holds_only_the_newest_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = house.client("lasare").get("/journal/poster.csv").text
    assert "inte fler" not in whole
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 3)
    assert "inte fler" in house.client("lasare").get("/journal/poster.csv").text


# ---- The form over the results --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["slag", "handelse", "vem", "objekt"])
def test_a_choice_that_does_not_exist_is_refused_in_plain_words(house: House, name: str) -> None:
    answer = house.client("lasare").get(f"/journal?{name}=p%C3%A5hitt")
    assert answer.status_code == 422
    assert "Det valet finns inte. Välj bland dem som visas." in text_of(parse(answer))
    assert "giltigt" not in text_of(parse(answer))


def test_the_form_folds_over_its_results_and_says_what_was_looked_for(house: House) -> None:
    def folded(query: str) -> tuple[bool, str]:
        (form,) = parse(house.client("lasare").get(f"/journal{query}")).findall(".//main//details")
        return form.get("open") is None, text_of(form.find("summary"))

    assert folded("") == (True, "Sök i journalen")
    found = "?fran=2026-09-01&slag=visning&slag=arbete&vem=&akt=+"
    told = "Sökt: från och med 2026-09-01, slag Visning av ärende eller Arbete i granskningen"
    assert folded(found) == (True, f"{told}. Ändra sökningen")
    assert folded("?akt=finns+inte") == (False, "Sökt: akt finns inte. Ändra sökningen")
    assert folded("?slag=nej") == (False, "Sök i journalen")
