"""Analyses and plans follow on each other over versions and years, and what is adopted or handed in stays."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from audit.accounts.rules import Role
from audit.plans import operations as plans
from audit.plans.operations import Adoption, FollowedControl
from audit.plans.rules import Assessment, Basis, Handling, Judged, Mark, Period, ReadState
from audit.registers.rules import RegisterKind
from audit.rounds.rules import FrozenError, InputError
from tests.controls import telling as controlling
from tests.plans.telling import (
    BY_HAND,
    CHILDREN,
    CONTROL,
    LOST,
    MOMENT,
    RISK,
    adopt,
    analysis,
    analysis_drafted,
    followed,
    handed_in,
    judged,
    measured,
    plan,
    plan_adopted,
    plan_drafted,
    scope_of,
)
from tests.support.house import House
from tests.support.reviewed import signed_round


def test_next_years_analysis_and_plan_begin_with_this_years_and_mark_what_differs(house: House) -> None:
    first_plan = plan_adopted(house, controls=(CONTROL, BY_HAND))
    second = analysis_drafted(house, year=2027, risks=[replace(LOST, risk="Ny risk")])
    stamp = house.stamp()
    with house.database.transaction() as session:
        of = analysis(session, second)
        children, _, lost, _ = of.risks
        plans.save_risk(session, stamp=stamp, analysis=of, entry=replace(CHILDREN, likelihood=5), risk=children)
        seen = plans.risk_seen(session, scope_of(house, "samordnare", Role.COORDINATOR, "Kungsholmen"), lost.id or 0)
        assert seen
        plans.remove_risk(session, stamp=stamp, seen=seen)
        compared = plans.compared(session, analysis(session, second))
    assert [one.mark for one in compared.marks.values()] == [Mark.CHANGED, Mark.UNCHANGED, Mark.NEW]
    assert compared.dropped == ("En akt kommer bort",)
    with house.database.transaction() as session:
        adopt(house, session, analysis(session, second))
        copied = plans.create_plan(session, stamp=stamp, board_id=house.boards["Kungsholmen"], year=2027)
        before = plan(session, first_plan)
        assert [plans.strand(one) for one in copied.controls] == [plans.strand(one) for one in before.controls]
        assert {one.mark for one in plans.compared(session, copied).marks.values()} == {Mark.UNCHANGED}


def test_a_risk_that_leaves_the_plan_takes_its_control_along(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    plan_adopted(house)
    second, stamp = analysis_drafted(house, year=2027, risks=()), house.stamp()
    with house.database.transaction() as session:
        of = analysis(session, second)
        calm = replace(CHILDREN, likelihood=1, materiality=2, handling=Handling.ACCEPT)
        plans.save_risk(session, stamp=stamp, analysis=of, entry=calm, risk=of.risks[0])
        copied = plans.create_plan(session, stamp=stamp, board_id=house.boards["Kungsholmen"], year=2027)
        assert copied.controls == ()
        assert plans.compared(session, copied).dropped == (MOMENT,)


def test_what_is_adopted_is_frozen_and_a_change_is_a_new_version(house: House) -> None:
    plan_id, stamp = plan_adopted(house), house.stamp()
    with house.database.transaction(write=False) as session:
        of = plan(session, plan_id)
        assert of.analysis
        first = of.analysis
    for change in (
        lambda session: plans.save_control(session, stamp=stamp, plan=of, entry=CONTROL),
        lambda session: plans.save_risk(session, stamp=stamp, analysis=first, entry=LOST),
        lambda session: plans.discard(session, stamp=stamp, of=of),
        lambda session: plans.change_note(session, stamp=stamp, of=of, note="Ny"),
        lambda session: adopt(house, session, of),
    ):
        with pytest.raises(FrozenError), house.database.transaction() as session:
            change(session)
    with house.database.transaction() as session:
        version = plans.new_version(session, stamp=stamp, of=of)
        assert (version.version, version.before_id) == (2, plan_id)
    with pytest.raises(InputError, match="nyare version"), house.database.transaction() as session:
        plans.new_version(session, stamp=stamp, of=of)


def test_what_the_board_adopts_just_after_midnight_is_adopted_that_day(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    drafted = analysis_drafted(house)
    house.clock.now = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)  # half past midnight in Sweden
    with house.database.transaction(write=False) as session:
        draft = analysis(session, drafted)
    today, tomorrow = (Adoption(date(2026, 9, day), "Nämnden") for day in (2, 3))
    with pytest.raises(InputError, match="inte varit än"), house.database.transaction() as session:
        plans.adopt(session, stamp=house.stamp(), of=draft, adoption=tomorrow)
    with house.database.transaction() as session:
        plans.adopt(session, stamp=house.stamp(), of=draft, adoption=today)
    with house.database.transaction(write=False) as session:
        assert analysis(session, drafted).document.adopted_on == date(2026, 9, 2)


def test_a_plan_waits_for_its_analysis_and_for_a_control_of_each_risk(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    analysis_drafted(house)
    with house.database.transaction() as session:
        made = plans.create_plan(session, stamp=house.stamp(), board_id=house.boards["Kungsholmen"], year=2026)
        said = " ".join(plans.lacks(made))
        assert "Riskanalysen är inte antagen" in said
        assert f"Risken »{RISK}« ska in i planen men har inget kontrollmoment" in said
    with pytest.raises(InputError), house.database.transaction() as session:
        adopt(house, session, plan(session, made.id))
    with pytest.raises(InputError, match="Gör först riskanalysen"), house.database.transaction() as session:
        plans.create_plan(session, stamp=house.stamp(), board_id=house.boards["Norrmalm"], year=2026)


def test_a_controls_result_is_the_rounds_and_it_says_when_that_is_not_finished(house: House) -> None:
    plan_id = plan_adopted(house)
    with house.database.transaction(write=False) as session:
        [line] = followed(session, plan_id, Period.T1).lines
    assert (line.state, line.result()) == (
        ReadState.MISSING,
        "Ingen omgång för akter 2026 finns för nämnden än.",
    )
    signed_round(house, answers={("Kungsholmen", 1, "application_on_file"): ("nej", "Saknas.")})
    with house.database.transaction() as session:
        of = followed(session, plan_id, Period.T1)
        assert of.lines[0].state is ReadState.FINISHED
        said = of.lines[0].result().replace("\u00a0", " ")
        assert "3 av 3 akter färdiggranskade. Avvikelser i 1 av" in said
        assert "Nej eller Delvis i 1 av 3 akter" in said
        given = Judged(Assessment.LACKS, deviation="En ansökan saknas.")
        plans.judge(session, stamp=house.stamp(), of=FollowedControl(of, of.lines[0]), judged=given)
        plans.hand_in(
            session, stamp=house.stamp(), of=followed(session, plan_id, Period.T1), summary="Tillräcklig i huvudsak."
        )


def test_payments_and_estates_are_read_from_rounds_of_their_own(house_on_sqlite: House) -> None:
    house, kinds = house_on_sqlite, (RegisterKind.PAYMENTS, RegisterKind.ESTATES)
    plan_id = plan_adopted(house, controls=[replace(CONTROL, round_kind=kind) for kind in kinds])
    for kind in kinds:
        signed_round(house, kind=kind)
    with house.database.transaction(write=False) as session:
        payments, estates = (
            line.result().replace("\u00a0", " ") for line in followed(session, plan_id, Period.T1).lines
        )
    assert "3 av 3 utbetalningar färdiggranskade. Inga avvikelser" in payments
    assert "Inget för mycket utbetalt hittades av" in payments
    assert "3 av 3 boutredningar färdiggranskade" in estates
    assert "utbetalt" not in estates


def test_a_controls_result_is_the_machine_controls(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    machine = replace(CONTROL, basis=Basis.MACHINE, round_kind=None, control_id="utan_beslut")
    plan_id = plan_adopted(house, controls=(machine,))
    controlling.a_run(house)
    with house.database.transaction(write=False) as session:
        [line] = followed(session, plan_id, Period.T1).lines
    assert line.state is ReadState.UNDER_WAY
    assert "Utbetalning utan beslut 2026: 1 träff av" in line.result().replace("\u00a0", " ")


def test_what_is_handed_in_stays_as_it_was_read_until_it_is_taken_back(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    plan_id = plan_adopted(house)
    with pytest.raises(InputError, match="är inte bedömd"), house.database.transaction() as session:
        plans.hand_in(session, stamp=house.stamp(), of=followed(session, plan_id, Period.T1), summary="Klart.")
    handed_in(house, plan_id)
    signed_round(house)
    with house.database.transaction(write=False) as session:
        assert followed(session, plan_id, Period.T1).lines[0].state is ReadState.MISSING
        assert followed(session, plan_id, Period.T2).lines[0].state is ReadState.FINISHED
    with pytest.raises(InputError, match="redan lämnad"):
        judged(house, plan_id)
    with house.database.transaction() as session:
        plans.take_back(session, stamp=house.stamp(), of=followed(session, plan_id, Period.T1), reason="Fel siffra.")
    judged(house, plan_id)


def test_what_is_over_and_what_is_late_is_told(house: House) -> None:
    plan_id = plan_adopted(house)
    measured(house, plan_id)
    today, scope = house.today, scope_of(house, "samordnare", Role.COORDINATOR, "Kungsholmen")
    with house.database.transaction(write=False) as session:
        assert [one.period for one in plans.follow_ups_due(session, scope=scope, today=today)] == [Period.T1, Period.T2]
        [late] = plans.measures_late(session, board_ids=scope.boards(), today=today)
        assert (late.what, late.plan_id, late.board) == ("Mallen görs om", plan_id, "Kungsholmen")
        assert plans.measures_late(session, board_ids=house.board_ids("Östermalm"), today=today) == []
    handed_in(house, plan_id)
    with house.database.transaction(write=False) as session:
        assert [one.period for one in plans.follow_ups_due(session, scope=scope, today=today)] == [Period.T2]


def test_an_analysis_that_a_plan_rests_on_is_not_thrown_away(house_on_sqlite: House) -> None:
    house, stamp = house_on_sqlite, house_on_sqlite.stamp()
    plan_id = plan_drafted(house)
    with house.database.transaction() as session:
        of = plan(session, plan_id)
        assert of.analysis
        again = plans.new_version(session, stamp=stamp, of=of.analysis)
        plans.discard(session, stamp=stamp, of=analysis(session, again.id or 0))
        plans.discard(session, stamp=stamp, of=plan(session, plan_id))
    with house.database.transaction(write=False) as session:
        years = plans.board_years(session, scope_of(house, "samordnare", Role.COORDINATOR, "Kungsholmen"), stamp.day)
        assert [(len(one.analyses), len(one.plans)) for one in years] == [(1, 0)]
