"""How long it takes from the start of the process until the first page is answered."""

import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from audit.serving import THREADS
from benchmarks.result import Result, paired
from tests.support.server import STICKPROV, Server, started

LIMIT = 3.0
RUNS = 7
BARE = [sys.executable, "-m", "benchmarks.bare", str(THREADS)]


def measure() -> Result:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        stickprov = [STICKPROV, "serve", "--instance", str(place / "instance"), "--port"]
        for command in (stickprov, BARE):  # the first start makes the database and compiles the modules
            seconds(started(command, log_folder=place))
        ours, bare = [], []
        for _ in range(RUNS):
            ours.append(seconds(started(stickprov, log_folder=place)))
            bare.append(seconds(started(BARE, log_folder=place)))
    return paired(ours, bare, unit="s", limit=LIMIT, better="lower")


def seconds(server: AbstractContextManager[Server]) -> float:
    """How long the server takes until it answers."""
    begun = time.perf_counter()
    with server:
        return time.perf_counter() - begun


BENCHMARKS = {"first_page": measure}
