"""What a round of payments comes to in kronor, as its report tells it in every form."""

import io
from typing import Any

from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from audit.findings.rules.secrecy import Kind, Watched
from audit.registers.rules import RegisterKind
from audit.reports import operations
from audit.reports.content import Report, Table
from audit.reports.operations.publishing import Candidate, secret_annex
from audit.reports.renderings.page import html_file
from audit.reports.renderings.pdf import report_pdf
from audit.reports.renderings.word import word_file
from audit.reports.renderings.workbook import workbook
from audit.reports.rules.freezing import frozen, thawed
from audit.reports.rules.leaving_out import without_tables
from audit.reports.rules.secrecy import check, judged
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Drawing, ReplacementReason
from tests.reports.publishing import coordinator
from tests.support.house import House
from tests.support.pages import PageClient
from tests.support.remembered import remembered
from tests.support.reviewed import answered_review, distributed_round, signed_round

PAYMENTS = RegisterKind.PAYMENTS
WRONG = {"pay_amount_equals_decision": ("nej", "Påhittat: hyran är betald två gånger.")}
MOST_LIKELY = "Troligast för mycket utbetalt av de 40 utbetalningarna i ramen"


def paid_wrong(house: House, client: PageClient, round_id: int) -> None:
    """Kungsholmen's first payment was 500 kr too much and 20 kr too little."""
    review_id = answered_review(house, round_id, answers=WRONG)
    assert client.fill(f"/granskning/{review_id}/belopp", overpaid="500", underpaid="20").status_code == 302
    assert client.fill(f"/granskning/{review_id}/signera").status_code == 302


def sign_the_rest(house: House, round_id: int) -> None:
    with house.database.transaction(write=False) as session:
        open_ = [one for one in reviews.reviews_of_round(session, round_id) if one.finished_at is None]
    names = {board_id: name for name, board_id in house.boards.items()}
    for one in open_:
        answered_review(house, round_id, board=names[one.board_id], position=one.unit.position, sign=True)


@remembered
def payments_reviewed(house: House) -> int:
    """Both boards' payments drawn with equal chances and signed. Gives the round's id."""
    round_id = distributed_round(house, kind=PAYMENTS)
    paid_wrong(house, house.client("granskare"), round_id)
    sign_the_rest(house, round_id)
    return round_id


def the_report(house: House, round_id: int, board_ids: list[int] | None = None) -> Report:
    with house.database.transaction(write=False) as session:
        return operations.build(session, round_=session.get_one(Round, round_id), board_ids=board_ids).report


def kronor_table(report: Report) -> Table:
    return next(table for table in report.tables() if table.key == "kronor")


def shown(report: Report) -> list[list[str]]:
    return [[plain(str(cell)) for cell in row.cells] for row in kronor_table(report).rows]


def plain(text: str) -> str:
    return " ".join(text.split())


def told(report: Report) -> str:
    return plain(" ".join(text for _, text in report.texts()))


def closed_up(text: str) -> str:
    """Without spaces and hyphens, which a line break in a PDF may bring or take."""
    return "".join(text.replace("-", "").split())


def test_each_board_has_its_kronor_and_the_sentences_of_the_findings_page(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, payments_reviewed(house_on_sqlite)
    report = the_report(house, round_id)
    first, second = shown(report)
    # 40 payments times 500/3 kr.
    assert first[:5] == ["Kungsholmen", "3", "1", "500,00 kr", "6 666,67 kr"]
    assert first[6] == "20,00 kr"
    assert second[:5] == ["Norrmalm", "3", "0", "0,00 kr", "0,00 kr"]
    page = plain(house.client("samordnare").get(f"/iakttagelser/omgang/{round_id}").text)
    notes = kronor_table(report).notes
    assert all(plain(note.partition(": ")[2]) in page for note in notes)
    assert any(note.startswith("Kungsholmen: Troligast för mycket") for note in notes)
    assert any("För lite utbetalt i de granskade: 20,00" in note for note in notes)
    alone = shown(the_report(house, round_id, house.board_ids("Norrmalm")))
    assert [row[0] for row in alone] == ["Norrmalm"]


def test_the_kronor_wait_for_the_last_review(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house, kind=PAYMENTS)
    assert not any(table.key == "kronor" for table in the_report(house, round_id).tables())
    paid_wrong(house, house.client("granskare"), round_id)
    report = the_report(house, round_id)
    assert shown(report)[0][3:] == ["500,00 kr", "–", "–", "20,00 kr"]
    assert "visas när alla nämndens utbetalningar är signerade" in kronor_table(report).notes[0]


def test_a_round_of_case_files_says_nothing_of_kronor(house_on_sqlite: House) -> None:
    report = the_report(house_on_sqlite, signed_round(house_on_sqlite, "Kungsholmen"))
    assert "kronor" not in {table.key for table in report.tables()}
    assert "Fel i kronor" not in {definition.term for definition in report.definitions}


def test_a_figure_in_kronor_opens_its_reviews(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, payments_reviewed(house_on_sqlite)
    behind = house.client("samordnare").get(
        f"/omgangar/{round_id}/rapport/siffra/kronor.{house.boards['Kungsholmen']}.funnet"
    )
    assert "Granskningarna som siffran består av" in behind.text
    assert behind.text.count('data-label="Nämnd">Kungsholmen') == 3


def test_every_form_holds_the_kronor(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, payments_reviewed(house_on_sqlite)
    report = the_report(house, round_id)
    assert thawed(frozen(report)) == report
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(report)))
    row = book.get_sheet_by_name("Fel i kronor").to_python()[1]
    assert row[:5] == ["Kungsholmen", 3, 1, 500, 6666.67]
    meanings = " ".join(str(cell) for row in book.get_sheet_by_name("Förklaringar").to_python() for cell in row)
    word = " ".join(one.text for one in Document(io.BytesIO(word_file(report))).paragraphs)
    pdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(report_pdf(report))).pages)
    site = html_file(report).decode()
    page = house.client("samordnare").get(f"/omgangar/{round_id}/rapport").text
    for form in (meanings, word, pdf, site, page):
        assert closed_up(MOST_LIKELY) in closed_up(form)


