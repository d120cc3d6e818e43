"""The whole way through the program, by hand in a real browser: from an empty instance to the board's report.

Two boards' registers come in, case files are drawn from each, two reviewers answer what concerns each, the findings are
shared and answered, an improvement area is laid up, and the numbers of the Word report are those that were given.
"""

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from playwright.sync_api import Locator, Page, expect

from audit import checklists_shipped
from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.server import STICKPROV

pytestmark = pytest.mark.browser

PASSWORD = "tre blå stolar"
BOARDS = ("Kungsholmen", "Norrmalm")
QUESTIONS = checklists_shipped.load("akt-2026.1").questions
SIZE = 2
CODES = ("ja", "delvis", "nej", "ej_aktuellt", "kan_ej_bedomas")


def register() -> str:
    """A clean register of invented cases: 40 of one board and 35 of the other."""
    rows = ["namnd_kod;arende_id;fodelsear;hushallstyp;antal_barn;ansokan_datum;beslutsdatum;beslutstyp;namn"]
    for board, letter, amount in (("Kungsholmen", "K", 40), ("Norrmalm", "N", 35)):
        rows += [
            f"{board};{letter}-26-{number:04};1985;ensam_utan_barn;0;2026-08-03;2026-08-{10 + number % 15};bifall;X"
            for number in range(1, amount + 1)
        ]
    return "\r\n".join(rows) + "\r\n"


@dataclass
class Way:
    """One walk: a browser for each person, and every answer that was given."""

    url: str
    new_page: Callable[[], Page]
    pages: dict[str, Page] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)

    def open(self, person: str, address: str) -> Page:
        page = self.pages[person]
        page.goto(self.url + address)
        return page

    def look(self, page: Page) -> None:
        """axe finds nothing on the page; each kind of page is looked at once."""
        kind = re.sub(r"\d+|[0-9a-zA-Z_-]{20,}", "N", page.url.removeprefix(self.url).partition("?")[0])
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            axe(page)


@pytest.fixture
def way(instance: Path, live_server: Serve, new_page: Callable[[], Page]) -> Way:
    first = ["--username", "administrator", "--name", "Administratör", "--role", "administrator"]
    command = [STICKPROV, "user", "add", "--instance", str(instance), *first]
    subprocess.run(command, input=f"{PASSWORD}\n{PASSWORD}\n", text=True, check=True, capture_output=True)
    return Way(live_server(f"sqlite:///{instance / 'stickprov.db'}", instance).url, new_page)


def test_the_whole_way_from_a_register_extract_to_the_board_s_report(way: Way, tmp_path: Path) -> None:
    the_administrator_invites_everybody(way)
    the_coordinator_takes_the_registers_in(way)
    round_address = the_coordinator_plans_the_round_and_draws(way)
    two_reviewers_answer_every_question(way, round_address)
    the_coordinator_writes_and_shares_an_observation(way, round_address)
    the_unit_head_answers(way)
    an_improvement_area_is_laid_up(way, round_address)
    the_years_stand_beside_each_other(way)
    report = the_report_is_edited_and_taken_out(way, round_address, tmp_path)
    the_numbers_of_the_report_are_those_that_were_given(way, report)


def the_administrator_invites_everybody(way: Way) -> None:
    way.pages["administrator"] = page = way.new_page()
    page.goto(way.url)
    page.get_by_label("Användarnamn").fill("administrator")
    page.get_by_label("Lösenord").fill(PASSWORD)
    way.look(page)
    page.get_by_role("button", name="Logga in").click()
    for username, role in (("samordnare", "Samordnare"), ("granskare1", "Granskare"), ("granskare2", "Granskare"),
                           ("enhetschef", "Enhetschef"), ("lasare", "Läsare")):  # fmt: skip
        page = way.open("administrator", "/konton/nytt")
        page.get_by_label("Namn", exact=True).fill(username.capitalize())
        page.get_by_label("Användarnamn").fill(username)
        for board in BOARDS:
            page.get_by_role("row", name=board).get_by_label(role, exact=False).check()
        way.look(page)
        page.get_by_role("button", name="Skapa kontot").click()
        link = page.locator("code").first.inner_text()
        way.look(page)
        accept(way, username, link)


