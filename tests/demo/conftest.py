"""One demonstration, made once: it takes some seconds."""

from collections.abc import Iterator

import pytest

from tests.demo.made import Made, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    demonstration = make(tmp_path_factory.mktemp("demo") / "instance")
    yield demonstration
    demonstration.database.close()
