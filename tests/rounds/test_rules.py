"""Where a round stands, what may be changed there, and what a seed must be: decided without a database."""

from datetime import date

import pytest

from audit.registers.rules import RegisterKind
from audit.rounds.rules import (
    DICE,
    Change,
    Facts,
    PartPlan,
    SeedSource,
    SourceKind,
    Stage,
    StageError,
    Target,
    TargetPlan,
    ToldPart,
    frame_fits,
    fulfils,
    may,
    part_faults,
    period_doubts,
    plan_faults,
    reason_faults,
    recipe,
    require,
    size_faults,
    sources_in_words,
    stage,
    standing_words,
    target_faults,
    years_faults,
)

FROZEN, FIXED, LATER = date(2026, 8, 30), date(2026, 9, 1), date(2026, 9, 3)
YEAR = (date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(paper=False, boards=2, framed=0, sizes_fixed=False, drawn=False), Stage.FRAMES),
        (Facts(paper=False, boards=2, framed=1, sizes_fixed=False, drawn=False), Stage.FRAMES),
        (Facts(paper=False, boards=0, framed=0, sizes_fixed=False, drawn=False), Stage.FRAMES),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=False, drawn=False), Stage.SIZES),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=True, drawn=False), Stage.SEED),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=True, drawn=False, seed_parts=1), Stage.SEED),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=True, drawn=False, seed_parts=2), Stage.READY),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=True, drawn=True), Stage.DRAWN),
        (Facts(paper=False, boards=2, framed=2, sizes_fixed=True, drawn=True, replaced=True), Stage.REPLACED),
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
        Change.FOCUS: {Stage.FRAMES, Stage.SIZES, Stage.SEED, Stage.READY},
        Change.SEED: {Stage.SEED},
        Change.DRAW: {Stage.READY},
        Change.REDRAW: {Stage.SEED, Stage.READY, Stage.DRAWN},
        Change.SAMPLE: {Stage.DRAWN},
        Change.REVIEWERS: {Stage.FRAMES, Stage.SIZES, Stage.SEED, Stage.READY, Stage.DRAWN},
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


def test_a_period_does_not_go_beyond_the_year_of_the_draw() -> None:
    (fault,) = plan_faults(name="Aktgranskning", year=2014, period=YEAR, parts=(PartPlan(3),))
    assert fault.field == "year"
    assert fault.message == (
        f"Perioden går till {YEAR[1].isoformat()}, alltså efter omgångens år 2014. Ändra året eller perioden."
    )
    assert plan_faults(name="Aktgranskning", year=2027, period=YEAR, parts=(PartPlan(3),)) == []


def test_a_period_long_before_the_year_of_the_draw_is_doubted() -> None:
    assert period_doubts(year=2026, period=YEAR) == []
    assert period_doubts(year=2027, period=YEAR) == []
    assert period_doubts(year=2028, period=YEAR) == ["Perioden slutade 2026, 2 år före omgångens år 2028."]


def test_a_sample_is_not_larger_than_its_frame_but_reserves_may_be_too_few() -> None:
    assert size_faults(PartPlan(3, size=10, reserves=5), population=10, board="Norrmalm") == []
    (fault,) = size_faults(PartPlan(3, size=11, reserves=0), population=10, board="Norrmalm")
    assert fault.message == "För Norrmalm finns 10 att dra ur. Urvalet kan inte vara större än så."


def test_a_frame_fits_only_the_period_that_it_was_frozen_for() -> None:
    assert frame_fits(extract_period=YEAR, reviewed_period=YEAR)
    assert not frame_fits(extract_period=(YEAR[0], date(2026, 12, 31)), reviewed_period=YEAR)


# ---- The seed ------------------------------------------------------------------------------------------------------


def fields(value: str, source: SeedSource) -> list[str]:
    found = part_faults(value=value, source=source, frozen_on=FROZEN, fixed_on=FIXED, today=LATER)
    return [fault.field for fault in found]


@pytest.mark.parametrize(
    "value", ["", "   ", "\N{NO-BREAK SPACE}", "4\n2", "4\x002", "4\N{LINE SEPARATOR}2", "4,2,6", "6" * 61]
)
def test_a_part_of_a_seed_is_one_line_of_something_without_commas(value: str) -> None:
    assert fields(value, DICE) == ["value"]


