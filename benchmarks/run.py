"""Runs the benchmarks: `python3 dev.py bench [NAME ...] [--json FILE]`."""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

from benchmarks.frames import SIZES
from benchmarks.result import Result

Benchmarks = dict[str, Callable[[], Result]]
HEAD = ("name", "value", "baseline", "unit", "ratio", "limit", "verdict")
COLUMNS = "{:<36}{:>12}{:>12}  {:<12}{:>8}{:>8}  {}"
GROWTH = "{:<36}" + "{:>12}" * len(SIZES) + "  {}"


def found() -> dict[str, Benchmarks]:
    """The groups of benchmarks by their names: a module `bench_GROUP.py` with BENCHMARKS, by their names."""
    return {group: module.BENCHMARKS for group, module in _modules().items()}


def long_ones() -> Benchmarks:
    """Those that take more than a minute, a module's BY_NAME: they are run only when they are asked for by name."""
    return {name: measure for module in _modules().values() for name, measure in getattr(module, "BY_NAME", {}).items()}


def _modules() -> dict[str, ModuleType]:
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    return {file.stem.removeprefix("bench_"): importlib.import_module(f"benchmarks.{file.stem}") for file in files}


def chosen(names: list[str], groups: dict[str, Benchmarks], long: Benchmarks | None = None) -> Benchmarks:
    """Those that are called so, or are in a group called so; without any name all of them but the `long` ones."""
    usual = {name: measure for group in groups.values() for name, measure in group.items()}
    every = usual | (long or {})
    if unknown := [name for name in names if name not in every and name not in groups]:
        known = ", ".join(dict.fromkeys([*groups, *every]))
        raise LookupError(f"no benchmark is called {', '.join(unknown)}; there are {known}")
    picked: Benchmarks = {}
    for name in names:
        picked |= groups[name] if name in groups else {name: every[name]}
    return picked or usual


def as_row(name: str, result: Result) -> str:
    """A line of the table."""
    bound = f"{'<' if result.better == 'lower' else '>'} {result.limit:g}"
    verdict = "ok" if result.within_limit else "OVER THE LIMIT"
    numbers = (f"{result.value:g}", f"{result.baseline:g}", result.unit, f"{result.ratio:g}", bound)
    return COLUMNS.format(name, *numbers, verdict)


def growth(results: dict[str, Result]) -> list[str]:
    """How each cost grows with the frame, a line each, for those that were measured in several sizes."""
    lines = []
    for cost in dict.fromkeys(name.rpartition("_")[0] for name in results if name.rpartition("_")[2] in SIZES):
        grown = {size: results[f"{cost}_{size}"] for size in SIZES if f"{cost}_{size}" in results}
        if len(grown) > 1:
            cells = [f"{grown[size].value:g}" if size in grown else "–" for size in SIZES]
            lines.append(GROWTH.format(cost, *cells, next(iter(grown.values())).unit))
    return (
        ["", "How each cost grows with the number of ids", GROWTH.format("", *SIZES, "unit"), *lines] if lines else []
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure against a plain alternative.")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="a benchmark, or a group of them; without one all that take less than a minute",
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    try:
        benchmarks = chosen(options.names, found(), long_ones())
    except LookupError as error:
        parser.error(str(error))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is started again and again is compiled once, as in use
    results = {}
    print(COLUMNS.format(*HEAD), flush=True)
    for name, measure in benchmarks.items():
        results[name] = measure()
        print(as_row(name, results[name]), flush=True)
    print("\n".join(growth(results)))
    if options.json:
        shown = {name: asdict(result) for name, result in results.items()}
        options.json.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")
    return 0 if all(result.within_limit for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
