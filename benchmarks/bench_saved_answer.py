"""One saved answer, as the desk's script sends it, against a minimal application's durable insert; 8 clients each.

Both are served by waitress with as many threads, from databases on the same disk that promise the same: SQLite with
write-ahead log and `synchronous=FULL`, PostgreSQL with its own settings (fsync and synchronous commits).
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from audit.serving import THREADS
from benchmarks.load import CLIENTS, Load, loaded
from benchmarks.result import Result, paired
from tests.encryption.telling import key_file_of, run
from tests.soak.databases import durable
from tests.support.house import House, build
from tests.support.served_desk import Window, files_to_answer, questions_of
from tests.support.server import Server, serving, started

LEAST_THROUGHPUT, MOST_P99 = 0.3, 3.0
RUNS, SECONDS = 3, 4.0
VALUES = ("ja", "delvis", "nej", "kan_ej_bedomas")


@dataclass(frozen=True)
class Loads:
    """What both servers did, run by run in turn."""

    ours: list[Load]
    bare: list[Load]


def throughput(name: str, *, encrypted: bool = False) -> Result:
    loads = measured(name, encrypted=encrypted)
    ours, bare = ([load.per_second for load in each] for each in (loads.ours, loads.bare))
    return paired(ours, bare, unit="answers/s", limit=LEAST_THROUGHPUT, better="higher")


def slowest(name: str, *, encrypted: bool = False) -> Result:
    loads = measured(name, encrypted=encrypted)
    ours, bare = ([1000 * load.p99 for load in each] for each in (loads.ours, loads.bare))
    return paired(ours, bare, unit="ms", limit=MOST_P99, better="lower")


@cache
def measured(name: str, *, encrypted: bool) -> Loads:
    """One run for both results."""
    return measure(name, runs=RUNS, seconds=SECONDS, encrypted=encrypted)


def measure(name: str, *, runs: int, seconds: float, encrypted: bool = False) -> Loads:
    with (
        tempfile.TemporaryDirectory() as folder,
        both_served(name, Path(folder), encrypted=encrypted) as (house, files, ours, bare),
    ):
        answers = [given_by(house, ours, review_id) for review_id in files]
        inserts = [inserted(number) for number in range(CLIENTS)]
        loads = Loads([], [])
        for _ in range(runs):
            loads.ours.append(loaded(ours.port, answers, seconds=seconds))
            loads.bare.append(loaded(bare.port, inserts, seconds=seconds))
        return loads


@contextmanager
def both_served(
    name: str, folder: Path, *, encrypted: bool = False
) -> Iterator[tuple[House, list[int], Server, Server]]:
    """A house with a file for each client, served; and the minimal application, on a database of the same kind.

    The house's columns may be encrypted; the minimal application's never are.
    """
    instance = folder / "instance"
    instance.mkdir()
    with durable(name, instance) as (address, another):
        house = build(address, instance)
        files = files_to_answer(house, CLIENTS)
        house.database.close()
        if encrypted:
            words = ("encryption", "on", "--key-file", str(key_file_of(instance)))
            assert run(instance, *words, STICKPROV_DATABASE_URL=address).exit_code == 0
        plain = [sys.executable, "-m", "benchmarks.bare", str(THREADS), another]
        with serving(address, instance) as ours, started(plain, log_folder=folder) as bare:
            yield house, files, ours, bare
        house.database.close()


def given_by(house: House, server: Server, review_id: int) -> Iterator[bytes]:
    """A client's answers to its own file: each of its 60 questions in turn, then again as the next version."""
    window, questions = Window(server.port), questions_of(house, review_id)
    window.sign_in()
    window.close()
    headers = f"Cookie: {window.cookie}\r\nX-CSRFToken: {window.token}"
    request = partial(_request, f"/granskning/{review_id}/svar", headers)
    places = (divmod(number, len(questions)) for number in count())
    return (request(_fields(place, questions[place], str(version))) for version, place in places)


def inserted(client: int) -> Iterator[bytes]:
    """A client's answers for the minimal application: the same fields."""
    for number in count():
        yield _request("/answer", f"X-Client: {client}", _fields(number, f"fraga_{number % 60}", str(number // 60)))


def _fields(number: int, question: str, version: str) -> dict[str, str]:
    comment = f"Påhittad kommentar nummer {number}, skriven efter version {version}."
    return {"fraga": question, "svar": VALUES[number % len(VALUES)], "kommentar": comment, "version": version}


def _request(path: str, headers: str, fields: dict[str, str]) -> bytes:
    body = urlencode(fields)
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n{headers}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


BENCHMARKS = {
    "saved_answer_sqlite": partial(throughput, "sqlite"),
    "saved_answer_sqlite_p99": partial(slowest, "sqlite"),
    "saved_answer_postgresql": partial(throughput, "postgresql"),
    "saved_answer_postgresql_p99": partial(slowest, "postgresql"),
}
BY_NAME = {
    "saved_answer_sqlite_encrypted": partial(throughput, "sqlite", encrypted=True),
    "saved_answer_sqlite_encrypted_p99": partial(slowest, "sqlite", encrypted=True),
    "saved_answer_postgresql_encrypted": partial(throughput, "postgresql", encrypted=True),
    "saved_answer_postgresql_encrypted_p99": partial(slowest, "postgresql", encrypted=True),
}
