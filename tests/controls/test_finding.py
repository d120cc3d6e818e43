"""What each machine control finds, what it leaves alone, and what it says it can't judge. All rows are invented."""

from typing import Any

import pytest

from audit.controls.rules import BY_ID, CONTROLS, Settings, defaults, measured, parameter_faults
from audit.controls.rules.finding import FINDERS, Outcome, carry_out, prepared
from audit.controls.rules.frames import oren, typed
from audit.registers.rules import COLUMNS, RegisterKind

PAYMENTS, CASES = RegisterKind.PAYMENTS, RegisterKind.CASES
AS_OF = "2026-09-30"


def payment(unit_id: str, **other: Any) -> dict[str, Any]:
    usual = {
        "arende_id": f"A-{unit_id}", "beslut_id": f"B-{unit_id}", "period": "202609", "belopp": "1000.00",
        "utbetalningsdatum": "2026-09-10", "andamal": "Hyra", "mottagartyp": "sokande", "konto_hash": f"k{unit_id}",
        "attestant_id": "AT1", "beslutsfattare_id": "H1", "status": "betald", "beslutat_belopp": "1000.00",
        "avslutsdatum": None,
    }  # fmt: skip
    return {"unit_id": unit_id} | usual | other


def case(unit_id: str, **other: Any) -> dict[str, Any]:
    usual = {
        "komplett_datum": "2026-09-01", "beslutsdatum": "2026-09-10", "aktualiseringsdatum": "2026-08-01",
        "forsta_besok": "2026-08-10", "andra_besok": "2026-08-20", "arbetsplan_datum": "2026-08-20",
        "senaste_journal": "2026-09-20", "bistand_manader": 3, "senaste_omprovning": "2026-06-01",
        "avslutsdatum": None,
    }  # fmt: skip
    return {"unit_id": unit_id} | usual | other


def run(name: str, *rows: dict[str, Any], cases: list[dict[str, Any]] | None = None, **values: int) -> Outcome:
    control = BY_ID[name]
    register = typed(cases, CASES) if cases else None
    frame = prepared(typed(rows, control.kind), control.kind, register)
    return carry_out(control, frame, Settings(AS_OF, defaults(control) | values))


def test_every_declared_control_has_a_function_and_columns_that_the_register_knows() -> None:
    assert set(FINDERS) == set(BY_ID)
    for control in CONTROLS:
        assert set(control.needs) <= {column.name for column in COLUMNS[control.kind]}
        assert set(control.blank_counts) <= set(control.needs)
        assert parameter_faults(control, defaults(control)) == {}
        assert control.blind_spots


def test_a_payment_without_a_decision_is_found_with_its_amount() -> None:
    found = run("utan_beslut", payment("1"), payment("2", beslut_id=None, belopp="1870.50"))
    assert found == Outcome(judged=2, hits=(("2", 187050),))
    assert measured(BY_ID["utan_beslut"], 187050) == "1\N{NO-BREAK SPACE}870,50 kr"


def test_the_payment_that_passes_the_decided_amount_is_found_not_those_before_it() -> None:
    same = {"beslut_id": "B", "beslutat_belopp": "1500.00"}
    later, first = payment("1", **same, utbetalningsdatum="2026-09-20"), payment("2", **same)
    found = run("over_beslutat", later, first, payment("3"))
    assert found.hits == (("1", 50000),)
    assert found.judged == 3
    assert run("over_beslutat", later, first, kronor=500).hits == ()
    assert run("over_beslutat", later, first, kronor=499).hits == (("1", 50000),)


def test_the_decided_amount_is_passed_by_one_ore_and_never_by_rounding() -> None:
    same = {"beslut_id": "B", "beslutat_belopp": "0.30"}
    exact = [payment(str(number), **same, belopp="0.10") for number in range(3)]
    assert run("over_beslutat", *exact).hits == ()
    assert run("over_beslutat", *exact, payment("9", **same, belopp="0.01")).hits == (("9", 1),)


def test_a_reversal_cancels_its_payment_before_anything_is_added_or_compared() -> None:
    """Both a marked reversal and a bare »250-«, which the import reads as −250."""
    for status in ("makulerad", "betald"):
        same = {"arende_id": "A", "beslut_id": "B", "belopp": "250.00", "beslutat_belopp": "250.00"}
        rows = [payment("1", **same), payment("2", **same | {"belopp": "-250.00"}, status=status), payment("3", **same)]
        for name in ("dubblett", "over_beslutat", "utan_beslut"):
            found = run(name, *rows)
            assert (found.hits, found.judged, found.apart, found.unjudged) == ((), 1, 2, 0)


def test_a_negative_amount_without_its_payment_is_never_guessed_about() -> None:
    same = {"arende_id": "A", "beslut_id": "B", "beslutat_belopp": "250.00"}
    rows = [payment("1", **same, belopp="300.00"), payment("2", **same, belopp="-250.00"), payment("3")]
    found = run("dubblett", *rows)
    assert (found.judged, found.unjudged, found.apart) == (2, 1, 0)
    # Nobody knows what was paid by that decision, so its other payment isn't judged either.
    over = run("over_beslutat", *rows)
    assert (over.hits, over.judged, over.unjudged) == ((), 1, 2)


