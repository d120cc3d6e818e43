"""Figures out of a document that contradict each other are named, and kept out until somebody has settled them."""

import io

import pytest
from werkzeug.datastructures import FileStorage
from xlsxwriter import Workbook

from audit.comparison import operations, paper
from audit.comparison.operations import NotWaitingError
from audit.comparison.rules import Cell, DoubtState, parse_answers, parse_counts
from tests.findings.told import words
from tests.support.house import House
from tests.support.pages import PageClient

ASKED, OTHER = "application_on_file", "journal_continuous"
QUESTIONS = {ASKED: "Finns en ansökan?", OTHER: "Är journalen löpande?"}


def year_on_paper(house: House) -> int:
    with house.database.transaction() as session:
        year = paper.PaperYear(2014, "Internkontroll 2014", (house.boards["Norrmalm"],))
        return paper.add_paper_year(session, stamp=house.stamp("samordnare"), paper=year).id or 0


def target(house: House, round_id: int) -> paper.Target:
    return paper.Target(round_id, house.boards["Norrmalm"], paper.Source("Bilaga 2", "7"))


def take_in(house: House, round_id: int, table: str) -> paper.Taken:
    rows, faults = parse_counts(table, QUESTIONS)
    assert faults == []
    with house.database.transaction() as session:
        return paper.set_counts(session, stamp=house.stamp("samordnare"), target=target(house, round_id), rows=rows)


def compared(house: House) -> dict[str, Cell]:
    with house.database.transaction(write=False) as session:
        found = operations.comparison(session, board_ids=[house.boards["Norrmalm"]])
    return {question: cell for (_, _, question), cell in found.cells.items()}


def test_a_row_in_doubt_is_kept_out_until_it_is_settled_with_a_note(house: House) -> None:
    round_id = year_on_paper(house)
    assert take_in(house, round_id, f"{ASKED};7;2;1;0;0;11\n{OTHER};9;0;1") == paper.Taken(2, 1)
    assert compared(house).keys() == {OTHER}
    client = house.client("samordnare")
    listed = words(client.get(f"/jamforelse/papper/{round_id}/oklart"))
    assert "summerar till 10, men Granskade är 11." in listed
    with house.database.transaction(write=False) as session:
        (row,) = operations.doubts(session, round_id=round_id)
    address = f"/jamforelse/papper/oklart/{row.id}"
    assert client.fill(address, 0, **{"tal-nej": "2"}).status_code == 422
    assert client.fill(address, 0, **{"tal-nej": "2", "tal-note": "Blanketterna har 2."}).status_code == 302
    counts = compared(house)[ASKED].counts
    assert counts
    assert (counts.ja, counts.nej, counts.reviewed) == (7, 2, 11)
    assert "Avgjord Blanketterna har 2." in words(client.get(f"/jamforelse/papper/{round_id}/oklart"))
    with house.database.transaction() as session, pytest.raises(NotWaitingError):
        operations.drop(session, stamp=house.stamp("samordnare"), doubt=row, note="Ångrat.")


def test_a_question_on_two_lines_is_kept_out_and_only_one_of_them_can_come_in(house: House) -> None:
    round_id = year_on_paper(house)
    assert take_in(house, round_id, f"{ASKED};9;0;1\n{ASKED};8;0;2").in_doubt == 2
    assert compared(house) == {}
    with house.database.transaction(write=False) as session:
        first, second = operations.doubts(session, round_id=round_id)
    client = house.client("samordnare")
    sent = {"tal-note": "Rätt i huvudtexten."}
    assert client.fill(f"/jamforelse/papper/oklart/{first.id}", 0, **sent).status_code == 302
    refused = client.fill(f"/jamforelse/papper/oklart/{second.id}", 0, **sent)
    assert refused.status_code == 422
    assert "Frågan har redan siffror för nämnden" in words(refused)
    dropped = client.fill(f"/jamforelse/papper/oklart/{second.id}", 1, **{"utan-note": "Samma fråga två gånger."})
    assert dropped.status_code == 302
    with house.database.transaction(write=False) as session:
        states = [row.state for row in operations.doubts(session, round_id=round_id)]
        assert operations.waiting(session, round_ids=[round_id]) == {}
    assert states == [DoubtState.SETTLED, DoubtState.DROPPED]


def test_a_table_that_the_years_own_answers_contradict_comes_into_doubt(house: House) -> None:
    round_id = year_on_paper(house)
    take_in(house, round_id, f"{ASKED};2;0;0\n{OTHER};9;0;1")
    answers, _ = parse_answers(f"1;{ASKED};Ja\n2;{ASKED};Nej", QUESTIONS, {"ja": "Ja", "nej": "Nej"})
    with house.database.transaction() as session:
        stamp, where = house.stamp("samordnare"), target(house, round_id)
        assert paper.set_answers(session, stamp=stamp, target=where, rows=answers) == paper.Taken(2, 1)
        (row,) = operations.doubts(session, round_id=round_id)
    assert row.doubts[0].startswith("Tabellen har Ja 2, Delvis 0, Nej 0")
    assert "Svar för svar ger Ja 1, Delvis 0, Nej 1" in row.doubts[0]


def workbook_of(*rows: tuple[object, ...]) -> FileStorage:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    target.seek(0)
    return FileStorage(target, "tabell.xlsx")


def upload(client: PageClient, house: House, round_id: int, file: FileStorage) -> str:
    form = {"counts-board": str(house.boards["Norrmalm"]), "counts-source": "Bilaga 2", "counts-file": file}
    answer = client.fill(f"/jamforelse/papper/{round_id}", 1, **form)
    return words(client.get(answer.location) if answer.status_code == 302 else answer)


def test_a_table_can_be_sent_as_a_file_and_every_fault_in_it_is_named(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    round_id = year_on_paper(house)
    wrong = workbook_of(("Fråga", "Granskade", "Kanske"), (ASKED, 10, 1), ("Okänd", "tio", 2))
    page = upload(client, house, round_id, wrong)
    assert "Rad 1, Rubrik: »Kanske«" in page
    assert "Rad 3, Fråga: »Okänd«" in page
    assert "Rad 3, Granskade: »tio« – skriv ett heltal, 0 eller större." in page
    right = workbook_of(("Fråga", "Granskade", "Avvikelser", "Procent"), (ASKED, 10, 3, 0.7), (OTHER, 10, 12, 0.5))
    page = upload(client, house, round_id, right)
    assert "2 rader är lästa." in page
    assert "1 rad säger emot sig själv och hålls utanför jämförelsen" in page
    assert compared(house).keys() == {ASKED}
    csv = FileStorage(io.BytesIO(f"Fråga;Ja;Nej\n{ASKED};8;2\n".encode("cp1252")), "tabell.csv")
    assert "1 rad är läst." in upload(client, house, round_id, csv)
    assert "Filen går inte att läsa. Välj en fil med innehåll" in upload(
        client, house, round_id, FileStorage(io.BytesIO(b" "), "tom.csv")
    )
