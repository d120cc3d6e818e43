"""The migrations: at once to what the models say, along the line of versions, and back; on both databases."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlmodel import Session, select

from audit import database, tables
from audit.findings import operations as findings
from audit.indicators.models import Indicator
from audit.indicators.rules.words import Quantity
from audit.reports import operations as reports
from audit.reports.operations.published import newest_publication
from audit.rounds.models import Draw, Round, RoundBoard
from audit.rounds.rules import Target
from tests.support import postgres


def tables_of(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def differences(url: str) -> list[object]:
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = compare_metadata(context, tables.metadata)
    engine.dispose()
    return list(found)


def asked(url: str) -> dict[str, dict[str, list[str]]]:
    """What the database says of every table, in an order of our own: columns stand as they were added."""
    engine = create_engine(url)
    inspector = inspect(engine)
    found = {
        table: {
            "columns": in_words(inspector.get_columns(table)),
            "key": in_words([inspector.get_pk_constraint(table)]),
            "constraints": in_words(
                inspector.get_check_constraints(table)
                + inspector.get_unique_constraints(table)
                + inspector.get_foreign_keys(table)
            ),
            "indexes": in_words(inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
    }
    engine.dispose()
    return found


def in_words(parts: list[Any]) -> list[str]:
    """All that is said of columns, constraints or indexes, also of which rows an index is."""
    for part in parts:
        part["type"] = str(part.get("type"))
        part["dialect_options"] = {name: str(value) for name, value in part.get("dialect_options", {}).items()}
    return sorted(str(sorted(part.items())) for part in parts)


def test_a_new_database_is_made_as_the_models_say(database_url: str) -> None:
    assert tables_of(database_url) == set(tables.metadata.tables) | {"alembic_version"}
    assert differences(database_url) == []


def test_every_constraint_of_the_models_is_there_by_its_name(database_url: str) -> None:
    made = asked(database_url)
    for table in tables.metadata.tables.values():
        wanted = {str(constraint.name) for constraint in table.constraints} - {f"pk_{table.name}"}
        found = "".join(made[table.name]["constraints"])
        assert not [name for name in wanted if f"('name', '{name}')" not in found], table.name


def test_the_numbers_of_the_versions_follow_their_line() -> None:
    """Whether a database is older than the program is told by the files' numbers."""
    line = [script.revision for script in ScriptDirectory(str(database.MIGRATIONS)).walk_revisions()]
    assert line[::-1] == database.revisions()


