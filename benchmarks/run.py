"""Runs the benchmarks: `python3 dev.py bench [NAME ...] [--json FILE]`."""

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks.result import Result

HEAD = ("name", "value", "baseline", "unit", "ratio", "limit", "verdict")
COLUMNS = "{:<16}{:>12}{:>12}  {:<12}{:>8}{:>8}  {}"


def found() -> dict[str, Callable[[], Result]]:
    """Every benchmark by its name: a module `bench_*.py` with NAME and measure()."""
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    modules = [importlib.import_module(f"benchmarks.{file.stem}") for file in files]
    return {module.NAME: module.measure for module in modules}


def as_row(name: str, result: Result) -> str:
    """A line of the table."""
    bound = f"{'<' if result.better == 'lower' else '>'} {result.limit:g}"
    verdict = "ok" if result.within_limit else "OVER THE LIMIT"
    numbers = (f"{result.value:g}", f"{result.baseline:g}", result.unit, f"{result.ratio:g}", bound)
    return COLUMNS.format(name, *numbers, verdict)


def main() -> int:
    benchmarks = found()
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure against a plain alternative.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all, or of: {', '.join(benchmarks)}")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    if unknown := set(options.names) - set(benchmarks):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(benchmarks)}")
    results = {}
    print(COLUMNS.format(*HEAD), flush=True)
    for name in options.names or benchmarks:
        results[name] = benchmarks[name]()
        print(as_row(name, results[name]), flush=True)
    if options.json:
        shown = {name: asdict(result) for name, result in results.items()}
        options.json.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")
    return 0 if all(result.within_limit for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
