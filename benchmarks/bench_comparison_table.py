"""The table of ten years out of a million answers in the database, against DuckDB's group-by of the same rows.

DuckDB has them in tables of its own, in memory, before its time begins; ours are in SQLite. Both end with the same
counts by round, board, question and answer, ours as the frame that pages and files are made of.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.memory import peak_megabytes
from benchmarks.result import Result, paired
from benchmarks.timing import in_turn
from benchmarks.years import Extent, Years, fill

LIMIT, MEMORY_LIMIT = 3.0, 1.0
RUNS = 7
MILLION = Extent(years=10, files=375)


def measure() -> Result:
    return measured(MILLION, runs=RUNS)


def measured(extent: Extent, *, runs: int) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), extent)
        years = Years(Path(folder))
        theirs = years.in_duckdb()
        if years.table() != theirs():
            raise AssertionError("the two tables differ")
        ours, bare = in_turn(years.table, theirs, runs=runs)
    return paired(ours, bare, unit="s", limit=LIMIT, better="lower")


def memory() -> Result:
    """The most memory of a process that makes the table, against one in which DuckDB holds the rows and groups them."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), MILLION)
        ours, bare = (_peak(which, folder) for which in ("ours", "duckdb"))
    return paired([ours], [bare], unit="MB", limit=MEMORY_LIMIT, better="lower")


def _peak(which: str, folder: str) -> float:
    command = [sys.executable, "-m", "benchmarks.bench_comparison_table", which, folder]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


BENCHMARKS: dict[str, Callable[[], Result]] = {"comparison_table": measure, "comparison_table_memory": memory}


if __name__ == "__main__":
    found = Years(Path(sys.argv[2]))
    (found.table if sys.argv[1] == "ours" else found.in_duckdb())()
    print(f"{peak_megabytes():.1f}")
