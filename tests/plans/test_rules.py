"""What is decided of risks, marks and follow-ups, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.plans.rules import (
    STEPS,
    Assessment,
    Basis,
    ControlOutcome,
    Followed,
    Handling,
    Judged,
    Mark,
    Period,
    ReadState,
    RoundOutcome,
    Scale,
    control_said,
    dropped,
    due,
    handling_faults,
    judged_faults,
    marked,
    material,
    matrix,
    risk_value,
    round_said,
    scale_faults,
)
from checklists.counting import AnswerCounts

STEP = st.sampled_from(STEPS)


@given(STEP, STEP)
def test_a_risks_value_is_the_product_and_the_limits_decide_what_it_suggests(likelihood: int, materiality: int) -> None:
    value, scale = risk_value(likelihood, materiality), Scale()
    assert value == likelihood * materiality
    expected = Handling.PLAN if value >= 12 else Handling.ONGOING if value >= 6 else Handling.ACCEPT
    assert scale.suggests(value) is expected


def test_a_value_outside_the_scale_is_refused() -> None:
    for wrong in ((0, 3), (3, 6), (-1, 5)):
        with pytest.raises(ValueError, match="1 to 5"):
            risk_value(*wrong)


@given(st.lists(st.tuples(STEP, STEP), max_size=12))
def test_every_risk_stands_once_in_the_matrix_in_the_square_of_its_value(valued: list[tuple[int, int]]) -> None:
    squares = [square for row in matrix(Scale(), valued) for square in row]
    assert len(squares) == 25
    placed = {number: square for square in squares for number in square.numbers}
    assert [(placed[n].likelihood, placed[n].materiality) for n in range(1, len(valued) + 1)] == valued


def test_a_risk_handled_less_than_its_value_suggests_takes_a_reason() -> None:
    scale = Scale()
    [fault] = handling_faults(scale, value=16, handling=Handling.ACCEPT, ongoing="", reason="")
    assert (fault.field, "»Till internkontrollplanen«" in fault.message) == ("reason", True)
    assert handling_faults(scale, value=16, handling=Handling.ACCEPT, ongoing="", reason="Avvecklas i mars.") == []
    assert handling_faults(scale, value=2, handling=Handling.PLAN, ongoing="", reason="") == []
    [fault] = handling_faults(scale, value=6, handling=Handling.ONGOING, ongoing="", reason="")
    assert fault.field == "ongoing"


def test_everything_wrong_with_a_scale_is_told_at_once() -> None:
    wrong = Scale(("Låg", "låg", "3", "4", "5"), ("1", "2"), ongoing_from=12, plan_from=6)
    assert [fault.field for fault in scale_faults(wrong)] == ["likelihood", "materiality", "plan_from"]
    assert scale_faults(Scale()) == []
    assert Scale.kept(Scale(plan_from=15).as_kept()) == Scale(plan_from=15)


def test_rows_are_marked_new_changed_unchanged_and_dropped() -> None:
    before = {"Risk": "Akten saknas", "Sannolikhet": "3"}
    assert marked(None, before).mark is Mark.NEW
    assert marked(before, before).mark is Mark.UNCHANGED
    changed = marked(before, {"Risk": "Akten saknas", "Sannolikhet": "4"})
    assert (changed.mark, changed.changes) == (Mark.CHANGED, ("Sannolikhet: 3 → 4",))
    assert marked({"Rutin": "a" * 90}, {"Rutin": "b"}).changes == ("Rutin: texten är ändrad",)
    assert dropped({1: "a", 2: "b"}, {2, 3}) == ["a"]


def test_a_follow_up_is_due_from_the_day_after_its_period_until_it_is_handed_in() -> None:
    assert due(2026, date(2026, 4, 30), ()) == []
    assert due(2026, date(2026, 5, 1), ()) == [Period.T1]
    assert due(2026, date(2026, 10, 1), (Period.T1,)) == [Period.T2]
    assert due(2026, date(2027, 1, 1), (Period.T1, Period.T2)) == [Period.VB]


def test_what_is_read_is_never_typed_and_works_only_when_it_is_finished() -> None:
    works = Judged(Assessment.WORKS)
    assert [f.field for f in judged_faults(works, Basis.ROUND, ReadState.UNDER_WAY)] == ["assessment"]
    assert judged_faults(works, Basis.ROUND, ReadState.FINISHED) == []
    typed = Judged(Assessment.WORKS, outcome="7 av 10")
    assert [f.field for f in judged_faults(typed, Basis.MACHINE, ReadState.FINISHED)] == ["outcome"]
    assert [f.field for f in judged_faults(works, Basis.OWN, ReadState.FINISHED)] == ["outcome"]
    assert [f.field for f in judged_faults(Judged(Assessment.LACKS, "2 av 10"), Basis.OWN, ReadState.FINISHED)] == [
        "deviation"
    ]
    assert judged_faults(Judged(Assessment.UNDER_WAY), Basis.OWN, ReadState.FINISHED) == []
    [fault] = judged_faults(Judged(Assessment.NOT_DONE), Basis.ROUND, ReadState.MISSING)
    assert fault.field == "deviation"


def test_a_round_says_how_far_it_has_come_and_what_it_shows() -> None:
    bad, good = AnswerCounts(ja=7, nej=3), AnswerCounts(ja=10)
    asked = [("Finns en plan?", bad), ("Är beslutet komplett?", good)]
    state, said = round_said(RoundOutcome("Aktgranskning 2026", "arenden", 10, 10, asked))
    assert state is ReadState.FINISHED
    assert said.replace("\u00a0", " ") == (
        "Aktgranskning 2026: 10 av 10 akter färdiggranskade. Avvikelser i 1 av 2 frågor. "
        "»Finns en plan?«: Nej eller Delvis i 3 av 10 akter."
    )
    state, said = round_said(RoundOutcome("Aktgranskning 2026", "arenden", 4, 10, asked))
    assert (state, said.endswith("Granskningen pågår, så det kan ändras.")) == (ReadState.UNDER_WAY, True)
    elsewhere = round_said(RoundOutcome("Aktgranskning 2026", "arenden", 10, 10, [], "Journal"))
    assert elsewhere == (ReadState.MISSING, "Aktgranskning 2026 granskar inte området »Journal«.")
    assert round_said(RoundOutcome("A", "arenden", 0, 10, []))[1].endswith("Det finns inget resultat än.")


def test_hits_are_a_result_only_when_each_is_judged() -> None:
    state, said = control_said(ControlOutcome("Dubbel utbetalning 2026", 3, 412, 3, 1, 1))
    assert state is ReadState.UNDER_WAY
    assert "inte ett fastställt fel" in said
    assert control_said(ControlOutcome("Dubbel utbetalning 2026", 3, 412, 3, 3, 1))[0] is ReadState.FINISHED
    assert control_said(ControlOutcome("Dubbel utbetalning 2026", 0, 412, 0, 0, 0))[0] is ReadState.FINISHED


def test_the_material_for_ils_counts_first_and_stays_short() -> None:
    lacking = Followed("Utredning", "Barnperspektiv", Assessment.LACKS, "7 av 10", "Saknas\ti 3 akter", ("Ny mall",))
    made = material(2026, Period.T2, [lacking, Followed("Arkiv", "Ordning", None)], "Kontrollen är tillräcklig.")
    assert made.text.replace("\u00a0", " ") == (
        "Intern kontroll 2026, tertial 2. 2 kontroller följs upp: brister 1, inte bedömd än 1. "
        "Brister: Barnperspektiv: Saknas i 3 akter. Kontrollen är tillräcklig."
    )
    assert [len(line.split("\t")) for line in made.rows.splitlines()] == [6, 6, 6]
    long = material(2026, Period.VB, [lacking], "ord " * 500)
    assert len(long.text) <= 1000
    assert long.text.endswith("…")
