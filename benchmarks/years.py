"""A house with years of reviews: boards × years × files × questions, put into the tables in bulk, all invented."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from audit import checklists_shipped
from audit.accounts.models import RoleGrant
from audit.accounts.operations import boards, known
from audit.accounts.rules import Role
from audit.checklists.models import OwnChecklist, OwnChecklistBoard
from audit.checklists.rules import digest, own_name
from audit.comparison import operations
from audit.comparison.models import KeptAnswers
from audit.comparison.rules import kept, shaped
from audit.database import Database, upgrade
from audit.registers.models import Frame, RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.reviews.models import Answer, Review
from audit.reviews.rules.states import Seat
from audit.rounds.models import Draw, Round, RoundBoard, SampleUnit
from audit.rounds.rules import Retrieval, Standing, Target
from checklists import Checklist, parse
from tests.support.house import BOARDS, House, build

SHIPPED, QUESTIONS = "akt-2026.2", 89
AREA = "utbetalning_fut"
ACCOUNT = "samordnare"
AT_ONCE = 20_000
FILE = "stickprov.db"
FOCUS = ["plan_exists_after_second_meeting", "child_situation_described", "violence_question_documented"]


@dataclass(frozen=True)
class Extent:
    """How much there is: so many years up to 2026, and files of each of the three boards a year."""

    years: int = 10
    files: int = 100

    @property
    def answers(self) -> int:
        return self.years * len(BOARDS) * self.files * QUESTIONS


Counted = dict[tuple[int, int, str], tuple[int, ...]]
"""How often each of ANSWERS was given, by round, board and question."""
ANSWERS = ("ja", "delvis", "nej", "ej_aktuellt", "kan_ej_bedomas")
GROUP_BY = """
    SELECT review.round_id, review.board_id, answer.question_id, answer.value, count(*)
    FROM review
    JOIN sample_unit ON sample_unit.id = review.sample_unit_id
    JOIN answer ON answer.review_id = review.id
    WHERE review.seat = 'forsta' AND review.finished_at IS NOT NULL AND answer.value IS NOT NULL
      AND sample_unit.standing IN ('urval', 'inkallad') AND sample_unit.target = 'namnd'
    GROUP BY ALL
"""
COPIED = {
    "review": "SELECT id, sample_unit_id, round_id, board_id, seat, finished_at FROM review",
    "sample_unit": "SELECT id, standing, target FROM sample_unit",
    "answer": "SELECT review_id, question_id, value FROM answer",
}


class Years:
    """The years that are in a folder, counted by the program and by DuckDB."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._database = Database(f"sqlite:///{self._file}")
        with self._database.transaction(write=False) as session:
            self._boards = [known(board.id) for board in boards(session)]

    def table(self) -> Counted:
        """The program's frame, from the database on."""
        with self._database.transaction(write=False) as session:
            frame = shaped(operations.comparison(session, board_ids=self._boards), limits=False)
        keys = zip(frame["round_id"], frame["board_id"], frame["question_id"], strict=True)
        return dict(zip(keys, zip(*(frame[code] for code in ANSWERS), strict=True), strict=True))

    def in_duckdb(self) -> Callable[[], Counted]:
        """Copy the rows into tables of DuckDB's own, in memory. Gives what groups and counts them."""
        import duckdb
        import pandas as pd

        memory = duckdb.connect()
        with closing(sqlite3.connect(self._file)) as source:
            for table, query in COPIED.items():
                memory.from_df(pd.read_sql_query(query, source)).create(table)
        return lambda: _as_counted(memory.execute(GROUP_BY).fetchall())


def _as_counted(rows: Sequence[tuple[Any, ...]]) -> Counted:
    found: dict[tuple[int, int, str], list[int]] = defaultdict(lambda: [0] * len(ANSWERS))
    for round_id, board_id, question_id, value, amount in rows:
        found[round_id, board_id, question_id][ANSWERS.index(value)] = amount
    return {key: tuple(counts) for key, counts in found.items()}


# ---- Putting them in --------------------------------------------------------------------------------------------


