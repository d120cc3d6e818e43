"""What is erased is gone from everywhere, and every figure, report and protocol is what it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from audit.comparison import operations as comparison
from audit.findings import operations as findings
from audit.journal import operations as journal
from audit.registers.models import Frame, RegisterUnit
from audit.registers.operations import frame_amounts
from audit.registers.rules import RegisterKind
from audit.reports.models import ReportPublication
from audit.retention import operations
from audit.retention.models import Erasure
from audit.retention.operations import RefusedError
from audit.retention.rules import Event, KindId, hash_of
from audit.reviews.models import Review
from audit.reviews.operations import counts
from audit.rounds.models import Draw, Round, SampleUnit
from tests.reports.publishing import publish
from tests.retention import telling
from tests.support.house import House
from tests.support.reviewed import signed_round

BOARD = "Kungsholmen"
MARKER = "Zinkvitsmarkör i en påhittad kommentar"
SAID: Mapping[tuple[str, int, str], tuple[str, str]] = {
    (BOARD, 1, "application_on_file"): ("nej", MARKER),
    ("Norrmalm", 2, "application_on_file"): ("delvis", "Påhittat i Norrmalm"),
}


def told(house: House) -> int:
    """A round that is signed and published, a year ago and a day."""
    telling.second_coordinator(house)
    round_id = signed_round(house, answers=SAID, left_out=1)
    publish(house, round_id)
    house.clock.forward(days=telling.YEAR)
    return round_id


def figures(session: Session, house: House, round_id: int) -> dict[str, Any]:
    """What must be the same afterwards."""
    boards = house.board_ids(BOARD, "Norrmalm")
    round_ = session.get_one(Round, round_id)
    results = findings.results(session, round_=round_, board_ids=boards)
    years = comparison.years(session, board_ids=boards)
    publication = session.exec(select(ReportPublication)).one()
    return {
        "counts": counts(session, round_id=round_id, board_ids=boards),
        "results": [(one.question.id, one.by_board) for one in results.questions],
        "signed": results.signed_by_board,
        "comparison": comparison.cells(session, of_years=years, board_ids=boards),
        "protocols": [draw.protocol for draw in session.exec(select(Draw))],
        "report": (publication.content, publication.sha256, publication.annex, publication.annex_sha256),
    }


def everywhere(house: House, *but: str) -> str:
    """Every text of every table, but of those."""
    with house.database.engine.connect() as connection:
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if house.database.is_sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = [row[0] for row in connection.execute(text(names)) if row[0] not in but]
        read = [connection.execute(text(f'SELECT * FROM "{name}"')) for name in tables]  # noqa: S608
        return "\n".join(str(tuple(row)) for rows in read for row in rows)


def files_of(house: House) -> bytes:
    """The bytes of the database's files as they lie on the disk."""
    file = Path(house.database.url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


def test_what_was_written_of_a_round_is_gone_and_every_figure_is_what_it_was(house: House) -> None:
    round_id = told(house)
    with house.database.transaction(write=False) as session:
        before = figures(session, house, round_id)
    assert MARKER in everywhere(house)
    erasure_id = telling.erased(house, KindId.REVIEW, round_id)
    left = everywhere(house)
    assert MARKER not in left
    assert "Påhittat i Norrmalm" in left  # another board's is another decision
    if house.database.is_sqlite:
        assert MARKER.encode() not in files_of(house)
    with house.database.transaction(write=False) as session:
        assert figures(session, house, round_id) == before
        assert journal.verify(session)[1] == []
        erasure = session.get_one(Erasure, erasure_id)
        assert hash_of(erasure.proof) == erasure.sha256
        assert erasure.counts["svar med text"] >= 1
        assert erasure.counts["versioner av svar"] > 3
        assert erasure.cleaned_at
        assert erasure.cleaned["engine"] == ("SQLite" if house.database.is_sqlite else "PostgreSQL")


def test_until_the_files_are_written_anew_the_bytes_lie_there(house_on_sqlite: House) -> None:
    """What the cleaning is for: a row that is deleted is only forgotten."""
    house = house_on_sqlite
    round_id = told(house)
    telling.decided(house, KindId.REVIEW, BOARD)
    telling.approved(house, telling.proposed(house, KindId.REVIEW, round_id))
    assert MARKER.encode() in files_of(house)
    operations.tidy(house.settings, house.database, house.clock)
    assert MARKER.encode() not in files_of(house)


def test_ids_go_last_and_the_protocol_keeps_its_own(house: House) -> None:
    round_id = told(house)
    with house.database.transaction(write=False) as session:
        before = figures(session, house, round_id)
        unit = session.exec(
            select(SampleUnit).where(SampleUnit.board_id == house.boards[BOARD]).order_by(col(SampleUnit.id))
        ).first()
        frame = session.exec(select(Frame).where(Frame.board_id == house.boards[BOARD])).one()
        assert unit
        drawn, extract_id, sha256 = unit.unit_id, frame.extract_id, frame.sha256
    telling.decided(house, KindId.SAMPLE, BOARD)
    with pytest.raises(RefusedError, match="Registerutdraget"):
        telling.proposed(house, KindId.SAMPLE, round_id)
    telling.erased(house, KindId.REGISTER, extract_id)
    with pytest.raises(RefusedError, match="Granskningarnas texter"):
        telling.proposed(house, KindId.SAMPLE, round_id)
    telling.erased(house, KindId.REVIEW, round_id)
    telling.approved(house, telling.proposed(house, KindId.SAMPLE, round_id))
    with house.database.transaction(write=False) as session:
        assert figures(session, house, round_id) == before
        assert journal.verify(session)[1] == []
        mine = select(RegisterUnit).where(RegisterUnit.board_id == house.boards[BOARD])
        rows = session.exec(mine).all()
        assert len(rows) == 40  # how many there were stays
        assert {row.unit_id[:8] for row in rows} == {"gallrad-"}
        assert all(row.content == {} for row in rows)
        assert {unit.ticket for unit in session.exec(select(SampleUnit)) if unit.unit_id.startswith("gallrad")} == {""}
        frame = session.get_one(Frame, frame.id)
        assert (frame.population, frame.sha256) == (40, sha256)
    # The draw's protocol and the published annex prove the draw: they are the only places left.
    assert drawn in everywhere(house)
    assert drawn not in everywhere(house, "draw", "report_publication")


def test_a_payment_s_amount_stays_and_nothing_else_of_it(house: House) -> None:
    telling.second_coordinator(house)
    round_id = signed_round(house, kind=RegisterKind.PAYMENTS)
    house.clock.forward(days=telling.YEAR)

    def money(session: Session) -> Any:
        round_ = session.get_one(Round, round_id)
        found = findings.results(session, round_=round_, board_ids=house.board_ids(BOARD))
        return findings.money(session, round_=round_, results=found)

    with house.database.transaction(write=False) as session:
        frame = session.exec(select(Frame).where(Frame.board_id == house.boards[BOARD])).one()
        before = sorted(frame_amounts(session, frame).values()), money(session)
    telling.erased(house, KindId.REGISTER, frame.extract_id)
    with house.database.transaction(write=False) as session:
        frame = session.get_one(Frame, frame.id)
        assert (sorted(frame_amounts(session, frame).values()), money(session)) == before
        rows = session.exec(select(RegisterUnit).where(RegisterUnit.board_id == house.boards[BOARD])).all()
        assert {name for row in rows for name in row.content} == {"belopp"}


def test_nothing_is_due_before_its_day_nor_while_somebody_reviews(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    telling.second_coordinator(house)
    round_id = signed_round(house, answers=SAID)
    telling.decided(house, KindId.REVIEW, BOARD, event=Event.YEAR_ENDED)
    scope = telling.scope_of(house, "samordnare", BOARD)
    with house.database.transaction(write=False) as session:
        assert operations.due_lines(session, scope, house.stamp().day) == []
    house.clock.forward(days=2 * telling.YEAR)
    with house.database.transaction() as session:
        review = session.exec(
            select(Review).where(Review.board_id == house.boards[BOARD]).order_by(col(Review.id))
        ).first()
        assert review
        review.signed_at = review.finished_at = None
        session.add(review)
    with house.database.transaction(write=False) as session:
        (line,) = operations.due_lines(session, scope, house.stamp().day)
        assert line.due.found.waits == "1 granskningar i omgången är inte klara."
    with pytest.raises(RefusedError, match="inte klara"):
        telling.proposed(house, KindId.REVIEW, round_id)


def test_one_who_proposes_can_t_approve_and_two_who_collide_are_told(house: House) -> None:
    round_id = told(house)
    telling.decided(house, KindId.REVIEW, BOARD)
    erasure_id = telling.proposed(house, KindId.REVIEW, round_id)
    with pytest.raises(RefusedError, match="hann före"):
        telling.proposed(house, KindId.REVIEW, round_id, account="samordnare2")
    with pytest.raises(RefusedError, match="själv lagt förslaget"):
        telling.approved(house, erasure_id, account="samordnare")
    assert MARKER in everywhere(house)
    telling.approved(house, erasure_id)
    with pytest.raises(RefusedError, match="redan avgjort"):
        telling.approved(house, erasure_id)


def test_a_rule_that_is_changed_stops_what_was_proposed_under_the_old_one(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = told(house)
    telling.decided(house, KindId.REVIEW, BOARD)
    erasure_id = telling.proposed(house, KindId.REVIEW, round_id)
    telling.decided(house, KindId.REVIEW, BOARD, months=None)
    with pytest.raises(RefusedError, match="den regel som gäller nu"):
        telling.approved(house, erasure_id)
    assert MARKER in everywhere(house)
