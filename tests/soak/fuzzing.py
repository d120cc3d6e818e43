"""Requests by the hundred thousand, with any content, in every role: no fault, memory flat, the journal whole."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from audit import database
from audit.journal import operations as journal
from dev import find_initdb
from tests.support import postgres, run
from tests.support.furnished import Furnished, furnish, furnish_on_postgresql
from tests.support.fuzzing import Fuzzer, program_errors

T = TypeVar("T")
# The house is made as it was so often: who has signed everybody out and closed every round finds no forms any more.
ANEW_AFTER = 500
# Until then caches fill and the allocator finds its size.
WARM = 0.2
SIGNS = "abcåäö 0123456789<>&;,.=+-_%{}'\"\\\n\t"


class Seeded:
    """Chance that is the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nobody must not guess it

    def choice(self, some: Sequence[T], /) -> T:
        return self._random.choice(some)

    def number(self, most: int, /) -> int:
        return self._random.randint(0, most)

    def text(self) -> str:
        return "".join(self._random.choices(SIGNS, k=self.number(40)))


@dataclass
class Fuzzed:
    """What was seen: how many requests, by status, the memory in MB when warm and at the end, and every fault."""

    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    memory_warm: float = 0.0
    memory: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


@contextmanager
def house_on(name: str) -> Iterator[Furnished]:
    """A house in which everything exists, on a database of that kind.

    Raises LookupError where this machine has none of the kind.
    """
    if name == "postgresql" and not find_initdb():
        raise LookupError("PostgreSQL (initdb) was not found on this machine")
    run.begin()
    with ExitStack() as ends:
        ends.callback(run.end)
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="stickprov-fuzz-")))
        if name == "postgresql":
            ends.callback(postgres.stop_shared_cluster)
            cluster = postgres.shared_cluster()
            furnished = furnish_on_postgresql(cluster, ends.enter_context(cluster.own()), folder)
        else:
            database.upgrade(f"sqlite:///{folder / 'empty.db'}", at_once=True)
            furnished = furnish(folder / "empty.db", folder)
        ends.callback(furnished.house.database.close)
        yield furnished


def fuzz(name: str, requests: int, seed: int, tell: Callable[[Fuzzed], None] = lambda _: None) -> Fuzzed:
    """Send so many requests to such a house; `tell` hears how it goes. Raises LookupError."""
    fuzzed, begun = Fuzzed(), perf_counter()
    with house_on(name) as furnished:
        fuzzer, chance, anew = Fuzzer(furnished), Seeded(seed), ANEW_AFTER
        while fuzzed.requests < requests:
            _shoot(fuzzed, fuzzer, chance)
            if fuzzed.requests >= anew:
                _verify(furnished, fuzzed)
                furnished.restore()
                anew += ANEW_AFTER
                fuzzed.memory = memory_in_use()
                tell(fuzzed)
            if not fuzzed.memory_warm and fuzzed.requests >= requests * WARM:
                fuzzed.memory_warm = memory_in_use()
        _verify(furnished, fuzzed)
    fuzzed.memory, fuzzed.seconds = memory_in_use(), perf_counter() - begun
    return fuzzed


def _shoot(fuzzed: Fuzzed, fuzzer: Fuzzer, chance: Seeded) -> None:
    with redirect_stdout(StringIO()) as log:
        shots = fuzzer.shoot(chance)
    fuzzed.requests += len(shots)
    if faults := program_errors(shots):
        why = [line for line in log.getvalue().splitlines() if '"exception"' in line]
        fuzzed.faults.append("\n    ".join([*faults, *why]))
    for shot in shots:
        fuzzed.statuses[shot.status] = fuzzed.statuses.get(shot.status, 0) + 1


def _verify(furnished: Furnished, fuzzed: Fuzzed) -> None:
    with furnished.house.database.transaction(write=False) as session:
        fuzzed.faults += map(str, journal.verify(session)[1])


def memory_in_use() -> float:
    """The memory of this process in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS")), 0.0)
