"""How many desks a second 8 signed-in clients get, each with 60 questions, against a minimal page of as many bytes."""

import tempfile
from functools import partial
from pathlib import Path

from benchmarks.bench_saved_answer import both_served
from benchmarks.load import requests_per_second
from benchmarks.result import Result, paired
from tests.support.served_desk import QUESTIONS, Window

LIMIT = 0.5
RUNS, SECONDS = 3, 3.0


def measured(*, runs: int = RUNS, seconds: float = SECONDS, encrypted: bool = False) -> Result:
    ours, bare = [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        both_served("sqlite", Path(folder), encrypted=encrypted) as (_, files, house, other),
    ):
        window = Window(house.port)
        window.sign_in()
        path = f"/granskning/{files[0]}?omrade=alla"
        plain = f"/questions/{QUESTIONS}/{len(window.page(path).encode())}"
        window.close()
        for _ in range(runs):
            ours.append(requests_per_second(house.port, path, cookie=window.cookie, seconds=seconds))
            bare.append(requests_per_second(other.port, plain, seconds=seconds))
    return paired(ours, bare, unit="requests/s", limit=LIMIT, better="higher")


BENCHMARKS = {"desk_page": measured}
BY_NAME = {"desk_page_encrypted": partial(measured, encrypted=True)}
