"""Requests by the hundred thousand, with any content, in every role: no fault, memory flat, the journal whole."""

import random
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from audit import database
from audit.journal import operations as journal
from tests.support import run
from tests.support.furnished import Furnished, furnish
from tests.support.fuzzing import Fuzzer, Shot, program_errors

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


def fuzz(requests: int, seed: int, tell: Callable[[Fuzzed], None] = lambda _: None) -> Fuzzed:
    """Send so many requests to a house in which everything exists; `tell` hears how it goes."""
    fuzzed, begun = Fuzzed(), perf_counter()
    run.begin()
    with ExitStack() as ends, tempfile.TemporaryDirectory(prefix="stickprov-fuzz-") as folder:
        ends.callback(run.end)
        empty = Path(folder) / "empty.db"
        database.upgrade(f"sqlite:///{empty}", at_once=True)
        furnished = furnish(empty, Path(folder))
        fuzzer, chance, anew = Fuzzer(furnished), Seeded(seed), ANEW_AFTER
        while fuzzed.requests < requests:
            _count(fuzzed, _shot(fuzzer, chance))
            if fuzzed.requests >= anew:
                _verify(furnished, fuzzed)
                furnished.restore()
                anew += ANEW_AFTER
                fuzzed.memory = memory_in_use()
                tell(fuzzed)
            if not fuzzed.memory_warm and fuzzed.requests >= requests * WARM:
                fuzzed.memory_warm = memory_in_use()
        _verify(furnished, fuzzed)
        furnished.house.database.close()
    fuzzed.memory, fuzzed.seconds = memory_in_use(), perf_counter() - begun
    return fuzzed


def _shot(fuzzer: Fuzzer, chance: Seeded) -> list[Shot]:
    with redirect_stdout(StringIO()):  # the log
        return fuzzer.shoot(chance)


def _count(fuzzed: Fuzzed, shots: list[Shot]) -> None:
    fuzzed.requests += len(shots)
    fuzzed.faults += program_errors(shots)
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
