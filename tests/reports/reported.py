"""The story's report, made once for all the tests that open its files again, and its answers counted one by one."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.reports import operations
from audit.reports.operations import BuiltReport
from audit.reports.renderings.word import word_file
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from tests.reports.told import Told, tell
from tests.support.house import House, build

SPACE = "\N{NO-BREAK SPACE}"
CODES = ("ja", "delvis", "nej", "ej_aktuellt", "kan_ej_bedomas")


@dataclass(frozen=True)
class Reported:
    """The story's end: the house, the round, and its report as it was built and written."""

    house: House
    told: Told
    built: BuiltReport
    file: bytes


def reported(house: House) -> Reported:
    told = tell(house)
    with house.database.transaction(write=False) as session:
        built = operations.build(session, round_=session.get_one(Round, told.round_id))
    return Reported(house, told, built, word_file(built.report))


@contextmanager
def told_once(empty: Path, folder: Path) -> Iterator[Reported]:
    """The story told in a house of its own on a copy of the `empty` database."""
    shutil.copyfile(empty, folder / "stickprov.db")
    house = build(f"sqlite:///{folder / 'stickprov.db'}", folder)
    yield reported(house)
    house.database.close()


def answers(house: House, round_id: int) -> Counter[tuple[str, str, str]]:
    """The signed answers one by one, counted here and not by the program: by board, question and value."""
    names = {board: name for name, board in house.boards.items()}
    with house.database.transaction(write=False) as session:
        given = reviews.given_answers(session, round_id=round_id)
        in_use = {unit.unit_id for unit in rounds.in_use(session, round_id)}
    return Counter(
        (names[one.board_id], one.question_id, one.value) for one in given if one.signed and one.unit_id in in_use
    )


def expected_cells(counted: Counter[tuple[str, str, str]], boards: tuple[str, ...], questions: list[str]) -> list[str]:
    numbers = [sum(counted[board, one, code] for board in boards for one in questions) for code in CODES]
    whole = sum(numbers[:3])
    adherence = f"{numbers[0]} av {whole} ({round(100 * numbers[0] / whole)}{SPACE}%)" if whole else "–"
    return [*map(str, numbers), adherence]
