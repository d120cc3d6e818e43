"""The report's pages: reading, editing with versions, two people at once, and who may do what."""

import pytest
from sqlmodel import Session, select

from audit.accounts.models import Account, RoleGrant
from audit.accounts.rules import Role
from audit.journal.models import JournalContent, JournalEntry
from audit.reports.models import ReportText
from audit.reports.operations import versions
from tests.reports import documents
from tests.reports.told import QUOTATION, SEEN, Told, paper_year, tell
from tests.support.house import House
from tests.support.pages import Element, PageClient, parse, text_of
from tests.support.story import drawn_round, planned_round

BACK = 1
TYPED = "Egen text med {{ 7*7 }}, <b>fet</b> och 😀."


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages: what the two databases do differently is proven where the operations are."""
    return house_on_sqlite


@pytest.fixture
def told(house: House) -> Told:
    return tell(house)


@pytest.fixture
def drawn(house: House) -> int:
    """A round that nobody has reviewed yet: enough to write texts for."""
    return drawn_round(house)


def address(told: Told | int, rest: str = "") -> str:
    return f"/omgangar/{told if isinstance(told, int) else told.round_id}/rapport{rest}"


def page_text(client: PageClient, where: str) -> str:
    return text_of(parse(client.get(where)).find(".//main"))


def texts(house: House, round_id: int, section: str) -> list[str]:
    with house.database.transaction(write=False) as session:
        return [version.text for version in versions(session, round_id=round_id, section=section)]


def journal(house: House, action: str) -> list[str]:
    with house.database.transaction(write=False) as session:
        query = (
            select(JournalContent.content)
            .join(JournalEntry, JournalEntry.sequence == JournalContent.sequence)  # type: ignore[arg-type]
            .where(JournalEntry.action == action)
            .order_by(JournalEntry.sequence)  # type: ignore[arg-type]
        )
        return list(session.exec(query))


def test_the_page_shows_what_the_word_file_shows(house: House, told: Told) -> None:
    client = house.client("samordnare")
    page = parse(client.get(address(told)))
    file = client.get(address(told, "/fil/docx")).data
    shown = [[text_of(cell) for cell in row] for row in page.iter("tr") if text_of(row)]
    in_file = [[" ".join(cell.split()) for cell in row] for rows in documents.tables(file).values() for row in rows]
    assert shown == in_file
    assert [text_of(caption) for caption in page.iter("caption")] == list(documents.tables(file))
    headings = [text_of(heading) for heading in page.find(".//main").iter() if heading.tag in {"h1", "h2", "h3", "h4"}]
    assert headings == [text for _, text in documents.headings(file)]
    assert SEEN in text_of(page.find(".//main"))
    assert [text_of(notice).replace("\N{NO-BREAK SPACE}", " ") for notice in notices(page)] == WAITING


WAITING = [
    "5 av 6 granskningar är signerade. Siffrorna ändras tills alla är det.",
    "1 iakttagelse är inte delad med enheten och står inte i rapporten. Till kommuniceringen",
    "Huvudet är inte helt ifyllt: streck visar vad som saknas.",
]


def notices(page: Element) -> list[Element]:
    return [element for element in page.iter("p") if "notice" in element.get("class", "").split()]


def test_a_section_is_edited_and_every_version_stays(house: House, drawn: int) -> None:
    client = house.client("samordnare")
    where = address(drawn, "/avsnitt/bakgrund")
    proposal = client.form(where)[1]["text"]
    assert client.fill(where, text=TYPED).headers["Location"].endswith("/rapport#bakgrund")
    assert client.fill(where, text="Andra versionen.").status_code == 302
    assert texts(house, drawn, "bakgrund") == ["Andra versionen.", TYPED]
    shown = page_text(client, where)
    assert TYPED in shown
    assert proposal.split("\n")[0] in shown
    assert "Andra versionen." in page_text(client, address(drawn))
    assert [entry.count('"section":"bakgrund"') for entry in journal(house, "report:edited")] == [1, 1]


def test_the_proposal_comes_back_as_a_new_version_and_follows_the_figures(house: House, drawn: int) -> None:
    client = house.client("samordnare")
    where = address(drawn, "/avsnitt/bakgrund")
    proposal = client.form(where)[1]["text"]
    client.fill(where, text=TYPED)
    assert client.fill(where, BACK).status_code == 302
    assert texts(house, drawn, "bakgrund") == ["", TYPED]
    assert client.form(where)[1]["text"] == proposal
    shown = page_text(client, where)
    assert "Återgick till förslaget." in shown
    assert TYPED in shown


def test_a_text_like_the_proposal_stays_the_proposal(house: House, drawn: int) -> None:
    client = house.client("samordnare")
    where = address(drawn, "/avsnitt/synpunkter")
    assert client.fill(where).status_code == 302
    assert texts(house, drawn, "synpunkter") == []
    assert "Inget behövde sparas." in page_text(client, address(drawn))


def test_two_people_at_once_both_see_both_texts_and_nothing_is_lost(house: House, drawn: int) -> None:
    first, second = house.client("samordnare"), house.client("samordnare")
    where = address(drawn, "/avsnitt/sammanfattning")
    action, fields = second.form(where)
    first.fill(where, text="Den första hann före.")
    answer = second.post(action, data={**fields, "text": "Den andras text."})
    assert answer.status_code == 422
    shown = text_of(parse(answer).find(".//main"))
    assert "Någon annan har sparat under tiden" in shown
    assert "Den första hann före." in shown
    assert texts(house, drawn, "sammanfattning") == ["Den första hann före."]
    page = parse(answer)
    area = next(field for field in page.iter("textarea"))
    assert area.text.strip() == "Den andras text."
    again = {field.get("name"): field.get("value") for field in page.findall(".//main//form")[0].iter("input")}
    merged = second.post(action, data={**again, "text": "Båda tillsammans."})
    assert merged.status_code == 302
    assert texts(house, drawn, "sammanfattning") == ["Båda tillsammans.", "Den första hann före."]


def test_going_back_to_the_proposal_never_writes_over_somebody_else(house: House, drawn: int) -> None:
    first, second = house.client("samordnare"), house.client("samordnare")
    where = address(drawn, "/avsnitt/sammanfattning")
    first.fill(where, text="Version ett.")
    action, fields = second.form(where, BACK)
    first.fill(where, text="Version två.")
    answer = second.post(action, data=fields)
    assert answer.status_code == 422
    assert "Version två." in text_of(parse(answer).find(".//main"))
    assert texts(house, drawn, "sammanfattning") == ["Version två.", "Version ett."]


def test_a_double_click_saves_once(house: House, drawn: int) -> None:
    client = house.client("samordnare")
    action, fields = client.form(address(drawn, "/avsnitt/bakgrund"))
    answers = [client.post(action, data={**fields, "text": "En gång."}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert texts(house, drawn, "bakgrund") == ["En gång."]


def test_an_empty_text_is_refused_in_words(house: House, drawn: int) -> None:
    for text in ("", "   \n\t "):
        answer = house.client("samordnare").fill(address(drawn, "/avsnitt/bakgrund"), text=text)
        assert answer.status_code == 422
        assert "välj Återgå till förslaget" in text_of(parse(answer))


def test_a_text_that_names_a_case_is_refused_with_what_was_typed_kept(house: House, drawn: int) -> None:
    text = "I ärende KUN-001 till KUN-040 saknas " + ", ".join(f"KUN-{number:03}" for number in range(1, 41))
    answer = house.client("samordnare").fill(address(drawn, "/avsnitt/bakgrund"), text=text)
    assert answer.status_code == 422
    assert "skriv utan ärendenummer" in text_of(parse(answer))
    assert text in text_of(parse(answer))
    assert texts(house, drawn, "bakgrund") == []


def test_the_head_is_filled_in_and_stands_in_the_report(house: House, drawn: int) -> None:
    client = house.client("samordnare")
    answer = client.fill(
        address(drawn, "/huvud"),
        department="Avdelning {{ x }}",
        officer="Samordnaren",
        registry_number="2026-12-1.1",
        dated_on="2026-12-01",
    )
    assert answer.status_code == 302
    shown = page_text(client, address(drawn))
    for text in ("Avdelning {{ x }}", "Samordnaren", "2026-12-1.1", "2026-12-01", "Kungsholmens stadsdelsnämnd"):
        assert text in shown
    inside = documents.everything(client.get(address(drawn, "/fil/docx")).data)
    assert "Avdelning {{ x }}" in inside
    assert "Dnr 2026-12-1.1" in inside


def test_a_head_changed_by_two_at_once_is_shown_to_the_second(house: House, drawn: int) -> None:
    first, second = house.client("samordnare"), house.client("samordnare")
    action, fields = second.form(address(drawn, "/huvud"))
    first.fill(address(drawn, "/huvud"), officer="Den första")
    answer = second.post(action, data={**fields, "officer": "Den andra"})
    assert answer.status_code == 409
    assert "Handläggare Den första" in text_of(parse(answer))
    assert "Den första" in page_text(first, address(drawn))


def test_a_date_that_is_none_is_refused_in_words(house: House, drawn: int) -> None:
    answer = house.client("samordnare").fill(address(drawn, "/huvud"), dated_on="i morgon")
    assert answer.status_code == 422
    assert "Skriv datumet som ÅÅÅÅ-MM-DD" in text_of(parse(answer))


def test_taking_out_the_file_is_noted_and_reading_is_not(house: House, drawn: int) -> None:
    client = house.client("samordnare")
    client.get(address(drawn))
    assert journal(house, "report:exported") == []
    answer = client.get(address(drawn, "/fil/docx"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(journal(house, "report:exported")) == 1


def test_a_reader_sees_no_draft_and_has_nothing_to_edit(house: House, drawn: int) -> None:
    client = house.client("lasare")
    assert "Här läser du rapporten när den är publicerad." in page_text(client, address(drawn))
    for rest in ("/avsnitt/bakgrund", "/huvud", "/fil/docx", "/publicera"):
        assert client.get(address(drawn, rest)).status_code == 403


def test_other_roles_and_other_boards_are_kept_out(house: House, drawn: int) -> None:
    refused = {"granskare": 403, "enhetschef": 403, "administrator": 403, "annan-samordnare": 404}
    for account, status in refused.items():
        client = house.client(account)
        for rest in ("", "/fil/docx", "/avsnitt/bakgrund", "/huvud"):
            assert (account, rest, client.get(address(drawn, rest)).status_code) == (account, rest, status)


def test_an_unknown_section_does_not_exist(house: House, drawn: int) -> None:
    for rest in ("/avsnitt/hittas-inte", "/avsnitt/huvud"):
        assert house.client("samordnare").get(address(drawn, rest)).status_code == 404


def test_who_sees_one_of_the_boards_reads_that_board_alone(house: House, drawn: int) -> None:
    house.client("samordnare").fill(address(drawn, "/avsnitt/bakgrund"), text="Gemensam text om båda.")
    house.client("samordnare").fill(address(drawn, "/huvud"), recipient="Kungsholmens nämnd", officer="Samordnaren")
    with house.database.transaction() as session:
        let_in(house, session, "bara-norrmalm", "Norrmalm")
    client = house.client("bara-norrmalm")
    shown = page_text(client, address(drawn))
    assert "Aktgranskning 2026 för Norrmalm" in shown
    assert "Kungsholmen" not in shown
    assert "Samordnaren" in shown
    assert "Gemensam text om båda." not in shown
    assert "Omgången har fler nämnder än du ser." in shown
    assert "Kungsholmen" not in documents.everything(client.get(address(drawn, "/fil/docx")).data)


def let_in(house: House, session: Session, username: str, board: str) -> None:
    account = Account(username=username, name=username, created_at=house.clock())
    session.add(account)
    session.flush()
    assert account.id
    house.accounts[username] = account.id
    session.add(RoleGrant(account_id=account.id, role=Role.COORDINATOR, board_id=house.boards[board]))


def test_before_the_draw_the_page_says_what_will_be_here(house: House) -> None:
    round_id = planned_round(house)
    client = house.client("samordnare")
    assert "Urvalet är inte draget än" in page_text(client, address(round_id))
    assert client.get(address(round_id, "/fil/docx")).status_code == 404
    assert client.get(address(round_id, "/avsnitt/bakgrund")).status_code == 404


def test_a_year_on_paper_tells_what_its_document_says(house: House) -> None:
    paper_id, client = paper_year(house), house.client("samordnare")
    shown = page_text(client, address(paper_id))
    assert "Granskningen finns på papper" in shown
    assert QUOTATION in shown
    assert QUOTATION in "\n".join(documents.paragraphs(client.get(address(paper_id, "/fil/docx")).data))
    assert client.get(address(paper_id, "/publicera")).status_code == 404


def test_a_drawn_round_without_any_answer_has_a_report_already(house: House, drawn: int) -> None:
    shown = page_text(house.client("samordnare"), address(drawn)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Granskningen är inte avslutad: 0 av 6 akter är färdiggranskade." in shown


def test_every_text_ever_saved_is_kept_with_its_writer(house: House, drawn: int) -> None:
    client = house.client("samordnare")
    for text in ("Ett.", "Två.", "Tre."):
        client.fill(address(drawn, "/avsnitt/beredning"), text=text)
    with house.database.transaction(write=False) as session:
        rows = list(session.exec(select(ReportText).order_by(ReportText.version)))  # type: ignore[arg-type]
    assert [(row.version, row.text, row.written_by) for row in rows] == [
        (number, text, house.accounts["samordnare"]) for number, text in enumerate(("Ett.", "Två.", "Tre."), start=1)
    ]