def test_the_protocol_of_a_draw_by_amount_tells_method_interval_and_hits(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    drawn: dict[str, Any] = {"kind": PAYMENTS, "drawing": Drawing.KRONOR, "reserves": 0}
    round_id = distributed_round(house, "Kungsholmen", size=5, **drawn)
    with house.database.transaction(write=False) as session:
        of = operations.candidate(session, coordinator(house, session, round_id), round_id)
        assert of
        hidden = secret_annex(of, "0" * 64)
    said = plain(" ".join(text for _, text in of.report.texts()))
    assert "Varje krona har alltså samma chans" in said
    # 1 010 + 1 020 + … + 1 400 kr in five intervals.
    assert "Intervall 9 640,00 kr" in said
    assert "5 träffar i lika många intervall" in said
    assert "De lägsta lotterna" not in said
    assert "kr, 1 träff" in plain(" ".join(text for _, text in hidden.texts()))
    assert "kr, 1 träff" not in said
    assert not [hit.found for hit in check(of.report, Watched(small=5)) if hit.found.casefold() == "en utbetalning"]


def test_the_annex_lists_payments_set_aside_and_the_journals_end_as_the_protocols_page_does(
    house_on_sqlite: House,
) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    drawn: dict[str, Any] = {"kind": PAYMENTS, "drawing": Drawing.KRONOR, "reserves": 0}
    round_id = distributed_round(house, "Kungsholmen", size=5, **drawn)

    def annexes() -> tuple[Candidate, Report]:
        with house.database.transaction(write=False) as session:
            of = operations.candidate(session, coordinator(house, session, round_id), round_id)
            assert of
            return of, secret_annex(of, "0" * 64)

    before, hidden = annexes()
    assert all("Alla utbetalningar i urvalet kan granskas." in told(one) for one in (before.report, hidden))
    with house.database.transaction() as session:
        unit = rounds.in_use(session, round_id)[1]
        rounds.set_aside(session, stamp=house.stamp(), unit=unit, reason=ReplacementReason.ON_LOAN)
    of, hidden = annexes()
    page = plain(client.get(f"/omgangar/{round_id}/protokoll").text)
    head = str(of.draws[0].journal_head)
    assert head in page
    assert f"Journalens slut före dragningen {head}" in told(of.report)
    assert f"Journalens slut före dragningen: {head}" in told(hidden)
    wrong = "räknas som helt fel i den övre gränsen"
    assert wrong in page
    assert f"kunde inte granskas, {wrong} Kungsholmen Underlaget är utlånat 1 utbetalning" in told(of.report)
    assert unit.unit_id not in told(of.report)
    assert "Alla utbetalningar i urvalet kan granskas." not in told(of.report)
    assert f"{unit.unit_id} Kungsholmen Underlaget är utlånat" in told(hidden)
    assert "kr, 1 träff, kunde inte granskas" in told(hidden)
    # The rest of the report doesn't speak of reserves either, that there are none of.
    assert "reserv" not in told(of.report).replace("inga reserver", "")
    small = {hit.found for hit in check(of.report, Watched(small=5)) if "kunde inte granskas" in hit.place.heading}
    assert "1 utbetalning" in {plain(found) for found in small}


def test_the_secrecy_check_sees_how_few_were_wrong_and_the_table_may_be_left_out(house_on_sqlite: House) -> None:
    report = the_report(house_on_sqlite, payments_reviewed(house_on_sqlite))
    hits = check(report, Watched(small=5))
    of_kronor = [one for one in judged(hits) if one.place.heading == "Tabellen »Fel i kronor per nämnd«"]
    assert [(one.kind, one.of_table) for one in of_kronor] == [(Kind.SMALL, True)]
    assert {"1", "1 utbetalning"} <= {plain(hit.found) for hit in of_kronor[0].hits}
    gone = without_tables(report, [of_kronor[0].name])
    assert not any("500,00" in text for _, text in gone.texts())


def test_the_reports_own_text_tells_the_bound_for_each_board_and_no_single_amount(house_on_sqlite: House) -> None:
    report = the_report(house_on_sqlite, payments_reviewed(house_on_sqlite))
    page = plain(html_file(report).decode())
    views = page.partition('id="synpunkter"')[2].partition('id="forbattringsomraden"')[0]
    for board in ("Kungsholmen", "Norrmalm"):
        assert f"{board}: högst " in views
    assert views.count("för mycket i hela ramen, med 95 % säkerhet.") == 2
    assert "500,00" not in views