def accept(way: Way, username: str, link: str) -> None:
    way.pages[username] = page = way.new_page()
    page.goto(link)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_label("Samma lösenord en gång till").fill(PASSWORD)
    way.look(page)
    page.get_by_role("button", name="Spara lösenordet").click()
    page.wait_for_url(f"{way.url}/")
    way.look(page)


def the_coordinator_takes_the_registers_in(way: Way) -> None:
    page = way.open("samordnare", "/")
    page.get_by_role("link", name="Läs in ett registerutdrag").click()
    file = {"name": "arenden.csv", "mimeType": "text/csv", "buffer": register().encode("cp1252")}
    page.get_by_label("Fil", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("Ärenden").check()
    page.get_by_label("Från och med").fill("2026-08-01")
    page.get_by_label("Till och med").fill("2026-08-31")
    way.look(page)
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("heading", name="1 kolumn är borttagen")).to_be_visible()
    way.look(page)
    page.get_by_role("button", name="Kontrollera raderna").click()
    expect(page.get_by_text("Inga fel", exact=True)).to_be_visible()
    way.look(page)
    page.get_by_role("button", name="Frys ramen").click()
    expect(page.get_by_text("40 ärenden", exact=False).first).to_be_visible()
    way.look(page)


def the_coordinator_plans_the_round_and_draws(way: Way) -> str:
    page = way.open("samordnare", "/omgangar/ny")
    page.get_by_label("Namn").fill("Aktgranskning 2026")
    page.get_by_label("År", exact=True).fill("2026")
    page.get_by_label("Från och med").fill("2026-08-01")
    page.get_by_label("Till och med").fill("2026-08-31")
    for board in BOARDS:
        page.get_by_label(board, exact=True).check()
        page.get_by_label(f"Urval för {board}").fill(str(SIZE))
    for reviewer in ("Granskare1", "Granskare2"):
        page.get_by_label(reviewer).check()
    way.look(page)
    page.get_by_role("button", name="Skapa omgången").click()
    page.wait_for_url(re.compile(r"/omgangar/\d+$"))
    address = page.url.removeprefix(way.url)
    way.look(page)
    for _ in BOARDS:
        page.goto(way.url + address)
        page.locator("main .btn-primary").first.click()
        page.get_by_role("radio").first.check()
        way.look(page)
        page.get_by_role("button", name="Välj ramen").click()
    page.goto(way.url + address)
    page.locator("main .btn-primary").first.click()
    way.look(page)
    page.get_by_role("button", name="Bestäm storlekarna").click()
    each_board_enters_its_part_of_the_seed(way)
    page.goto(way.url + address)
    page.locator("main .btn-primary").first.click()
    expect(page.get_by_text("4-2-6-1-5-3", exact=True)).to_be_visible()
    way.look(page)
    page.get_by_role("button", name="Dra urvalet").click()
    way.look(way.open("samordnare", f"{address}/protokoll"))
    way.look(way.open("samordnare", f"{address}/hamtlista"))
    return address


def each_board_enters_its_part_of_the_seed(way: Way) -> None:
    """One board's representative is a reviewer, the other's a reader: nobody sees a part before both are in."""
    page = way.open("granskare1", "/")
    page.get_by_role("link", name="Skriv din nämnds del av fröet").click()
    way.look(page)
    page.get_by_role("link", name="Skriv delen för Kungsholmen").click()
    enter_part(way, page, "4-2-6")
    expect(page.get_by_text("4-2-6", exact=True)).to_have_count(0)
    page = way.open("lasare", "/")
    page.get_by_role("link", name="Skriv din nämnds del av fröet").click()
    enter_part(way, page, "1-5-3")
    expect(page.get_by_text("4-2-6-1-5-3", exact=True)).to_be_visible()


