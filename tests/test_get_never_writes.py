"""Looking changes nothing: every page, for every role that may see it, leaves the database as it was."""

import sqlite3

import pytest
from werkzeug.routing import Rule

from audit import tables
from audit.accounts.access import Access, declared
from audit.accounts.rules import Role
from audit.app import create_app
from audit.config import Settings
from audit.database import Database
from tests.support.furnished import Furnished
from tests.support.pages import inspect

# The pages that leave an entry in the journal when a case is looked at or taken out. Another one is a decision.
LISTED = {
    "access_checks.journal_csv",
    "access_checks.journal_workbook",
    "access_checks.population_csv",
    "access_checks.protocol_json",
    "access_checks.record_pdf",
    "access_checks.record_word",
    "agreements.document",
    "comparison.comments",
    "comparison.download",
    "comparison.download_csv",
    "controls.download_csv",
    "controls.download_workbook",
    "controls.hit",
    "controls.result",
    "findings.correction",
    "findings.edit",
    "findings.new",
    "findings.overview",
    "findings.show",
    "indicators.download",
    "registers.errors_file",
    "reports.analysis_file",
    "reports.download",
    "reports.fetch",
    "reports.fetch_all",
    "reports.follow_up_file",
    "reports.plan_file",
    "reports.published_file",
    "reports.records",
    "reports.secret_protocol",
    "reports.secret_protocol_file",
    "retention.account_extract",
    "retention.own_extract",
    "reviews.amount",
    "reviews.blank",
    "reviews.calibration",
    "reviews.declare",
    "reviews.desk",
    "reviews.differences",
    "reviews.distribution",
    "reviews.earlier",
    "reviews.flag",
    "reviews.flag_shown",
    "reviews.flags",
    "reviews.history",
    "reviews.history_csv",
    "reviews.history_workbook",
    "reviews.mine",
    "reviews.overruled",
    "reviews.overview",
    "reviews.round_history_csv",
    "reviews.round_history_workbook",
    "reviews.second",
    "reviews.send_back",
    "reviews.sign",
    "reviews.spread",
    "reviews.urgent",
    "reviews.urgent_answer",
    "reviews.withdraw",
    "rounds.frame_csv",
    "rounds.protocol",
    "rounds.protocol_json",
    "rounds.protocol_pdf",
    "rounds.retrieval",
}
JOURNAL = {"journal", "journal_board", "journal_content"}


def looks() -> dict[str, tuple[Rule, Access]]:
    settings = Settings("", b"", b"", "sqlite://")  # type: ignore[arg-type]
    app = create_app(settings, Database(settings.database_url))
    access = declared(app)
    found = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
    asked = (rule for rule in found if "GET" in (rule.methods or ()))
    return {f"{rule.endpoint} {rule.rule}": (rule, access[rule.endpoint]) for rule in asked}


LOOKS = looks()


class Watch:
    """Notices any write to the database file, whoever makes it."""

    def __init__(self, furnished: Furnished) -> None:
        self._connection = sqlite3.connect(furnished.file)
        self._before = self._rows()
        self._version = self._data_version()

    def changed(self) -> set[str]:
        """The tables with another number of rows than before; »something« if only contents differ."""
        if self._data_version() == self._version:
            return set()
        after = self._rows()
        return {table for table, rows in after.items() if rows != self._before[table]} or {"something"}

    def close(self) -> None:
        self._connection.close()

    def _rows(self) -> dict[str, int]:
        counted = (f"SELECT '{table}', count(*) FROM {table}" for table in tables.metadata.tables)  # noqa: S608
        return dict(self._connection.execute(" UNION ALL ".join(counted)).fetchall())

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def visitors(access: Access) -> list[str | None]:
    if access.public:
        return [None, "granskare"]
    return [str(role) for role in Role if role in access.roles or not access.roles]


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_looking_changes_nothing(furnished: Furnished, look: str) -> None:
    rule, access = LOOKS[look]
    address = furnished.address(rule)
    assert address
    for account in visitors(access):
        browser = furnished.browser(account)
        watch = Watch(furnished)
        answer = browser.get(address)
        answer.get_data()
        changed = watch.changed()
        watch.close()
        assert changed <= (JOURNAL if rule.endpoint in LISTED else set()), f"{account}: {address}"
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303, 308}:
            inspect(answer)
        answer.close()


def test_only_pages_that_say_so_write() -> None:
    assert {rule.endpoint for rule, access in LOOKS.values() if access.writes} == LISTED


def test_a_write_is_noticed(furnished: Furnished) -> None:
    watch = Watch(furnished)
    assert watch.changed() == set()
    furnished.browser("lasare").get("/konton")  # refused, and that is noted
    assert watch.changed() == JOURNAL
    watch.close()
