"""One demonstration, made once a run: it takes some seconds. Each process looks at a copy of its own."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.demo.made import Made, make, opened
from tests.support import run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    first = run.folder() / "demo" / "instance"

    def make_first() -> dict[str, Any]:
        first.parent.mkdir()
        demonstration = make(first)
        demonstration.database.close()  # nothing is left beside the file, so that it can be copied
        return {"said": demonstration.said}

    said = run.made_once("demo", make_first)["said"]
    folder = shutil.copytree(first, tmp_path_factory.mktemp("demo") / "instance")
    demonstration = Made(folder, said.replace(str(first), str(folder)), opened(folder))
    yield demonstration
    demonstration.database.close()
