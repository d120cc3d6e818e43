"""Ten years of three boards and 89 questions, asked by two versions of a board's own checklist, open as pages."""

from collections.abc import Iterator

import pytest

from audit.comparison import operations
from audit.comparison.rules import shaped
from benchmarks.years import ACCOUNT, QUESTIONS, Extent, fill
from tests.findings.told import words
from tests.support.house import BOARDS, House, close

EXTENT = Extent(years=10, files=2)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    filled = fill(tmp_path_factory.mktemp("years"), EXTENT)
    yield filled
    close(filled)


def test_every_question_has_its_chart_and_a_row_for_each_year_and_board(house: House) -> None:
    page = house.client(ACCOUNT).get("/jamforelse/fragor")
    assert page.status_code == 200
    assert page.get_data(as_text=True).count("<svg") == QUESTIONS
    with house.database.transaction(write=False) as session:
        frame = shaped(operations.comparison(session, board_ids=house.boards.values()))
    assert len(frame) == EXTENT.years * len(BOARDS) * QUESTIONS
    assert int(frame["reviewed"].sum()) == EXTENT.answers


def test_a_year_in_which_the_question_was_changed_is_never_joined_with_the_one_before(house: House) -> None:
    with house.database.transaction(write=False) as session:
        frame = shaped(operations.comparison(session, board_ids=[house.boards["Norrmalm"]]))
    told = {asked: rows.set_index("year") for asked, rows in frame.groupby("question_id")}
    assert list(told["extra_2"]["run"]) == [1] * 5 + [2] * 5
    assert set(told["extra_1"]["run"]) == {1}
    assert told["extra_1"].loc[2022, "grade"] == "Omformulerad, kan jämföras"
    assert bool(told["extra_2"].loc[2022, "comparable"]) is False
    page = words(house.client(ACCOUNT).get("/jamforelse/fraga/extra_2"))
    assert "2022 mot 2021: Ändrad, kan inte jämföras. Frågan gäller numera alla i hushållet." in page


def test_only_the_focus_questions_of_the_latest_year_are_tested(house: House) -> None:
    with house.database.transaction(write=False) as session:
        found = operations.comparison(session, board_ids=[house.boards["Norrmalm"]])
        changes = operations.changes(found.cells, board_id=house.boards["Norrmalm"], of_years=found.years)
    assert changes
    tested = {asked for asked, change in changes.changes.items() if change.test}
    assert tested == set(found.years[-1].focus)
    assert len(changes.changes) == QUESTIONS
