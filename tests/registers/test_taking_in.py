"""Taking extracts in: what belongs to a board's frame, what is kept beside it, and what is refused."""

import hashlib
from datetime import date
from typing import Any

import pytest

from audit.accounts.models import Board
from audit.journal.models import JournalContent, JournalEntry
from audit.registers import operations
from audit.registers.models import Frame, RegisterExtract, RegisterUnit
from audit.registers.operations import AlreadyTakenInError, Delivery, FaultyExtractError, Taken
from audit.registers.rules import RegisterKind
from tests.registers.files import PUBLISHED, Row, cases, csv_file, estates, payments
from tests.registers.sending import rows_of, two_boards
from tests.support.house import House

PERIOD = (date(2026, 1, 1), date(2026, 6, 30))
REVERSAL: Row = {"utbetalning_id": "U1", "belopp": "-1870,00", "status": "makulerad"}


def take_in(house: House, data: bytes, kind: str = "arenden", **change: Any) -> Taken:
    """Take a file in for Kungsholmen and Norrmalm."""
    delivery = Delivery(**{"data": data, "name": f"{kind}.csv", "kind": RegisterKind(kind), "period": PERIOD} | change)
    with house.database.transaction() as session:
        return operations.take_in(
            session,
            stamp=house.stamp(),
            delivery=delivery,
            board_ids=house.board_ids("Kungsholmen", "Norrmalm"),
            key=house.settings.pseudonym_key,
        )


def frame_ids(house: House, taken: Taken, board: str) -> list[str]:
    frame = taken.frames[house.boards[board]]
    with house.database.transaction(write=False) as session:
        return operations.frame_unit_ids(session, frame.id or 0)


def test_each_board_gets_a_frame_of_what_was_decided_in_the_period(house: House) -> None:
    dates = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"]
    rows = cases(*({"beslutsdatum": day} for day in dates), {"namnd_kod": "Norrmalm"})
    taken = take_in(house, csv_file(rows))
    assert frame_ids(house, taken, "Kungsholmen") == ["A2", "A3"]
    assert frame_ids(house, taken, "Norrmalm") == ["A5"]
    assert len(rows_of(house, RegisterUnit)) == 5
    frame = taken.frames[house.boards["Kungsholmen"]]
    assert frame.population == 2
    assert frame.sha256 == hashlib.sha256(b"A2\nA3\n").hexdigest()


def test_payments_and_estates_belong_by_their_own_dates(house: House) -> None:
    paid = payments({"utbetalningsdatum": "2026-06-30"}, {"utbetalningsdatum": "2026-07-01"})
    assert frame_ids(house, take_in(house, csv_file(paid), "utbetalningar"), "Norrmalm") == ["U1"]
    rows = estates({"avliden_dag": "2025-12-31"}, {"avliden_dag": "2026-01-01"})
    data = csv_file([{**row, "namnd_kod": "Kungsholmen"} for row in rows])
    assert frame_ids(house, take_in(house, data, "boutredningar"), "Kungsholmen") == ["B2"]


def test_a_reversal_with_its_payments_id_is_kept_beside_it_and_not_drawn(house: House) -> None:
    taken = take_in(house, csv_file(payments({}, REVERSAL, {})), "utbetalningar")
    assert frame_ids(house, taken, "Norrmalm") == ["U1", "U3"]
    units = rows_of(house, RegisterUnit)
    assert [(unit.unit_id, unit.row, unit.counterpart_row) for unit in units] == [
        ("U1", 2, 3), ("U1", 3, 2), ("U3", 4, None),
    ]  # fmt: skip
    with house.database.transaction(write=False) as session:
        frame = taken.frames[house.boards["Norrmalm"]]
        found = operations.units_by_id(session, frame=frame, unit_ids=["U1"])
    assert found["U1"].content["belopp"] == "1870.00"


def test_a_co_applicant_is_folded_in_and_flags_stand_on_the_unit(house: House) -> None:
    rows = cases({"ansokan_datum": "2026-04-01"}, {"arende_id": "A1", "ansokan_datum": "2026-04-01"})
    taken = take_in(house, csv_file(rows))
    assert (taken.extract.rows, taken.extract.merged, taken.extract.accepted) == (2, 1, 1)
    assert rows_of(house, RegisterUnit)[0].flags == ["Beslutet är daterat före ansökan."]
    told = [(line["what"], line["flag"], line["times"]) for line in taken.extract.notices]
    assert ("Beslutet är daterat före ansökan.", True, 1) in told


def test_a_faulty_extract_leaves_nothing(house: House) -> None:
    with pytest.raises(FaultyExtractError, match="beslutsdatum"):
        take_in(house, csv_file(cases({}, {"beslutsdatum": "snart"})))
    for model in (RegisterExtract, RegisterUnit, Frame, JournalEntry):
        assert rows_of(house, model) == []


def test_rows_of_somebody_elses_board_are_errors(house: House) -> None:
    with pytest.raises(FaultyExtractError) as refused:
        take_in(house, csv_file(cases({}, {"namnd_kod": "Ostermalm"}, {"namnd_kod": "Vasastan"})))
    told = [(error.row, error.column, error.expected) for error in refused.value.checked.errors]
    own = "Kungsholmen, Norrmalm"
    assert told == [
        (3, "namnd_kod", f"någon av {own}; nämnden ingår inte i dina nämnder"),
        (4, "namnd_kod", f"nämndens kod eller namn: {own}"),
    ]


def test_the_same_file_is_taken_in_once_for_a_period(house: House) -> None:
    take_in(house, two_boards())
    with pytest.raises(AlreadyTakenInError):
        take_in(house, two_boards(), name="samma igen.csv")
    take_in(house, two_boards(), period=(date(2026, 1, 1), date(2026, 3, 31)))
    assert len(rows_of(house, RegisterExtract)) == 2


def test_payments_after_the_closure_are_flagged_by_the_case_register(house: House) -> None:
    closed = {"namnd_kod": "Norrmalm", "avslutsdatum": "2026-03-10"}
    take_in(house, csv_file(cases(closed)))
    take_in(house, csv_file(payments({})), "utbetalningar")
    assert rows_of(house, RegisterUnit)[-1].flags == ["Utbetalningen är gjord efter att ärendet avslutades."]


def test_the_journal_tells_of_the_extract_and_each_frame_without_a_case(house: House) -> None:
    rows = [{**row, "personnr_sokande": PUBLISHED, "Efternamn": "Uppdiktad"} for row in cases({}, {})]
    taken = take_in(house, csv_file(rows))
    assert [entry.action for entry in rows_of(house, JournalEntry)] == ["register:imported", "frame:frozen"]
    content = "".join(content.content for content in rows_of(house, JournalContent))
    assert taken.frames[house.boards["Kungsholmen"]].sha256 in content
    assert '"dropped":["Efternamn"]' in content.replace(" ", "")
    assert "Uppdiktad" not in content
    assert '"A1"' not in content


def test_a_merged_boards_rows_go_to_its_successor(house: House) -> None:
    with house.database.transaction() as session:
        gone = Board(code="GAM", name="Gamla stan", valid_to=date(2026, 6, 30), successor_id=house.boards["Norrmalm"])
        session.add(gone)
    taken = take_in(house, csv_file(cases({"namnd_kod": "Gamla stan"})))
    assert frame_ids(house, taken, "Norrmalm") == ["A1"]
