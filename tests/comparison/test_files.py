"""The frame comes along as Excel and as CSV: the same rows, typed, explained, and no text carried out."""

import csv
import io

from python_calamine import CalamineWorkbook

from audit.comparison import operations, paper
from audit.comparison.operations.files import DEFINED, MEANINGS
from audit.comparison.rules import parse_counts
from tests.findings.told import reviewed
from tests.support.house import House

EVIL = '=HYPERLINK("http://x")'


def told(house: House) -> None:
    """A signed round, and a year on paper out of a document with an evil name."""
    reviewed(house)
    with house.database.transaction() as session:
        stamp, board = house.stamp("samordnare"), house.boards["Norrmalm"]
        year = paper.add_paper_year(session, stamp=stamp, paper=paper.PaperYear(2014, "Internkontroll 2014", (board,)))
        rows, _ = parse_counts("application_on_file;7;2;1", {"application_on_file": ""})
        target = paper.Target(year.id or 0, board, paper.Source(EVIL, "3"))
        paper.set_counts(session, stamp=stamp, target=target, rows=rows)


def test_both_files_hold_the_same_typed_rows_and_nothing_is_a_formula(house_on_sqlite: House) -> None:
    told(house_on_sqlite)
    client = house_on_sqlite.client("lasare")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/jamforelse/tabell.xlsx").data))
    heading, *rows = book.get_sheet_by_index(0).to_python()
    plain = client.get("/jamforelse/tabell.csv").data.decode("utf-8-sig")
    as_text = list(csv.DictReader(io.StringIO(plain), delimiter=";"))
    assert heading == list(as_text[0]) == [name for name, _ in DEFINED.values()]
    assert len(rows) == len(as_text)
    place = next(place for place, row in enumerate(as_text) if row["År"] == "2014")
    row, text = dict(zip(heading, rows[place], strict=True)), as_text[place]
    assert (row["Ja"], row["Granskade"], row["Andel avvikelser"], row["I ramen"]) == (7.0, 10.0, 0.3, "")
    assert (text["Ja"], text["Granskade"], text["Andel avvikelser"], text["I ramen"]) == ("7", "10", "0,3", "")
    assert row["Källa"] == f"{EVIL}, s. 3"
    assert text["Källa"] == f"'{EVIL}, s. 3"
    meanings = book.get_sheet_by_name(MEANINGS).to_python()
    assert [name for name, _ in meanings[1:]] == heading


def test_the_files_hold_only_ones_own_boards(house_on_sqlite: House) -> None:
    told(house_on_sqlite)
    with house_on_sqlite.database.transaction(write=False) as session:
        other = operations.csv(session, board_ids=[house_on_sqlite.boards["Östermalm"]])
    assert other.count(b"\r\n") == 1
    assert house_on_sqlite.client("annan-lasare").get("/jamforelse/tabell.csv").data == other
