"""A benchmark's verdict follows from its ratio, and what the command prints and writes can be read on."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import (
    bench_comparison_table,
    bench_desk_page,
    bench_freeze,
    bench_machine_controls,
    bench_memory,
    bench_saved_answer,
    bench_select,
    bench_statistics,
    run,
)
from benchmarks.frames import delivered, frame
from benchmarks.load import Load
from benchmarks.methods import PAIRS
from benchmarks.result import Result, paired
from benchmarks.years import Extent


def test_the_ratio_is_that_of_runs_taken_together() -> None:
    result = paired([2.0, 9.0, 4.0], [1.0, 3.0, 2.0], unit="s", limit=2.5, better="lower")
    assert (result.value, result.baseline, result.ratio) == (4.0, 2.0, 2.0)


@pytest.mark.parametrize(
    ("ratio", "better", "verdict"),
    [(2.4, "lower", True), (2.6, "lower", False), (2.4, "higher", False), (2.6, "higher", True)],
)
def test_a_ratio_beyond_its_limit_is_seen(ratio: float, better: str, verdict: bool) -> None:
    result = Result(1.0, "s", 1.0, ratio, 2.5, "lower" if better == "lower" else "higher")
    assert result.within_limit is verdict
    assert ("OVER THE LIMIT" in run.as_row("a", result)) is not verdict


def test_the_numbers_are_written_under_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = Result(1.0, "s", 0.5, 2.0, 1.5, "lower")
    monkeypatch.setattr(run, "found", lambda: {"some": {"slow": lambda: result, "unasked": lambda: result}})
    monkeypatch.setattr(sys, "argv", ["bench", "slow", "--json", str(tmp_path / "numbers.json")])
    assert run.main() == 1
    assert json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8")) == {
        "slow": {"value": 1.0, "unit": "s", "baseline": 0.5, "ratio": 2.0, "limit": 1.5, "better": "lower"}
    }


def test_an_unknown_name_is_answered_with_those_that_exist(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "speed"])
    with pytest.raises(SystemExit) as ended:
        run.main()
    assert ended.value.code == 2
    answer = capsys.readouterr()
    for name in (
        "first_page",
        "round_page",
        "desk_page",
        "saved_answer_sqlite",
        "select",
        "select_10m",
        "statistics",
        "boschloo_10",
    ):
        assert name in answer.err


def test_a_group_is_run_whole_and_a_name_alone() -> None:
    groups = run.found()
    assert set(run.chosen(["freeze"], groups)) == {"freeze_10k", "freeze_100k", "freeze_1m", "freeze_10m"}
    assert set(run.chosen(["kappa", "select_1m"], groups)) == {"kappa", "select_1m"}
    assert len(run.chosen([], groups, run.long_ones())) == sum(map(len, groups.values()))


def test_what_takes_minutes_is_run_only_by_its_name() -> None:
    name, groups, long = "machine_controls_10m", run.found(), run.long_ones()
    assert set(run.chosen([name], groups, long)) == {name}
    assert name not in run.chosen([], groups, long) | run.chosen(["machine_controls"], groups, long)


def test_the_growth_of_a_cost_stands_on_one_line() -> None:
    results = {f"draw_{size}": Result(value, "s", 1.0, 1.0, 1.3, "lower") for size, value in (("10k", 0.1), ("1m", 9))}
    title, line = run.growth(results)[-2:]
    assert title.split() == ["10k", "100k", "1m", "10m", "unit"]
    assert line.split() == ["draw", "0.1", "–", "9", "–", "s"]
    assert run.growth({"kappa": results["draw_1m"]}) == []


def test_what_is_drawn_and_frozen_is_measured_in_small() -> None:
    for result in (bench_select.measure(300, 1), bench_select.measure_sampler(300, 1), bench_freeze.measure(300, 1)):
        assert result.value > 0
        assert result.baseline > 0
    drawn = {stratum.population for stratum in frame(300).strata}
    assert drawn == {100}
    assert len({unit.id for unit in delivered(1000)}) == 1000
    assert bench_memory.measure_select(300).value < 100


def test_ninety_nine_of_a_hundred_requests_are_faster_than_the_slowest_told() -> None:
    load = Load(2.0, [*(0.001 * number for number in range(99, 0, -1)), 5.0])
    assert (load.per_second, load.p99) == (50.0, 5.0)


def test_a_saved_answer_and_a_desk_are_measured_in_small() -> None:
    loads = bench_saved_answer.measure("sqlite", runs=1, seconds=0.3)
    assert loads.ours[0].times
    assert loads.bare[0].times
    assert bench_desk_page.measured(runs=1, seconds=0.3).value > 0


@pytest.mark.parametrize("name", bench_statistics.NAMES)
def test_every_method_gives_what_its_alternative_gives(name: str) -> None:
    ours, theirs = PAIRS[name]
    assert ours() == pytest.approx(theirs(), rel=1e-6)


def test_the_comparison_and_duckdb_count_the_same_years() -> None:
    """The measurement itself refuses to go on where the two tables differ."""
    result = bench_comparison_table.measured(Extent(years=2, files=2), runs=1)
    assert (result.unit, result.limit) == ("s", 3.0)


def test_the_machine_controls_and_duckdb_find_the_same_units() -> None:
    """The measurement itself refuses to go on where any of the eleven finds something else."""
    assert bench_machine_controls.measure(5_000, 1).value > 0
