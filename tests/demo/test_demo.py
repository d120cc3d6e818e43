"""`stickprov demo`: all of it is there, invented and repeatable, and a second start keeps what was entered."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import and_, inspect
from sqlmodel import Session, SQLModel, col, select

from audit import config
from audit.accounts import administration, passwords
from audit.accounts.models import Account, Board, BoardSharing
from audit.accounts.operations import known
from audit.accounts.rules import Purpose
from audit.app import create_app
from audit.comparison.models import PaperStatement
from audit.database import Database
from audit.demo.autumn import LAST_DAY, moment
from audit.demo.dirt import FAULTS
from audit.demo.people import PASSWORD, PEOPLE
from audit.findings.models import Meeting, Observation, Reply
from audit.improvements import operations as improvements
from audit.improvements.models import Evidence, FollowUp, ImprovementArea, Measure, Recurrence
from audit.improvements.rules import AreaStatus
from audit.journal import operations as journal
from audit.journal.models import JournalContent, JournalEntry
from audit.journal.rules import Stamp
from audit.registers.models import Frame, KnownCount, RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.registers.rules.personnummer import INSIDE, resemblance
from audit.reports.models import ReportHead, ReportText
from audit.reviews.models import Answer, BlindPair, Disqualification, Flag, FlagNote, Review, Settlement
from audit.reviews.rules.flags import FlagKind
from audit.reviews.rules.states import Seat
from audit.rounds.models import Draw, Round, SampleUnit
from audit.rounds.rules import Origin, ReplacementReason, Standing
from tests.demo.made import Made, run
from tests.demo.visiting import NOW, client, open_one_of_every_kind

# What the same seed makes the same, on every machine and engine.
REPEATABLE: tuple[type[SQLModel], ...] = (
    Board, KnownCount, PaperStatement, RegisterExtract, RegisterUnit, Frame, Round, Draw, SampleUnit, Review, Answer,
    Disqualification, BlindPair, Settlement,
    Observation, Reply, Meeting, ImprovementArea, FollowUp, Measure, Evidence, Recurrence, ReportHead, ReportText,
)  # fmt: skip
HASH = re.compile(r"\b[0-9a-f]{32,}\b")
LIKE_A_NAME = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)? [A-ZÅÄÖ][a-zåäöé]+\b")
PLACES = {"Stockholm", "Kungsholmen", "Norrmalm", "Södermalm", "Östermalm"}
OF_CASES = and_(col(Round.id) == col(SampleUnit.round_id), col(Round.kind) == RegisterKind.CASES)
HOUSEHOLDS = {"KUN": 166, "NOR": 160}


@pytest.fixture
def session(made: Made) -> Iterator[Session]:
    with made.database.transaction(write=False) as reading:
        yield reading


def rows(session: Session, table: type[SQLModel]) -> list[dict[str, Any]]:
    """A table's rows in the order of their ids, without the journal's head: its salts are drawn anew each time."""
    query = select(table).order_by(*inspect(table).primary_key)
    return [row.model_dump(exclude={"journal_head"}) for row in session.exec(query)]


# ---- The command --------------------------------------------------------------------------------------------------


def test_it_says_where_it_lies_who_may_sign_in_and_how_to_start(made: Made) -> None:
    assert "Demonstrationen är klar." in made.said
    assert str(made.folder) in made.said
    assert f"stickprov serve --instance {made.folder}" in made.said
    for person in PEOPLE:
        assert re.search(rf"^{person.username} ", made.said, re.MULTILINE)
    assert PASSWORD in made.said


def test_every_account_opens_with_the_password_that_was_printed(session: Session) -> None:
    accounts = {account.username: account for account in session.exec(select(Account))}
    assert set(accounts) == {person.username for person in PEOPLE}
    assert all(passwords.matches(account.password_hash, PASSWORD) for account in accounts.values())


def test_a_second_start_changes_nothing_and_keeps_what_was_entered(made: Made) -> None:
    stamp = Stamp(moment(LAST_DAY, "16:00"))
    with made.database.transaction() as writing:
        administration.add_board(writing, stamp=stamp, code="NY", name="Nyodling", valid_from=None)
    before = (made.folder / "stickprov.db").read_bytes()
    again = run("demo", "--instance", str(made.folder))
    assert again.exit_code == 0
    assert "Demonstrationen finns redan. Inget har ändrats." in again.output
    assert "samordnare" in again.output
    assert "stickprov serve" in again.output
    with made.database.transaction(write=False) as reading:
        assert reading.exec(select(Board).where(Board.code == "NY")).one()
    assert (made.folder / "stickprov.db").read_bytes() == before


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "viktigt.txt").write_text("orört")
    refused = run("demo", "--instance", str(tmp_path))
    assert refused.exit_code == 1
    assert "inte tom" in refused.output
    assert [file.name for file in tmp_path.iterdir()] == ["viktigt.txt"]


def test_a_place_where_nothing_can_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    for place in ("fil", "fil/under"):
        refused = run("demo", "--instance", str(tmp_path / place))
        assert refused.exit_code == 1
        assert "Välj en annan mapp" in refused.output or "välj en annan mapp" in refused.output


def test_a_database_that_is_in_use_is_left_alone(made: Made, tmp_path: Path) -> None:
    url = f"sqlite:///{made.folder / 'stickprov.db'}"
    folder = tmp_path / "ny"
    for _ in range(2):
        refused = run("demo", "--instance", str(folder), env={"STICKPROV_DATABASE_URL": url})
        assert refused.exit_code == 1
    assert not (folder / "DEMO").exists()


# ---- What is in it ------------------------------------------------------------------------------------------------


def test_the_rounds_are_those_that_the_story_tells(session: Session) -> None:
    every = list(session.exec(select(Round)))
    found = {row.year: row for row in every if row.kind is RegisterKind.CASES}
    beside = {(row.year, row.kind) for row in every if row.kind is not RegisterKind.CASES}
    assert beside == {(2025, RegisterKind.PAYMENTS), (2025, RegisterKind.ESTATES)}
    assert sorted(found) == [2010, 2014, 2024, 2025, 2026]
    assert {year for year, row in found.items() if row.origin is Origin.PAPER} == {2010, 2014}
    assert {year for year, row in found.items() if row.invented} == {2024, 2025, 2026}
    signed = Counter(
        year
        for year in session.exec(
            select(Round.year)
            .join(Review, col(Review.round_id) == col(Round.id))
            .where(col(Review.signed_at).is_not(None), Review.seat == Seat.FIRST, Round.kind == RegisterKind.CASES)
        )
    )
    assert signed == {2024: 20, 2025: 20, 2026: 10}


def test_every_frame_holds_the_published_number_of_households(session: Session) -> None:
    codes = {known(board.id): board.code for board in session.exec(select(Board))}
    query = (
        select(Frame, RegisterExtract)
        .join(RegisterExtract, col(RegisterExtract.id) == col(Frame.extract_id))
        .where(RegisterExtract.kind == "arenden")
    )
    found = [(codes[frame.board_id], frame.population) for frame, _ in session.exec(query)]
    assert Counter(found) == dict.fromkeys(HOUSEHOLDS.items(), 3)
    assert all(extract.invented for extract in session.exec(select(RegisterExtract)))


def test_each_sample_has_ten_files_a_board_and_two_were_replaced(session: Session) -> None:
    units = list(session.exec(select(SampleUnit).join(Round, OF_CASES)))
    in_use = Counter(
        (unit.round_id, unit.board_id) for unit in units if unit.standing in {Standing.SAMPLE, Standing.CALLED_IN}
    )
    assert set(in_use.values()) == {10}
    assert len(in_use) == 6
    reasons = [unit.replacement_reason for unit in units if unit.standing is Standing.REPLACED]
    assert sorted(str(reason) for reason in reasons) == [
        ReplacementReason.FILE_MISSING.value,
        ReplacementReason.ON_LOAN.value,
    ]


def test_every_board_has_families_in_every_sample_so_that_their_questions_show(session: Session) -> None:
    query = (
        select(SampleUnit.round_id, SampleUnit.board_id, RegisterUnit.content)
        .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
        .join(Round, OF_CASES)
        .where(col(SampleUnit.standing).in_([Standing.SAMPLE, Standing.CALLED_IN]))
    )
    families = Counter((round_id, board) for round_id, board, case in session.exec(query) if case["antal_barn"])
    assert len(families) == 6


def test_2026_is_under_way_with_two_files_begun(session: Session) -> None:
    query = (
        select(Review)
        .join(Answer, col(Answer.review_id) == col(Review.id))
        .where(col(Review.signed_at).is_(None))
        .distinct()
    )
    assert len(list(session.exec(query))) == 2


def test_one_file_was_left_because_of_jav_and_two_were_reviewed_twice(session: Session) -> None:
    [left] = session.exec(select(Disqualification)).all()
    assert left.reason.startswith("Uppdiktat skäl")
    assert left.passed_to is not None
    pairs = session.exec(select(BlindPair)).all()
    settled = list(session.exec(select(Settlement).where(col(Settlement.settled_at).is_not(None))))
    assert (len(pairs), len(settled)) == (2, 1)
    counted = session.exec(select(Review.finished_at).where(col(Review.id).in_([pair.first_id for pair in pairs])))
    assert sum(finished is not None for finished in counted) == 1


def test_a_flag_of_each_kind_is_raised_this_year_and_one_waits_for_the_unit(session: Session) -> None:
    raised = session.exec(select(Flag)).all()
    assert {flag.kind for flag in raised} == set(FlagKind)
    assert all(flag.seen.startswith("Påhittat:") for flag in raised)
    assert [note.by_unit for note in session.exec(select(FlagNote))] == [True]


def test_the_boards_share_something_now_and_have_called_something_back(session: Session) -> None:
    shared = session.exec(select(BoardSharing).order_by(col(BoardSharing.id))).all()
    assert [(one.purpose, one.ended_at is None) for one in shared] == [
        (Purpose.REVIEWING, False),
        (Purpose.REPORTS, True),
    ]
    assert all("påhittat" in one.ground for one in shared)


def test_the_areas_of_2014_live_on_and_say_what_is_invented(session: Session) -> None:
    areas = sorted(improvements.areas(session), key=lambda area: area.id)
    assert [area.area.invented for area in areas[:3]] == [False] * 3
    assert len(areas) > 3
    assert all(area.area.invented for area in areas[3:])
    assert all(area.status in {AreaStatus.REMAINS, AreaStatus.PARTLY} and area.measures for area in areas[:3])
    notes = [followed.note for followed in session.exec(select(FollowUp))]
    assert len(notes) >= 6
    assert all(note.startswith("Uppdiktad uppföljning.") for note in notes)


def test_one_area_was_closed_and_stays_so_and_one_has_come_back(session: Session) -> None:
    found = {area.area.title: area for area in improvements.areas(session)}
    closed, back = found["Besked om hur beslutet överklagas"], found["Ordningen i pappersakten"]
    assert (closed.status, closed.recurrences) == (AreaStatus.DONE, ())
    assert back.status is AreaStatus.RECURRED
    assert [back.rounds[one.round_id].year for one in back.recurrences] == [2026]
    assert not any(one.exception for area in (closed, back) for one in area.follow_ups)
    invented = [one.note for area in found.values() for one in area.measures]
    invented += [one.text for area in found.values() for one in area.evidence]
    assert invented
    assert all(text.startswith(("Uppdiktad åtgärd.", "Uppdiktat underlag.")) for text in invented)


def test_every_shared_observation_was_answered_and_both_talks_were_held(session: Session) -> None:
    shared = list(session.exec(select(Observation)))
    assert all(observation.shared_at for observation in shared)
    assert {reply.observation_id for reply in session.exec(select(Reply))} == {one.id for one in shared}
    assert Counter(meeting.round_id for meeting in session.exec(select(Meeting))).most_common()[0][1] == 2
    assert session.exec(select(ReportText)).first()


def test_it_happens_in_order_and_ends_on_its_last_day(session: Session) -> None:
    days = list(session.exec(select(JournalEntry.at).order_by(col(JournalEntry.sequence))))
    assert days[-1] <= moment(LAST_DAY, "23:59")
    years = [at.year for at in days]
    assert years == sorted(years)


def test_its_journal_is_sound(made: Made) -> None:
    verified = run("journal", "verify", "--instance", str(made.folder))
    assert verified.exit_code == 0, verified.output


# ---- All of it is invented ----------------------------------------------------------------------------------------


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield HASH.sub("", value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts_in(key)
            yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)


@pytest.fixture(scope="session")
def every_text(made: Made) -> set[str]:
    """Every text in the database and in the example files."""
    with made.database.transaction(write=False) as session:
        tables = [row for table in REPEATABLE for row in rows(session, table)] + rows(session, Account)
        told = [content.content for content in session.exec(select(JournalContent))]
    for row in tables:
        row.pop("password_hash", None)
    files = [file.read_bytes() for file in (made.folder / "exempel").iterdir() if file.suffix != ".xlsx"]
    lines = [line for data in files for line in data.decode("utf-8", "replace").splitlines()]
    return {text for part in (tables, told, lines) for text in texts_in(part)}


def test_no_personnummer_stands_anywhere(every_text: set[str]) -> None:
    found = [part for text in every_text for part in INSIDE.findall(text) if resemblance(part).dated]
    assert found == []


def test_no_person_is_named_anywhere_but_by_role(every_text: set[str]) -> None:
    named = {name for text in every_text for name in LIKE_A_NAME.findall(text)}
    people = {name for name in named if not (name.startswith("Området ") or name.split()[-1] in PLACES)}
    instruments = {"Individuell Bedömning", "Kvalitetsgaranti Försörjningsstödsenheten"}
    assert people <= {"Granskare Ett", "Granskare Två", "Samordnare Två"} | instruments


# ---- The same again -----------------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_on_another_engine_where_every_page_opens(
    made: Made, postgresql_url: str, tmp_path: Path
) -> None:
    # The marker without anything in the database: what is left where the making of it was interrupted.
    (tmp_path / "DEMO").touch()
    result = run("demo", "--instance", str(tmp_path), env={"STICKPROV_DATABASE_URL": postgresql_url})
    assert result.exit_code == 0, result.output
    assert "Demonstrationen är klar." in result.output
    other = journal.attach(Database(postgresql_url))
    try:
        with made.database.transaction(write=False) as one, other.transaction(write=False) as two:
            for table in REPEATABLE:
                here = [row for row in rows(one, table) if row.get("code") != "NY"]
                assert here == rows(two, table), table.__name__
            assert journal.verify(two)[1] == []
        app = create_app(config.load(tmp_path, {"STICKPROV_DATABASE_URL": postgresql_url}), other, clock=lambda: NOW)
        for username in ("samordnare", "granskare1"):  # between them they see what all others see
            open_one_of_every_kind(client(app, other, username))
    finally:
        other.close()


# ---- The example files --------------------------------------------------------------------------------------------


def check(file: Path, kind: str) -> tuple[int, dict[str, Any]]:
    result = run("import", "--kind", kind, "--file", str(file), "--check", "--json")
    return result.exit_code, json.loads(result.output)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("uppdiktat-arenden-2026-09.csv", "arenden"),
        ("uppdiktat-arenden-2026-09-norrmalm.xlsx", "arenden"),
        ("uppdiktat-arenden-2026-09-smutsig.csv", "arenden"),
        ("uppdiktat-utbetalningar-2026-09.csv", "utbetalningar"),
        ("uppdiktat-utbetalningar-2026-09-smutsig.csv", "utbetalningar"),
        ("uppdiktat-boutredningar-2026.csv", "boutredningar"),
    ],
)
def test_the_examples_can_be_taken_in(made: Made, name: str, kind: str) -> None:
    code, told = check(made.folder / "exempel" / name, kind)
    assert (code, told["errors"]) == (0, [])
    assert told["accepted"] == told["rows"] - told["merged"] > 20
    assert bool(told["merged"]) == (name == "uppdiktat-arenden-2026-09-smutsig.csv")


def test_the_faulty_example_shows_every_fault(made: Made) -> None:
    code, told = check(made.folder / "exempel" / "uppdiktat-arenden-2026-09-med-fel.csv", "arenden")
    assert code == 1
    assert len(told["errors"]) == len(FAULTS) + 3
    assert all(error["expected"] for error in told["errors"])


def test_every_example_is_marked_as_invented_and_told_of(made: Made) -> None:
    folder = made.folder / "exempel"
    names = {file.name for file in folder.iterdir()} - {"las-mig.txt"}
    read_me = (folder / "las-mig.txt").read_text("utf-8")
    assert all(name.startswith("uppdiktat-") for name in names)
    assert all(name in read_me for name in names)
