"""How many round pages a second 8 signed-in clients get, against a minimal Jinja page of as many bytes."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from audit.demo.people import PASSWORD
from audit.serving import THREADS
from benchmarks.load import Visitor, requests_per_second
from benchmarks.result import Result, paired
from tests.support.server import STICKPROV, started

LIMIT = 0.01
RUNS, SECONDS = 3, 3.0


def measure() -> Result:
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        instance = str(Path(folder) / "instance")
        subprocess.run([STICKPROV, "demo", "--instance", instance], check=True, capture_output=True)
        stickprov = [STICKPROV, "serve", "--instance", instance, "--port"]
        plain = [sys.executable, "-m", "benchmarks.bare", str(THREADS)]
        with (
            started(stickprov, log_folder=Path(folder)) as house,
            started(plain, log_folder=Path(folder)) as other,
        ):
            visitor = Visitor(house.port)
            visitor.sign_in("samordnare", PASSWORD)
            path = round_page(visitor.get("/"))
            size = len(visitor.get(path).encode())
            visitor.close()
            for _ in range(RUNS):
                ours.append(requests_per_second(house.port, path, cookie=visitor.cookie, seconds=SECONDS))
                bare.append(requests_per_second(other.port, f"/bytes/{size}", seconds=SECONDS))
    return paired(ours, bare, unit="requests/s", limit=LIMIT, better="higher")


def round_page(start: str) -> str:
    """The address of the first round that the start page leads to."""
    link = re.search(r'href="(/omgangar/\d+)"', start)
    if not link:
        raise RuntimeError("the start page leads to no round")
    return link[1]


BENCHMARKS = {"round_page": measure}
