"""Where a round stands, what may be changed there, and what a seed must be: decided without a database."""

from datetime import date

import pytest

from audit.rounds.rules import (
    DICE,
    Change,
    Facts,
    PartPlan,
    SeedSource,
    SourceKind,
    Stage,
    StageError,
    frame_fits,
    may,
    plan_faults,
    require,
    seed_faults,
    size_faults,
    stage,
    standing_words,
)

FIXED, LATER = date(2026, 9, 1), date(2026, 9, 3)
YEAR = (date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(paper=False, boards=2, framed=0, sizes_fixed=False, drawn=False), Stage.FRAMES),
        (Facts(paper=False, boards=2, framed=1, sizes_fixed=False, drawn=False), Stage.FRAMES),
        (Facts(paper=False, boards=0, framed=0, sizes_fixed=False, drawn=False), Stage.FRAMES),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=False, drawn=False), Stage.SIZES),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=True, drawn=False), Stage.SEED),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=True, drawn=True), Stage.DRAWN),
        (Facts(paper=True, boards=2, framed=0, sizes_fixed=False, drawn=False), Stage.PAPER),
    ],
)
def test_a_round_needs_frames_then_sizes_then_a_seed(facts: Facts, expected: Stage) -> None:
    assert stage(facts) is expected


def test_each_change_is_allowed_only_in_its_time() -> None:
    allowed = {change: {each for each in Stage if may(change, each)} for change in Change}
    assert allowed == {
        Change.PLAN: {Stage.FRAMES, Stage.SIZES},
        Change.FRAME: {Stage.FRAMES, Stage.SIZES},
        Change.SIZES: {Stage.SIZES},
        Change.SEED: {Stage.SEED},
        Change.SAMPLE: {Stage.DRAWN},
        Change.REVIEWERS: {Stage.FRAMES, Stage.SIZES, Stage.SEED, Stage.DRAWN},
    }


@pytest.mark.parametrize("change", Change)
@pytest.mark.parametrize("at", Stage)
def test_every_refusal_says_why(change: Change, at: Stage) -> None:
    if may(change, at):
        require(change, at)
    else:
        with pytest.raises(StageError, match=r"^[A-ZÅÄÖ].+\.$"):
            require(change, at)


def test_where_a_round_stands_is_said_of_the_boards_that_one_sees() -> None:
    assert standing_words(Stage.FRAMES, unframed=["Norrmalm"]) == "Ram saknas för Norrmalm"
    assert standing_words(Stage.FRAMES) == "Väntar på ramar för andra nämnder"
    assert standing_words(Stage.DRAWN) == "Urvalet är draget"


def test_a_plan_is_told_all_its_faults_at_once() -> None:
    parts = (PartPlan(3, size=0, reserves=-1), PartPlan(4))
    faults = plan_faults(name=" ", year=1999, period=(YEAR[1], YEAR[0]), parts=parts)
    assert [fault.field for fault in faults] == ["name", "year", "period_to", "size_3", "reserves_3"]
    assert [fault.field for fault in plan_faults(name="x" * 121, year=2026, period=YEAR, parts=())] == [
        "name",
        "boards",
    ]
    assert plan_faults(name="Aktgranskning", year=2026, period=(YEAR[0], YEAR[0]), parts=(PartPlan(3),)) == []


def test_a_sample_is_not_larger_than_its_frame_but_reserves_may_be_too_few() -> None:
    assert size_faults(PartPlan(3, size=10, reserves=5), population=10, board="Norrmalm") == []
    (fault,) = size_faults(PartPlan(3, size=11, reserves=0), population=10, board="Norrmalm")
    assert fault.message == "Ramen för Norrmalm har 10 akter. Urvalet kan inte vara större än så."


def test_a_frame_fits_only_the_period_that_it_was_frozen_for() -> None:
    assert frame_fits(extract_period=YEAR, reviewed_period=YEAR)
    assert not frame_fits(extract_period=(YEAR[0], date(2026, 12, 31)), reviewed_period=YEAR)


def fields(seed: str, source: SeedSource) -> list[str]:
    return [fault.field for fault in seed_faults(seed=seed, source=source, fixed_on=FIXED, today=LATER)]


@pytest.mark.parametrize("seed", ["", "   ", "\N{NO-BREAK SPACE}", "4\n2", "4\x002", "4\N{LINE SEPARATOR}2", "6" * 201])
def test_a_seed_is_one_line_of_something(seed: str) -> None:
    assert fields(seed, DICE) == ["seed"]


@pytest.mark.parametrize("seed", ["4-2-6", " 4 ", "0", "fjorton, femton", "💡", "å" * 200])
def test_any_other_seed_is_good(seed: str) -> None:
    assert fields(seed, DICE) == []


def test_a_public_figure_is_not_older_than_the_sizes_and_not_from_the_future() -> None:
    def dated(day: date | None) -> SeedSource:
        return SeedSource(SourceKind.FIGURE, "Riksbankens växelkurs EUR/SEK", day)

    assert fields("114875", dated(FIXED)) == []
    assert fields("114875", dated(LATER)) == []
    assert fields("114875", dated(date(2026, 8, 31))) == ["dated"]
    assert fields("114875", dated(date(2026, 9, 4))) == ["dated"]
    assert fields("114875", dated(None)) == ["dated"]
    assert fields("", SeedSource(SourceKind.FIGURE)) == ["seed", "figure", "dated"]
    assert dated(LATER).words == "Offentlig siffra: Riksbankens växelkurs EUR/SEK (2026-09-03)"


def test_dice_are_called_what_they_are() -> None:
    assert DICE.words == "Parternas tärningar"
