"""Every machine control over 100 thousand, 1 and 10 million payments, against the same rules as one DuckDB query each.

Both have the rows in memory before their time begins and end with the same units and measures; a tenth as many cases
stand beside the payments. Pairing the reversals is in both times. DuckDB uses every core, the controls one.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from audit.controls.rules import CONTROLS, Settings, defaults
from audit.registers.rules import RegisterKind
from benchmarks.in_duckdb import PREPARED, QUERIES
from benchmarks.memory import peak_megabytes
from benchmarks.payments import AS_OF, as_frame, as_table, cases, payments
from benchmarks.result import Result, paired
from benchmarks.timing import in_turn

SIZES = {"100k": 100_000, "1m": 1_000_000}
LIMIT, MEMORY_LIMIT = 4.0, 3.0
Hits = dict[str, list[tuple[int, int]]]
Work = Callable[[], Hits]


def with_pandas(rows: int) -> Work:
    """The controls over the frames, made ready in the time that is measured."""
    from audit.controls.rules.finding import carry_out, prepared

    frames = {RegisterKind.PAYMENTS: as_frame(payments(rows)), RegisterKind.CASES: as_frame(cases(rows // 10))}

    def work() -> Hits:
        ready = {kind: prepared(frame, kind) for kind, frame in frames.items()}
        found = {one.id: carry_out(one, ready[one.kind], Settings(AS_OF, defaults(one))) for one in CONTROLS}
        return {name: [(int(unit), size) for unit, size in outcome.hits] for name, outcome in found.items()}

    return work


def with_duckdb(rows: int) -> Work:
    """The queries over tables of DuckDB's own."""
    import duckdb

    memory = duckdb.connect()
    memory.from_df(as_table(payments(rows))).create("payments")
    memory.from_df(as_table(cases(rows // 10))).create("cases")

    def work() -> Hits:
        memory.execute("DROP TABLE IF EXISTS ready")
        memory.execute(PREPARED)
        return {name: memory.execute(query).fetchall() for name, query in QUERIES.items()}

    return work


def measure(rows: int, runs: int = 5) -> Result:
    """Seconds for all of them; refuses to go on where the two find anything different."""
    ours, theirs = with_pandas(rows), with_duckdb(rows)
    mine, other = ours(), theirs()
    for name in mine:
        if sorted(mine[name]) != sorted(other[name]):
            raise AssertionError(f"the two find different units for {name}")
    return paired(*in_turn(ours, theirs, runs=runs), unit="s", limit=LIMIT, better="lower")


def memory(rows: int) -> Result:
    """The most memory of a process that holds the rows and runs all controls, and of one with DuckDB."""
    ours, theirs = (_peak(which, rows) for which in ("ours", "duckdb"))
    return paired([ours], [theirs], unit="MB", limit=MEMORY_LIMIT, better="lower")


def _peak(which: str, rows: int) -> float:
    command = [sys.executable, "-m", "benchmarks.bench_machine_controls", which, str(rows)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout)


BENCHMARKS: dict[str, Callable[[], Result]] = {
    **{f"machine_controls_{name}": partial(measure, rows) for name, rows in SIZES.items()},
    **{f"machine_controls_memory_{name}": partial(memory, rows) for name, rows in SIZES.items()},
}
BY_NAME: dict[str, Callable[[], Result]] = {
    "machine_controls_10m": partial(measure, 10_000_000, 1),
    "machine_controls_memory_10m": partial(memory, 10_000_000),
}


if __name__ == "__main__":
    (with_pandas if sys.argv[1] == "ours" else with_duckdb)(int(sys.argv[2]))()
    print(f"{peak_megabytes():.1f}")