def enter_part(way: Way, page: Page, value: str) -> None:
    page.get_by_label("Tärningar").check()
    page.get_by_label("Din nämnds del").fill(value)
    way.look(page)
    page.get_by_role("button", name="Lämna delen").click()
    page.wait_for_url(re.compile(r"/fro$"))


def two_reviewers_answer_every_question(way: Way, round_address: str) -> None:
    number = round_address.rpartition("/")[2]
    page = way.open("samordnare", f"/granskning/omgang/{number}/fordela")
    way.look(page)
    page.get_by_role("button", name="Spara fördelningen").click()
    files = count(1)
    for reviewer in ("granskare1", "granskare2"):
        for _ in range(SIZE):
            review_one_file(way, way.open(reviewer, "/granskning"), next(files))
        page = way.open(reviewer, "/granskning")
        expect(page.locator("main .btn-primary")).to_have_count(0)


def review_one_file(way: Way, page: Page, number: int) -> None:
    way.look(page)
    page.locator("main a.btn-primary").click()
    page.wait_for_url(re.compile(r"/granskning/\d+"))  # loaded: every question is there to be counted
    while "/signera" not in page.url:
        for card in page.locator("article.question").all():
            question = str(card.get_attribute("data-question"))
            concerns = card.get_attribute("data-concern") != "does_not"
            code = answer_for(question, number) if concerns else "ej_aktuellt"
            if concerns:
                answer(card, question, code)
            way.given.setdefault(question, []).append(code)
        way.look(page)
        here = page.url
        page.get_by_role("button", name=re.compile("^Spara och gå")).click()
        page.wait_for_url(lambda url, here=here: url != here)  # type: ignore[misc]
    way.look(page)
    page.get_by_role("button", name="Signera granskningen").click()
    page.wait_for_url(re.compile(r"/granskning(\?.*)?$"))


def answer(card: Locator, question: str, code: str) -> None:
    card.locator(f"#svar-{question}-{code}").check()
    comment = card.locator(f"#kommentar-{question}")
    if code != "ja" and comment.is_visible():
        comment.fill("Underlaget saknas i akten.")


def answer_for(question: str, number: int) -> str:
    """A mix that differs from question to question: every fifth a deviation, some not applicable or undecided."""
    place = [one.id for one in QUESTIONS].index(question)
    return {0: "nej", 1: "delvis", 2: "ej_aktuellt", 3: "kan_ej_bedomas"}.get((number * 7 + place * 3) % 17, "ja")