def test_money_that_came_back_is_no_duplicate() -> None:
    same = {"arende_id": "A"}
    found = run("dubblett", payment("1", **same, status="retur"), payment("2", **same), payment("3", **same))
    assert (found.hits, found.judged, found.apart) == ((("3", 100000),), 2, 1)
    assert run("dubblett", payment("2", **same), payment("3", **same), kronor=1001).hits == ()


def test_a_payment_without_case_or_period_is_counted_as_not_judged() -> None:
    found = run("dubblett", payment("1", arende_id=None), payment("2", period=None), payment("3"))
    assert (found.judged, found.unjudged) == (1, 2)


def test_payments_after_the_closure_by_their_own_column_or_by_the_register_of_cases() -> None:
    own = run("efter_avslut", payment("1", avslutsdatum="2026-09-07"), payment("2"))
    assert own.hits == (("1", 3),)
    rows = [payment("1", arende_id="A-1"), payment("2", arende_id="A-2"), payment("3", arende_id="A-3")]
    for row in rows:
        del row["avslutsdatum"]
    register = [case("A-1", avslutsdatum="2026-09-09"), case("A-2")]
    found = run("efter_avslut", *rows, cases=register)
    assert (found.hits, found.judged, found.unjudged) == ((("1", 1),), 2, 1)
    assert run("efter_avslut", *rows).lacking == ("avslutsdatum",)


def test_an_account_of_two_households_is_found_but_not_a_landlords() -> None:
    rows = [
        payment("1", konto_hash="k"), payment("2", konto_hash="k"), payment("3", konto_hash=None),
        payment("4", konto_hash="v", mottagartyp="tredje_part"),
        payment("5", konto_hash="v", mottagartyp="tredje_part"), payment("6", konto_hash="e", arende_id="A-7"),
        payment("7", konto_hash="e"),
    ]  # fmt: skip
    found = run("delat_konto", *rows)
    assert (found.hits, found.judged, found.unjudged, found.apart) == ((("1", 2), ("2", 2)), 4, 1, 2)
    assert run("delat_konto", *rows, hushall=3).hits == ()


def test_attested_by_the_one_who_decided() -> None:
    rows = [payment("1", attestant_id="H1"), payment("2"), payment("3", attestant_id=None)]
    found = run("egen_attest", *rows)
    assert (found.hits, found.judged, found.unjudged) == ((("1", 100000),), 2, 1)


@pytest.mark.parametrize(
    ("name", "column", "in_time", "late", "measure"),
    [
        ("sent_beslut", "beslutsdatum", "2026-09-15", "2026-09-16", 15),
        ("sent_besok", "forsta_besok", "2026-08-15", "2026-08-16", 15),
        ("utan_plan", "arbetsplan_datum", "2026-08-20", None, 41),
        ("utan_plan", "arbetsplan_datum", "2026-08-19", "2026-08-22", 2),
        ("journaluppehall", "senaste_journal", "2026-08-01", "2026-07-31", 61),
    ],
)
def test_time_limits_are_kept_to_the_day(name: str, column: str, in_time: str, late: str | None, measure: int) -> None:
    found = run(name, case("1", **{column: in_time}), case("2", **{column: late}))
    assert (found.hits, found.judged) == ((("2", measure),), 2)


def test_a_date_that_is_missing_is_not_judged() -> None:
    for name, column in (
        ("sent_beslut", "komplett_datum"),
        ("sent_besok", "forsta_besok"),
        ("utan_plan", "andra_besok"),
    ):
        found = run(name, case("1", **{column: None}), case("2"))
        assert (found.judged, found.unjudged, found.hits) == (1, 1, ())


def test_a_closed_cases_journal_is_measured_to_its_closure() -> None:
    closed = {"senaste_journal": "2026-06-01", "avslutsdatum": "2026-07-01"}
    assert run("journaluppehall", case("1", **closed)).hits == ()


def test_long_aid_without_a_review_as_recent() -> None:
    rows = [
        case("1", bistand_manader=11, senaste_omprovning=None), case("2", bistand_manader=11),
        case("3", bistand_manader=12, senaste_omprovning="2025-11-29"), case("4", bistand_manader=10),
        case("5", bistand_manader=None), case("6", bistand_manader=20, avslutsdatum="2026-09-01"),
    ]  # fmt: skip
    found = run("utan_omprovning", *rows)
    assert found == Outcome(judged=4, unjudged=1, apart=1, hits=(("1", 11), ("3", 12)))


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_a_control_without_its_columns_says_which(control: Any) -> None:
    """A column that isn't there, and one that is empty in every row."""
    build = payment if control.kind is PAYMENTS else case
    for column in control.needs:
        gone, blank = build("1"), build("1", **{column: None})
        del gone[column]
        assert column in run(control.id, gone).lacking
        assert column in run(control.id, blank).lacking


def test_an_amount_becomes_whole_ore() -> None:
    assert [oren(text) for text in ("1870.50", "-0.05", "999999999.99")] == [187050, -5, 99999999999]
    with pytest.raises(ValueError, match="decimals"):
        oren("12.5")


def test_a_setting_out_of_range_is_told() -> None:
    control = BY_ID["sent_beslut"]
    assert set(parameter_faults(control, {"dagar": 0})) == {"dagar"}
    assert set(parameter_faults(control, {})) == {"dagar"}
