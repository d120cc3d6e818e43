"""How long a report takes per file, as Word, PDF and workbook together, with 2,000 files against with 20."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session, col, insert, select, update

from audit import database
from audit.accounts.operations import known
from audit.reports import operations as reports
from audit.reviews import operations as reviews
from audit.reviews.models import Answer, Review
from audit.rounds.models import Round
from benchmarks.result import Result, paired
from benchmarks.timing import seconds
from tests.support import run
from tests.support.house import House, build
from tests.support.reviewed import distributed_round

FEW, MANY = 20, 2_000
LIMIT, RUNS = 1.0, 3
FORMS = ("docx", "pdf", "xlsx")
BOARD = "Kungsholmen"


def measure() -> Result:
    """Seconds per file: reading everything out of the database and making the three files."""
    run.begin()
    try:
        with _reviewed(MANY) as many, _reviewed(FEW) as few:
            found = [[_written(each) / size for each, size in ((many, MANY), (few, FEW))] for _ in range(RUNS)]
    finally:
        run.end()
    return paired([one for one, _ in found], [one for _, one in found], unit="s/file", limit=LIMIT, better="lower")


def _written(house: House) -> float:
    def write() -> None:
        with house.database.transaction(write=False) as session:
            built = reports.build(session, round_=session.exec(select(Round)).one())
        for form in FORMS:
            reports.FORMS[form].make(built.report)

    return seconds(write)


@contextmanager
def _reviewed(files: int) -> Iterator[House]:
    """A house with one round of one board, in which every file is signed: every seventh answer is a deviation."""
    with tempfile.TemporaryDirectory() as folder:
        database.upgrade(f"sqlite:///{folder}/stickprov.db", at_once=True)
        house = build(f"sqlite:///{folder}/stickprov.db", Path(folder))
        round_id = distributed_round(house, BOARD, units=files * 2, size=files)
        with house.database.transaction() as session:
            _answer(session, house, round_id)
        yield house
        house.database.close()


def _answer(session: Session, house: House, round_id: int) -> None:
    """Written straight into the tables: 50,000 answers given one by one would be another benchmark."""
    areas = reviews.areas_of(session.get_one(Round, round_id))
    asked = [question.id for area in areas for question in area.questions]
    ids = [known(one) for one in session.exec(select(Review.id).where(Review.round_id == round_id))]
    given = [
        {
            "review_id": review_id,
            "question_id": question,
            "value": "nej" if (place * 25 + number) % 7 == 0 else "ja",
            "comment": "", "evidence": "", "reason": "", "by_rule": False, "version": 1,
            "answered_at": house.clock(),
        }
        for place, review_id in enumerate(ids)
        for number, question in enumerate(asked)
    ]  # fmt: skip
    session.exec(insert(Answer), params=given)
    session.exec(
        update(Review).where(col(Review.id).in_(ids)).values(signed_at=house.clock(), finished_at=house.clock())
    )


BENCHMARKS = {"report_files": measure}
