"""What the tests of a report's files share: the story's report, told once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.reported import Reported, told_once


@pytest.fixture(scope="package")
def of_2026(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reported]:
    """The report that all files are made of: told once, and nothing in it is changed."""
    with told_once(migrated_sqlite, tmp_path_factory.mktemp("instance")) as made:
        yield made