def fill(folder: Path, extent: Extent) -> House:
    """A house in the folder with the years in it. »samordnare« runs the rounds of all three boards."""
    address = f"sqlite:///{folder / FILE}"
    upgrade(address, at_once=True)
    house = build(address, folder)
    house.state = None
    _fill(house, extent)
    house.database.close()
    return house


def _fill(house: House, extent: Extent) -> None:
    ids = [house.boards[name] for name in BOARDS]
    first = 2027 - extent.years
    with house.database.transaction() as session:
        at = datetime(first, 1, 1, tzinfo=UTC)
        session.execute(
            insert(RoleGrant),
            [{"account_id": house.accounts[ACCOUNT], "role": Role.COORDINATOR, "board_id": ids[2]}],
        )
        names = [_own_checklist(session, text, ids, at) for text in checklist_texts()]
        checklist = parse(checklist_texts()[0], source="bench")
        for place in range(extent.years):
            name = names[place >= extent.years // 2]
            _year(session, first + place, name, ids, extent.files, checklist)


def checklist_texts() -> tuple[str, str]:
    """Two versions of a checklist with 89 questions; the later has reworded one and changed another altogether."""
    text = checklists_shipped.shipped()[SHIPPED]
    begun, _, questions = text.partition("[[questions]]")
    extra = [_question(number) for number in range(1, QUESTIONS - questions.count("[[questions]]"))]
    new = ", ".join(f'"extra_{number}"' for number in range(1, len(extra) + 1))
    first = f'[[checklist.changes]]\nversion = "2027.1"\nnew = [{new}]\nchanged = []\ngone = []\n\n[[scale]]'
    second = (
        '[[checklist.changes]]\nversion = "2027.2"\nnew = []\nchanged = [\n'
        '  { id = "extra_1", comparable = true, note = "Ny ordalydelse, samma sak." },\n'
        '  { id = "extra_2", comparable = false, note = "Frågan gäller numera alla i hushållet." },\n'
        "]\ngone = []\n\n[[scale]]"
    )
    older = begun.replace('version = "2026.2"', 'version = "2027.1"', 1).replace("[[scale]]", first, 1)
    newer = older.replace('version = "2027.1"', 'version = "2027.2"', 1).replace("[[scale]]", second, 1)
    asked = "[[questions]]" + questions.rstrip() + "\n\n" + "".join(extra)
    reworded = asked.replace("Påhittad fråga nummer 1?", "Påhittad fråga nummer ett?", 1)
    return older + asked, newer + reworded.replace("Påhittad fråga nummer 2?", "Påhittad fråga om hela hushållet?", 1)


def _question(number: int) -> str:
    return (
        f'[[questions]]\nid = "extra_{number}"\narea = "{AREA}"\ntext = "Påhittad fråga nummer {number}?"\n'
        'applies_when = "true"\ndeviation = "Det påhittade saknas."\nrefs = ["rd14"]\n'
        'severity = "mindre"\nlegal_date = "decision_date"\ncore = false\n\n'
    )


def _own_checklist(session: Session, text: str, boards: Sequence[int], at: datetime) -> str:
    name = own_name(parse(text, source="bench"), text)
    own = _row(session, OwnChecklist(name=name, text=text, sha256=digest(text), sent_at=at, taken_at=at))
    session.execute(insert(OwnChecklistBoard), [{"own_checklist_id": own, "board_id": board} for board in boards])
    return name


def _year(session: Session, year: int, name: str, boards: Sequence[int], files: int, asked: Checklist) -> None:
    at, first, last = datetime(year, 10, 1, tzinfo=UTC), date(year, 1, 1), date(year, 6, 30)
    areas = [area.id for area in asked.areas]
    round_ = Round(
        name=f"Aktgranskning {year}", year=year, kind=RegisterKind.CASES, checklist=name, areas=areas, focus=FOCUS,
        period_from=first, period_to=last, invented=True, created_at=at, sizes_fixed_at=at,
    )  # fmt: skip
    extract = RegisterExtract(
        kind=RegisterKind.CASES, file_name=f"{year}.csv", file_sha256=digest(str(year)), file_size=1, encoding="utf-8",
        separator=";", period_from=first, period_to=last, rows=files, accepted=files, skipped=0, merged=0,
        invented=True, imported_at=at,
    )  # fmt: skip
    round_id, extract_id = _row(session, round_), _row(session, extract)
    draw = _row(session, Draw(round_id=round_id, seed="1", seed_source="", protocol={}, drawn_at=at))
    questions = [question.id for question in asked.questions]
    for number, board in enumerate(boards):
        population = 4 * files + 10 * number
        frame = Frame(extract_id=extract_id, board_id=board, population=population, sha256="", frozen_at=at)
        part = RoundBoard(round_id=round_id, board_id=board, frame_id=_row(session, frame), size=files, reserves=0)
        _row(session, part)
        rows = range(number * files, (number + 1) * files)
        units = _units(session, (round_id, draw, extract_id, board), rows)
        reviews = _reviews(session, round_id, board, units, at)
        _in_chunks(session, _answers(reviews, questions, year, number, at))
        session.execute(insert(KeptAnswers), list(_lines(reviews, questions, year, number, at)))


def _row(session: Session, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    return int(row.id)  # type: ignore[attr-defined]


def _units(session: Session, ids: tuple[int, int, int, int], rows: range) -> list[int]:
    round_id, draw, extract, board = ids
    session.execute(
        insert(RegisterUnit),
        [{"extract_id": extract, "board_id": board, "unit_id": f"B{extract}-{row}", "row": row, "in_frame": True,
          "content": {}, "flags": []} for row in rows],
    )  # fmt: skip
    query = select(RegisterUnit.id).where(RegisterUnit.extract_id == extract, RegisterUnit.board_id == board)
    registered = session.exec(query).all()
    session.execute(
        insert(SampleUnit),
        [{"draw_id": draw, "round_id": round_id, "board_id": board, "target": Target.BOARD,
          "register_unit_id": unit, "unit_id": f"B{extract}-{unit}", "ticket": "", "position": place,
          "standing": Standing.SAMPLE, "retrieval": Retrieval.FETCHED} for place, unit in enumerate(registered, 1)],
    )  # fmt: skip
    query = select(SampleUnit.id).where(SampleUnit.draw_id == draw, SampleUnit.board_id == board)
    return [one or 0 for one in session.exec(query)]


def _reviews(session: Session, round_id: int, board: int, units: Sequence[int], at: datetime) -> list[int]:
    session.execute(
        insert(Review),
        [{"sample_unit_id": unit, "seat": Seat.FIRST, "number": 1, "round_id": round_id, "board_id": board,
          "signed_at": at, "finished_at": at} for unit in units],
    )  # fmt: skip
    query = select(Review.id).where(Review.round_id == round_id, Review.board_id == board)
    return [one or 0 for one in session.exec(query)]


def _answers(
    reviews: Sequence[int], questions: Sequence[str], year: int, board: int, at: datetime
) -> Iterator[dict[str, Any]]:
    """An answer to every question of every file: mostly Ja, some years and questions worse than others."""
    for place, review in enumerate(reviews):
        for number, question in enumerate(questions):
            value = _value((place * 61 + number * 17 + year * 7) % 100, 4 + (number * 13 + year * 3 + board * 8) % 30)
            told = value in {"delvis", "nej"}
            yield {
                "review_id": review, "question_id": question, "value": value, "by_rule": False, "version": 1,
                "comment": f"Påhittad iakttagelse {place + 1}." if told else "", "evidence": "", "reason": "",
                "answered_at": at,
            }  # fmt: skip


def _lines(
    reviews: Sequence[int], questions: Sequence[str], year: int, board: int, at: datetime
) -> Iterator[dict[str, Any]]:
    """The line of each file, as the program writes it when the file begins to count."""
    for review, of_file in groupby(_answers(reviews, questions, year, board, at), key=itemgetter("review_id")):
        line = kept({answer["question_id"]: answer["value"] for answer in of_file}, questions)
        yield {"review_id": review, "finished_at": at, "answers": line}


def _value(chance: int, bad: int) -> str:
    if chance < bad:
        return "nej" if chance % 3 else "delvis"
    return "ej_aktuellt" if chance > 85 else "kan_ej_bedomas" if chance == 85 else "ja"


def _in_chunks(session: Session, rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(islice(rows, AT_ONCE)):
        session.execute(insert(Answer), chunk)
