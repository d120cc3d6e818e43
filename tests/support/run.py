"""One run of the tests: what all of its processes share, and tools that a machine may lack."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from filelock import FileLock

VARIABLE = "STICKPROV_TEST_RUN"


def begin() -> Path:
    """Make the run's folder; the processes that share the work find it in their environment."""
    folder = Path(tempfile.mkdtemp(prefix="stickprov-tests-"))
    os.environ[VARIABLE] = str(folder)
    return folder


def folder() -> Path:
    """The run's folder."""
    return Path(os.environ[VARIABLE])


def end() -> None:
    """Remove the run's folder."""
    shutil.rmtree(folder(), ignore_errors=True)
    del os.environ[VARIABLE]


def made_once(name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `make` answered in the process that came first; the others wait for it and read it."""
    kept = folder() / f"{name}.json"
    with FileLock(folder() / f"{name}.lock"):
        if not kept.exists():
            kept.write_text(json.dumps(make()), encoding="utf-8")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def lacking(tool: str) -> NoReturn:
    """Leave out a test whose tool is not on this machine. In CI every tool has to be there."""
    reason = f"{tool} was not found on this machine (python3 dev.py test says where it looks)"
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, but {reason}", pytrace=False)
    pytest.skip(reason)