@pytest.mark.parametrize("value", ["4-2-6", " 4 ", "0", "fjorton och femton", "💡", "å" * 60])
def test_any_other_part_is_good(value: str) -> None:
    assert fields(value, DICE) == []


def test_a_public_figure_is_newer_than_frames_and_sizes_and_not_from_the_future() -> None:
    def dated(day: date | None) -> SeedSource:
        return SeedSource(SourceKind.FIGURE, "Riksbankens växelkurs EUR/SEK", day)

    assert fields("114875", dated(FIXED)) == []
    assert fields("114875", dated(LATER)) == []
    assert fields("114875", dated(date(2026, 8, 31))) == ["dated"]
    assert fields("114875", dated(FROZEN)) == ["dated"]
    assert fields("114875", dated(date(2026, 9, 4))) == ["dated"]
    assert fields("114875", dated(None)) == ["dated"]
    assert fields("", SeedSource(SourceKind.FIGURE)) == ["value", "figure", "dated"]
    assert dated(LATER).words == "offentlig siffra: Riksbankens växelkurs EUR/SEK (2026-09-03)"
    same_day = part_faults(value="1", source=dated(FIXED), frozen_on=FIXED, fixed_on=FIXED, today=LATER)
    assert [fault.message for fault in same_day] == [
        "Siffran ska vara nyare än ramarna, som frystes 2026-09-01. Välj en senare siffra."
    ]


def test_where_the_seed_came_from_is_said_part_by_part() -> None:
    parts = [ToldPart("Kungsholmen", "4-2-6", DICE.words), ToldPart("Norrmalm", "1-5-3", DICE.words)]
    assert sources_in_words(parts) == "Kungsholmen: 4-2-6 (tärningar); Norrmalm: 1-5-3 (tärningar)"
    assert sources_in_words(parts[:1], others=1) == "Kungsholmen: 4-2-6 (tärningar); 1 del från andra nämnder"


def test_the_recipe_names_the_file_but_leaves_the_seed_alone() -> None:
    lines = recipe(seed="ram.csv", most=5, frame_file="ram-unga.csv")
    assert "tail -n +2 ram-unga.csv" in lines
    assert "seed=ram.csv" in lines
    assert lines.count("\n") == 2


# ---- What is drawn beside, and what is not drawn --------------------------------------------------------------------


def test_a_targeted_sample_has_a_criterion_that_the_register_answers() -> None:
    def fits(target: Target, **content: object) -> bool:
        return fulfils(target, content, period=YEAR)

    assert fits(Target.FAMILIES, antal_barn=2)
    assert fits(Target.FAMILIES, hushallstyp="par_med_barn")
    assert not fits(Target.FAMILIES, hushallstyp="par_utan_barn", antal_barn=0)
    assert fits(Target.NEW, aktualiseringsdatum="2026-06-30")
    assert fits(Target.NEW, inskrivningsdatum="2026-01-01")
    assert not fits(Target.NEW, aktualiseringsdatum="2025-12-31", inskrivningsdatum="2026-01-01")
    assert [fits(Target.YOUNG, fodelsear=year) for year in (2009, 2008, 2002, 2001)] == [False, True, True, False]
    assert [fits(Target.LONG, bistand_manader=months) for months in (10, 11)] == [False, True]
    assert not any(fits(target) for target in Target if target is not Target.BOARD)


def test_targeted_samples_belong_to_case_files_and_years_left_out_have_a_limit() -> None:
    plans = [TargetPlan(Target.NEW, 3, size=2), TargetPlan(Target.LONG, 3, size=-1, reserves=-1)]
    assert [fault.field for fault in target_faults(plans, kind=RegisterKind.CASES)] == [
        "size_langvariga_3",
        "reserves_langvariga_3",
    ]
    assert target_faults(plans[:1], kind=RegisterKind.PAYMENTS)[0].message.startswith("Riktade urval finns bara")
    assert [bool(years_faults(years)) for years in (-1, 0, 10, 11)] == [True, False, False, True]
    assert [bool(reason_faults(text)) for text in ("", " ", "a\nb", "x" * 501, "Fel period i utdraget")] == [
        True, True, True, True, False,
    ]  # fmt: skip