def the_coordinator_writes_and_shares_an_observation(way: Way, round_address: str) -> None:
    number = round_address.rpartition("/")[2]
    page = way.open("samordnare", f"/iakttagelser/omgang/{number}")
    way.look(page)
    page.get_by_role("link", name="Skriv utifrån förslaget").first.click()
    page.get_by_label("Bedömning").fill("Bristen är återkommande.")
    page.get_by_label("Rekommendation").fill("Gå igenom rutinen.")
    way.look(page)
    page.get_by_role("button", name="Spara iakttagelsen").click()
    way.look(page)
    page = way.open("enhetschef", "/kommunicering")
    expect(page.get_by_text("Inget har delats med enheten än")).to_be_visible()
    page = way.open("samordnare", f"/kommunicering/omgang/{number}")
    way.look(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Gå vidare till delningen").click()
    way.look(page)
    page.get_by_role("button", name=re.compile("^Dela 1")).click()


def the_unit_head_answers(way: Way) -> None:
    page = way.open("enhetschef", "/kommunicering")
    way.look(page)
    page.locator("main table a").first.click()
    expect(page.locator("main")).not_to_contain_text(re.compile(r"[KN]-26-\d{4}"))
    page.get_by_role("radio").first.check()
    page.get_by_label("Åtgärd").fill("Rutinen gås igenom.")
    page.get_by_label("Klart senast").fill("2027-03-31")
    way.look(page)
    page.get_by_role("button", name="Lämna svaret").click()
    page.wait_for_url(re.compile(r"/kommunicering$"))
    expect(page.get_by_text("Enheten håller med")).to_be_visible()


def an_improvement_area_is_laid_up(way: Way, round_address: str) -> None:
    number = round_address.rpartition("/")[2]
    page = way.open("samordnare", f"/forbattringsomraden/omgang/{number}")
    way.look(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Lägg upp ett nytt område").click()
    page.get_by_label("Ansvarig").fill("Enhetschef")
    way.look(page)
    page.get_by_role("button", name="Lägg upp området").click()
    way.look(page)
    page = way.open("samordnare", "/forbattringsomraden")
    way.look(page)


def the_years_stand_beside_each_other(way: Way) -> None:
    page = way.open("samordnare", "/jamforelse/papper/ny")
    page.get_by_label("År", exact=True).fill("2014")
    page.get_by_label("Namn").fill("Internkontroll 2014")
    for board in BOARDS:
        page.get_by_label(board).check()
    way.look(page)
    page.get_by_role("button", name="Lägg upp året").click()
    page.get_by_label("Fråga").select_option("journal_continuous")
    page.get_by_label("I ordning", exact=True).check()
    page.get_by_label("Citat").fill("journalföringen löpande och korrekt")
    page.get_by_label("Källa").first.fill("Tjänsteutlåtande internkontroll 2014")
    way.look(page)
    page.get_by_role("button", name="Spara omdömet").click()
    for address, seen in (("", "i ord"), ("/fragor", "Siffrorna"), ("/namnd", "I ordning"), ("/sida-vid-sida", "av 2")):
        page = way.open("lasare", f"/jamforelse{address}")
        expect(page.get_by_text(seen).first).to_be_visible()
        way.look(page)
    page = way.open("lasare", "/jamforelse/fraga/journal_continuous")
    expect(page.get_by_text("journalföringen löpande och korrekt").first).to_be_visible()
    way.look(page)


def the_report_is_edited_and_taken_out(way: Way, round_address: str, folder: Path) -> bytes:
    page = way.open("samordnare", f"{round_address}/rapport")
    way.look(page)
    page.get_by_role("link", name=re.compile("^Ändra texten")).nth(1).click()
    page.get_by_label("Text", exact=False).first.fill("Förvaltningens egna ord: {{ 7 * 7 }} & <b>.")
    way.look(page)
    page.get_by_role("button", name="Spara texten").click()
    expect(page.get_by_text("Förvaltningens egna ord: {{ 7 * 7 }} & <b>.")).to_be_visible()
    page = way.open("samordnare", f"{round_address}/rapport")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner som Word").click()
    download.value.save_as(folder / "rapport.docx")
    return (folder / "rapport.docx").read_bytes()


def the_numbers_of_the_report_are_those_that_were_given(way: Way, report: bytes) -> None:
    document = Document(io.BytesIO(report))
    assert "Förvaltningens egna ord: {{ 7 * 7 }} & <b>." in [paragraph.text for paragraph in document.paragraphs]
    told = sums_of(document)
    for question in QUESTIONS:
        answers = way.given[question.id]
        assert len(answers) == 2 * SIZE
        assert told[question.text] == [answers.count(code) for code in CODES], question.text


def sums_of(document: DocumentObject) -> dict[str, list[int]]:
    """Both boards' answers together, question by question, as the annex tells them."""
    sums: dict[str, list[int]] = {}
    question = ""
    for row in (row for table in document.tables for row in table.rows):
        first, *rest = [cell.text for cell in row.cells]
        if set(rest) == {first}:
            question = first
        elif first == "Tillsammans" and question:
            sums[question] = [int(cell.partition(" ")[0]) for cell in rest[:5]]
    return sums
