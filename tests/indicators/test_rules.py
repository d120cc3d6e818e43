"""Figures, targets, lights, tables, rules of arithmetic and guarantees: read without guessing, said with reasons."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.agreements.rules import Period
from audit.comparison.rules import lines_of
from audit.indicators.rules.checking import Tried, UnknownNameError, try_formula, try_units
from audit.indicators.rules.formulas import parse_formula
from audit.indicators.rules.guarantees import GUARANTEES, measure
from audit.indicators.rules.lights import Light, beside_the_city, light, likely_quantity
from audit.indicators.rules.numbers import Bound, read_figure, read_target, said
from audit.indicators.rules.pasting import Known, parents, parse_goals, parse_indicators
from audit.indicators.rules.sheets import Sheet, read_sheet, sheet_of
from audit.indicators.rules.trends import Trend, drawing_of
from audit.indicators.rules.words import Direction, Level, Quantity, Verdict

KNOWN = Known(2026, {"Kungsholmen": 1, "Norrmalm": 2}, frozenset({"1.2"}))


def sheet(text: str, caption: str = "Tabellen") -> Sheet:
    found, faults = read_sheet(lines_of(text), caption=caption)
    assert found, faults
    return found


def tried(rule: str, home: Sheet | None = None, tolerance: str = "0") -> list[Tried]:
    return try_formula(parse_formula(rule), {home.caption: home} if home else {}, home, Decimal(tolerance))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 870,50", "1870.50"), ("1870", "1870"), ("−27", "-27"), ("-27", "-27"), ("0,43 %", "0.43"), ("35%", "35"),
        ("2.25", "2.25"), ("1\u00a0000\u00a0000", "1000000"), ("+0,8", "0.8"), ("0.125", "0.125"),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_the_decimals_that_it_is_written_with(text: str, value: str) -> None:
    assert str(read_figure(text, "%")) == value


@pytest.mark.parametrize("text", ["", " ", "-", "–", "−"])
def test_an_empty_cell_or_a_dash_is_a_missing_figure_and_never_nought(text: str) -> None:
    assert read_figure(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("250-", "minustecknet sist"), ("24-36", "intervall"), ("1.870", "punkt"), ("1 87", "slutar på"),
        ("14 st", "enheten är %"), ("ca 75", "inte ett tal"), ("9" * 20, "för stort"), ("0,1234567", "fler än 6"),
        ("=1+1", "inte ett tal"), ("1,2,3", "slutar på"), ("NaN", "inte ett tal"), ("1e5", "slutar på"),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_is_refused_and_said(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_figure(text, "%")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_figure_that_is_said_is_read_as_itself(value: Decimal) -> None:
    assert read_figure(said(value)) == value


def test_a_target_may_be_words_or_of_another_unit_and_is_then_compared_with_nothing() -> None:
    assert read_target("max 6 %", "%").bound is Bound.AT_MOST
    assert read_target("max 6 %", "%").value == 6
    assert read_target("tas fram 2009", "%").why == "Årsmålet är inte ett tal: »tas fram 2009«."
    assert read_target("645 gWh", "kWh").why == "Årsmålet har en annan enhet: »645 gWh«."
    assert read_target("").why == "Årsmålet saknas."
    with pytest.raises(ValueError, match="minustecknet sist"):
        read_target("250-")


@pytest.mark.parametrize(
    ("outcome", "target", "direction", "wanted"),
    [
        ("0.43", "0,5", Direction.LOWER, Light.MET),
        ("5", "5", Direction.LOWER, Light.MET),
        ("5.5", "5", Direction.LOWER, Light.NEAR),
        ("5.6", "5", Direction.LOWER, Light.MISSED),
        ("495", "540", Direction.HIGHER, Light.NEAR),
        ("1", "0", Direction.LOWER, Light.MISSED),
        ("7", "max 6", Direction.UNSAID, Light.MISSED),
        ("2", "1", Direction.UNSAID, Light.UNKNOWN),
        (None, "1", Direction.LOWER, Light.UNKNOWN),
        ("1", "öka", Direction.HIGHER, Light.UNKNOWN),
    ],
)
def test_a_light_is_a_word_with_its_reason(
    outcome: str | None, target: str, direction: Direction, wanted: Light
) -> None:
    found = light(Decimal(outcome) if outcome else None, read_target(target), direction)
    assert found.light is wanted
    assert found.name
    assert found.why.endswith(".")


def test_the_citys_target_is_no_boards_own_to_reach() -> None:
    """What the documents of 2015 tell: 546 summer jobs of the city's 6 700, and 8 % absent of the city's 4,4."""
    found = beside_the_city(Decimal(546), read_target("6 700 st", "st"), Direction.HIGHER, Quantity.SUM)
    assert (found.light, found.name, found.mark) == (Light.CITY, "Gäller hela staden", "plain")
    assert found.why.replace("\u00a0", " ") == "6 700 är målet för stadens alla nämnder tillsammans."
    names = [
        beside_the_city(Decimal(one), read_target("4,4 %", "%"), Direction.LOWER, Quantity.SHARE).name
        for one in ("4.4", "4.8", "8")
    ]
    assert names == ["Lika bra som stadens mål eller bättre", "Nära stadens mål", "Sämre än stadens mål"]


def test_what_an_indicator_counts_is_guessed_only_where_nobody_says_it() -> None:
    assert likely_quantity("Elanvändning per kvadratmeter", "kWh") is Quantity.SHARE
    assert likely_quantity("Sjukfrånvaro", "%") is Quantity.SHARE
    assert likely_quantity("Elförbrukning", "kWh") is Quantity.SUM
    lines = lines_of("Indikator;Enhet;Slag\nVåldsindex i antal;st;antal\nMeritvärde;;ANDEL\nSjukfrånvaro;%;")
    rows, faults = parse_indicators(lines, Known(2026, {}))
    assert [row.quantity for row in rows] == [Quantity.SUM, Quantity.SHARE, None]
    assert faults == []
    _, faults = parse_indicators(lines_of("Indikator;Slag\nSjukfrånvaro;kvot"), Known(2026, {}))
    assert [(fault.line, fault.column) for fault in faults] == [(2, "Slag")]


def test_a_table_is_read_whole_or_refused_with_every_fault_by_row_and_column() -> None:
    _, faults = read_sheet(
        lines_of("Nämnd;2014;2014;x|y\nKungsholmen;250-;ett;1;9\nKungsholmen;1\n;2"), caption="Tabellen", unit="st"
    )
    assert [(fault.line, fault.column) for fault in faults] == [
        (1, "Rubrik 3"), (1, "Rubrik 4"), (2, "2014"), (2, "2014"), (2, "Rad"), (3, "Radens namn"), (4, "Radens namn"),
    ]  # fmt: skip
    assert read_sheet(lines_of("bara en rad"), caption="T")[1]


def test_a_table_is_kept_as_it_was_written() -> None:
    one = sheet("Nämnd\tBudget\tUtfall\nÖstermalm\t18,30\t\n")
    assert sheet_of(one.caption, one.as_lists()) == one
    assert (one.value("Östermalm", "Budget"), one.value("Östermalm", "Utfall")) == (Decimal("18.30"), None)
    assert sheet(one.as_text()) == one


def test_a_rule_of_columns_is_tried_on_every_row_and_one_of_rows_on_every_column() -> None:
    table = sheet("Verksamhet;Budget;Utfall;Avvikelse\nA;10;8;2\nB;5;6;−1\nTotalt;15;14;2")
    assert [one.verdict for one in tried("Avvikelse = Budget − Utfall", table)] == [
        Verdict.AGREES, Verdict.AGREES, Verdict.CONTRADICTS,
    ]  # fmt: skip
    assert [one.where for one in tried("Totalt = A + B", table) if one.verdict is Verdict.CONTRADICTS] == ["Avvikelse"]
    assert tried("Totalt = A + B", table, tolerance="1")[2].verdict is Verdict.AGREES


def test_what_is_missing_makes_a_rule_untested_and_not_true() -> None:
    table = sheet("N;A;B\nK;1;\nT;1;0")
    assert [one.words for one in tried("T = K", table)] == [
        "A: 1 stämmer med 1 på det andra stället.", "B: siffran saknas för K.",
    ]  # fmt: skip
    assert [one.verdict for one in tried("A = A / B", table)] == [Verdict.UNTESTED, Verdict.UNTESTED]


def test_percentages_and_quotients_are_rounded_to_what_is_stated() -> None:
    assert tried("38,3 = 23 i procent av 60")[0].verdict is Verdict.AGREES
    assert tried("38,33 = 23 i procent av 60")[0].verdict is Verdict.AGREES
    assert tried("62,9 = 1 447 / 23")[0].verdict is Verdict.AGREES
    # The agreement of 2010: two thirds of Östermalm's 2,7 % are what the two other boards are charged, 1,8 %.
    assert tried("66,7 = 1,8 i procent av 2,7")[0].verdict is Verdict.AGREES
    assert Fraction("2.7") * Fraction(2, 3) == Fraction("1.8")


@pytest.mark.parametrize("rule", ["", "Totalt", "A = ", "= B", "A = B = C", "A = B / C / D", "T | rad = 1", "A > B"])
def test_a_rule_that_tells_nothing_is_refused_in_words(rule: str) -> None:
    with pytest.raises(ValueError, match=r"[Ss]kriv|saknas|regel|siffra"):
        parse_formula(rule)


def test_a_rule_that_names_what_is_not_there_is_refused_with_the_name() -> None:
    table = sheet("N;A;B\nK;1;2\nA;1;2")
    for rule, name in (("K = Z", "Z"), ("A = A", "både rad och kolumn"), ("K = B", "blandar"), ("1 = X | K | A", "X")):
        with pytest.raises(UnknownNameError, match=name):
            tried(rule, table)
    with pytest.raises(UnknownNameError, match="ingen siffra"):
        tried("A = B")


def test_what_is_called_a_share_is_measured_in_percent() -> None:
    verdicts = [
        one.verdict for one in try_units([("Andel barn", "%"), ("Andel platser", "st"), ("Antal", ""), ("El", "st")])
    ]
    assert verdicts == [Verdict.AGREES, Verdict.CONTRADICTS]


def test_indicators_are_read_by_their_headings_in_any_order() -> None:
    rows, faults = parse_indicators(
        lines_of("Utfall T1 2025 Norrmalm;Indikator;Riktning;Årsmål;Enhet;Mål\n7,5 %;Sjukfrånvaro;lägre;max 5 %;%;1.2"),
        KNOWN,
    )
    assert not faults
    assert (rows[0].name, rows[0].direction, rows[0].target) == ("Sjukfrånvaro", Direction.LOWER, "max 5 %")
    assert rows[0].outcomes == {(2025, Period.T1, 2): "7,5 %"}


def test_all_faults_of_pasted_indicators_are_told_at_once() -> None:
    rows, faults = parse_indicators(
        lines_of(
            "Indikator;Riktning;Årsmål;Utfall;Mål;Färg;Utfall Södermalm\nA;uppåt;250-;ett;9.9;röd\nA;;;;;;\n;;;;1.2"
        ),
        KNOWN,
    )
    assert rows == []
    assert [(fault.line, fault.column) for fault in faults] == [
        (1, "Rubrik"), (1, "Rubrik"), (2, "Mål"), (2, "Årsmål"), (2, "Kolumn 4"), (2, "Riktning"),
        (3, "Indikator"), (4, "Indikator"),
    ]  # fmt: skip


def test_goals_are_read_as_a_tree_and_all_their_faults_are_told() -> None:
    rows, _ = parse_goals(
        lines_of("Nivå;Text;Startdatum\nInriktningsmål;A\nÅtagande;B;2026-01-01\nNämndmål;C\nAktivitet;D")
    )
    assert parents([row.level for row in rows]) == [None, 0, 0, 2]
    assert [row.level for row in rows][:2] == [Level.DIRECTION, Level.COMMITMENT]
    _, faults = parse_goals(lines_of("Nivå;Text;Startdatum;Slutdatum\nMål;;i vår\nAktivitet;E;2026-02-01;2026-01-01"))
    assert [(fault.line, fault.column) for fault in faults] == [
        (2, "Startdatum"), (2, "Nivå"), (2, "Text"), (3, "Slutdatum"),
    ]  # fmt: skip


def test_a_guarantee_counts_kept_of_counted_and_tells_what_is_in_neither() -> None:
    decision = next(one for one in GUARANTEES if one.id == "beslut")
    cases: list[dict[str, str | None]] = [
        {"komplett_datum": "2026-01-01", "beslutsdatum": "2026-01-15"},  # the very fourteenth day
        {"komplett_datum": "2026-01-01", "beslutsdatum": "2026-01-16"},
        {"komplett_datum": None, "beslutsdatum": "2026-01-16"},
        {"komplett_datum": "2026-02-01", "beslutsdatum": "2026-01-16"},
        {"komplett_datum": "2026-01-01", "beslutsdatum": "2026-01-01"},
    ]
    found = measure(decision, cases)
    assert (found.kept, found.counted, found.missing, found.reversed_) == (2, 3, 1, 1)
    assert found.percent == Decimal("66.7")
    assert measure(decision, []).percent is None
    assert not measure(decision, [{"beslutsdatum": "2026-01-01"}]).possible


def test_a_trend_is_drawn_from_nought_and_never_below() -> None:
    years = (2014, 2015)
    drawn = drawing_of(Trend(years, (("Alla", (Decimal(230), Decimal(546))),)))
    assert drawn
    assert [mark.text for mark in drawn.years] == ["2014", "2015"]
    assert drawing_of(Trend(years, (("Alla", (Decimal(-1), Decimal(1))),))) is None
    assert drawing_of(Trend(years, (("Alla", (None, Decimal(1))),))) is None