def test_upgrading_what_is_up_to_date_changes_nothing(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO board (code, name) VALUES ('KUN', 'Kungsholmen')"))
    database.upgrade(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM board")).scalars().all() == ["Kungsholmen"]
    engine.dispose()


# ---- A database that came along the line, with what was entered under older versions -----------------------------

# By version, what people had in it then.
ENTERED = {
    # Before targeted samples.
    "0001": """
INSERT INTO board (id, code, name) VALUES (1, 'KUN', 'Kungsholmen');
INSERT INTO review_round (id, name, year, kind, origin, areas, invented, created_at)
    VALUES (1, 'Akter', 2025, 'arenden', 'program', '[]', false, '2025-09-01 08:00:00');
INSERT INTO round_board (id, round_id, board_id, size, reserves) VALUES (1, 1, 1, 10, 5);
INSERT INTO draw (id, round_id, seed, seed_source, protocol, drawn_at)
    VALUES (1, 1, '4-2-6', 'Parternas tärningar', '{}', '2025-09-01 09:00:00');
""",
    # Before the dialogue with the unit.
    "0008": """
INSERT INTO observation (id, round_id, title, seen, assessment, recommendation, severity, created_at, shared_at)
    VALUES (7, 1, 'Barnen', 'Nej i 3 av 10.', '', 'En rubrik.', 'mindre', '2025-10-01 08:00:00', '2025-10-08 07:30:00');
INSERT INTO observation_question (observation_id, question_id) VALUES (7, 'child_situation_described');
INSERT INTO reply (id, observation_id, number, agrees, text, measure, replied_at)
    VALUES (1, 7, 1, false, 'Nej.', '', '2025-10-09 08:00:00');
INSERT INTO reply (id, observation_id, number, agrees, text, measure, replied_at)
    VALUES (2, 7, 2, true, 'Jo.', '', '2025-10-10 08:00:00');
""",
    # Before boards had reports of their own.
    "0018": """
INSERT INTO account (id, username, name, active, created_at)
    VALUES (1, 'samordnare', 'Samordnare', true, '2025-09-01 08:00:00');
INSERT INTO report_text (id, round_id, section, version, text, written_at)
    VALUES (1, 1, 'bakgrund', 1, 'Text.', '2025-10-01 08:00:00');
INSERT INTO report_publication (id, round_id, number, content, sha256, annex, annex_sha256, changed, reasons,
    published_at) VALUES (1, 1, 1, '{}', 'a', '{}', 'b', '', '[]', '2025-10-01 08:00:00');
INSERT INTO report_files (id, round_id, number, owner_id, files, asked_at)
    VALUES (1, 1, 0, 1, '[]', '2025-10-01 08:00:00');
""",
    # Before indicators said what they count.
    "0033": """
INSERT INTO year_document (id, year, kind, title, source, invented, version, adopted_by_role, registry_number,
    handed_in, created_at) VALUES (1, 2015, 'plan', 'Plan', '', false, 1, '', '', '[]', '2025-10-01 08:00:00');
INSERT INTO indicator (id, document_id, place, name, unit, direction, periodicity, owner, target, city_target,
    guarantee) VALUES (1, 1, 1, 'Sjukfrånvaro', '%%', 'lagre', 'ar', 'kf', '', '', '');
INSERT INTO indicator (id, document_id, place, name, unit, direction, periodicity, owner, target, city_target,
    guarantee) VALUES (2, 1, 2, 'Antal sommarjobb', 'st', 'hogre', 'ar', 'kf', '', '', '');
INSERT INTO indicator (id, document_id, place, name, unit, direction, periodicity, owner, target, city_target,
    guarantee) VALUES (3, 1, 3, 'Elanvändning PER kvadratmeter', 'kWh', 'lagre', 'ar', 'kf', '', '', '');
""",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty database that was made at once."""
    with ExitStack() as databases:
        if request.param == "postgresql":
            yield databases.enter_context(postgres.shared_cluster().copy())
        else:
            yield f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path_factory.mktemp('line') / 'stickprov.db')}"


@pytest.fixture(scope="module")
def walked(new: str) -> tuple[str, Any]:
    """The same one, which went down to nothing and came by every version; and what was said of it when it was new."""
    before = asked(new), database.revision_of(new)
    database.downgrade(new, "base")
    assert tables_of(new) == {"alembic_version"}
    for version, entered in ENTERED.items():
        database.upgrade(new, version)
        engine = create_engine(new)
        with engine.begin() as connection:
            for line in filter(str.strip, entered.split(";")):
                connection.exec_driver_sql(line)
        engine.dispose()
    database.upgrade(new)
    return new, before


@pytest.fixture
def session(walked: tuple[str, Any]) -> Iterator[Session]:
    opened = database.Database(walked[0])
    with opened.transaction(write=False) as session:
        yield session
    opened.close()


def test_down_to_nothing_and_up_along_the_line_gives_the_same_as_a_new_one(walked: tuple[str, Any]) -> None:
    """A new database is made at once as the models say, an old one came by all the versions: nobody can tell which."""
    url, before = walked
    assert (asked(url), database.revision_of(url)) == before


def test_a_round_that_was_drawn_before_targeted_samples_keeps_what_belongs_to_it(session: Session) -> None:
    drawn = select(Round.leave_out_years, RoundBoard.left_out, Draw.target).where(
        RoundBoard.round_id == Round.id, Draw.round_id == Round.id
    )
    assert session.exec(drawn).one() == (0, [], Target.BOARD)


def test_what_was_shared_before_sharings_were_kept_is_what_the_unit_was_given(session: Session) -> None:
    (finding,) = findings.observations(session, round_id=1)
    assert [reply.stance.value for reply in finding.replies] == ["haller_inte_med", "haller_med"]
    assert (finding.told.title, finding.told.recommendation) == ("Barnen", "En rubrik.")
    assert finding.sharing is not None
    assert finding.sharing.shared_at == finding.observation.shared_at
    assert (finding.sharing.question_ids, finding.changed, finding.awaits_reply) == (
        ["child_situation_described"],
        False,
        False,
    )


def test_a_report_from_before_boards_had_their_own_is_the_one_in_common(session: Session) -> None:
    publication = newest_publication(session, 1)
    assert reports.versions(session, round_id=1, section="bakgrund")[0].text == "Text."
    assert publication is not None
    assert (publication.number, publication.template_sha256) == (1, None)
    assert not reports.per_board(session, 1)


def test_an_indicator_from_before_it_said_what_it_counts_is_what_it_was_taken_for(session: Session) -> None:
    kept = dict(session.exec(select(Indicator.name, Indicator.quantity)).all())
    assert kept == {
        "Sjukfrånvaro": Quantity.SHARE,
        "Antal sommarjobb": Quantity.SUM,
        "Elanvändning PER kvadratmeter": Quantity.SHARE,
    }
