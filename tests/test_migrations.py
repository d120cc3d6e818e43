"""The migrations: at once to what the models say, along the line of versions, and back; on both databases."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from audit import database, tables
from audit.findings import operations as findings
from audit.reports import operations as reports
from audit.reports.operations.published import newest_publication


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


def test_down_to_nothing_and_up_along_the_line_gives_the_same_as_a_new_one(database_url: str) -> None:
    """A new database is made at once as the models say, an old one came by all the versions: nobody can tell which."""
    new = asked(database_url), database.revision_of(database_url)
    database.downgrade(database_url, "base")
    assert tables_of(database_url) == {"alembic_version"}
    database.upgrade(database_url)
    assert (asked(database_url), database.revision_of(database_url)) == new


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


BEFORE_TARGETED_SAMPLES = """
INSERT INTO board (id, code, name) VALUES (1, 'KUN', 'Kungsholmen');
INSERT INTO review_round (id, name, year, kind, origin, areas, invented, created_at)
    VALUES (1, 'Akter', 2025, 'arenden', 'program', '[]', false, '2025-09-01 08:00:00');
INSERT INTO round_board (id, round_id, board_id, size, reserves) VALUES (1, 1, 1, 10, 5);
INSERT INTO draw (id, round_id, seed, seed_source, protocol, drawn_at)
    VALUES (1, 1, '4-2-6', 'Parternas tärningar', '{}', '2025-09-01 09:00:00');
"""
AFTER = """
SELECT leave_out_years, left_out, target FROM review_round
    JOIN round_board ON round_board.round_id = review_round.id JOIN draw ON draw.round_id = review_round.id
"""


def test_a_round_that_was_drawn_before_targeted_samples_keeps_what_belongs_to_it(database_url: str) -> None:
    database.downgrade(database_url, "0001")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for line in filter(str.strip, BEFORE_TARGETED_SAMPLES.split(";")):
            connection.exec_driver_sql(line)
    database.upgrade(database_url)
    with engine.connect() as connection:
        years, left_out, target = connection.execute(text(AFTER)).one()
    assert (years, str(left_out), target) == (0, "[]", "namnd")
    engine.dispose()


BEFORE_THE_DIALOGUE = """
INSERT INTO board (id, code, name) VALUES (1, 'KUN', 'Kungsholmen');
INSERT INTO review_round (id, name, year, kind, origin, areas, invented, created_at, leave_out_years, focus)
    VALUES (1, 'Akter', 2025, 'arenden', 'program', '[]', false, '2025-09-01 08:00:00', 0, '[]');
INSERT INTO observation (id, round_id, title, seen, assessment, recommendation, severity, created_at, shared_at)
    VALUES (7, 1, 'Barnen', 'Nej i 3 av 10.', '', 'En rubrik.', 'mindre', '2025-10-01 08:00:00', '2025-10-08 07:30:00');
INSERT INTO observation_question (observation_id, question_id) VALUES (7, 'child_situation_described');
INSERT INTO reply (id, observation_id, number, agrees, text, measure, replied_at)
    VALUES (1, 7, 1, false, 'Nej.', '', '2025-10-09 08:00:00');
INSERT INTO reply (id, observation_id, number, agrees, text, measure, replied_at)
    VALUES (2, 7, 2, true, 'Jo.', '', '2025-10-10 08:00:00');
"""


def test_what_was_shared_before_sharings_were_kept_is_what_the_unit_was_given(database_url: str) -> None:
    database.downgrade(database_url, "0008")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for line in filter(str.strip, BEFORE_THE_DIALOGUE.split(";")):
            connection.exec_driver_sql(line)
    database.upgrade(database_url)
    opened = database.Database(database_url)
    with opened.transaction(write=False) as session:
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
    opened.close()
    engine.dispose()


BEFORE_REPORTS_OF_ONE_BOARD = """
INSERT INTO review_round (id, name, year, kind, origin, areas, invented, created_at, leave_out_years, focus)
    VALUES (1, 'Akter', 2025, 'arenden', 'program', '[]', false, '2025-09-01 08:00:00', 0, '[]');
INSERT INTO account (id, username, name, active, created_at)
    VALUES (1, 'samordnare', 'Samordnare', true, '2025-09-01 08:00:00');
INSERT INTO report_text (id, round_id, section, version, text, written_at)
    VALUES (1, 1, 'bakgrund', 1, 'Text.', '2025-10-01 08:00:00');
INSERT INTO report_publication (id, round_id, number, content, sha256, annex, annex_sha256, changed, reasons,
    published_at) VALUES (1, 1, 1, '{}', 'a', '{}', 'b', '', '[]', '2025-10-01 08:00:00');
INSERT INTO report_files (id, round_id, number, owner_id, files, asked_at)
    VALUES (1, 1, 0, 1, '[]', '2025-10-01 08:00:00');
"""


def test_a_report_from_before_boards_had_their_own_is_the_one_in_common(database_url: str) -> None:
    database.downgrade(database_url, "0018")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for line in filter(str.strip, BEFORE_REPORTS_OF_ONE_BOARD.split(";")):
            connection.exec_driver_sql(line)
    database.upgrade(database_url)
    opened = database.Database(database_url)
    with opened.transaction(write=False) as session:
        publication = newest_publication(session, 1)
        assert reports.versions(session, round_id=1, section="bakgrund")[0].text == "Text."
        assert publication is not None
        assert (publication.number, publication.template_sha256) == (1, None)
        assert not reports.per_board(session, 1)
    opened.close()
    engine.dispose()
