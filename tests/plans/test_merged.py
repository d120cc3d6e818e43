"""A board that two were merged into begins with what each of them had adopted last."""

from datetime import date

from audit.accounts import administration
from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.plans import operations as plans
from audit.plans.rules import Mark
from tests.plans.telling import BY_HAND, CONTROL, analysis, plan, plan_adopted
from tests.support.house import House


def merged(house: House) -> int:
    """Kungsholmen and Norrmalm become one board at the turn of the year. Gives its id."""
    with house.database.transaction() as session:
        new = Board(code="INN", name="Innerstaden", valid_from=date(2027, 1, 1))
        session.add(new)
        session.flush()
        for name in ("Kungsholmen", "Norrmalm"):
            old = session.get_one(Board, house.boards[name])
            administration.end_board(
                session, stamp=house.stamp(), board=old, valid_to=date(2026, 12, 31), successor_id=new.id
            )
        return known(new.id)


def test_the_first_analysis_and_plan_of_a_merged_board_hold_those_of_each_predecessor(house: House) -> None:
    plan_adopted(house, "Kungsholmen", controls=(CONTROL,))
    plan_adopted(house, "Norrmalm", controls=(BY_HAND,))
    board = merged(house)
    with house.database.transaction() as session:
        made = plans.create_analysis(session, stamp=house.stamp(), board_id=board, year=2027)
        assert len(made.risks) == 6
        begun = plans.create_plan(session, stamp=house.stamp(), board_id=board, year=2027)
        assert [one.moment for one in begun.controls] == [CONTROL.moment, BY_HAND.moment]
    with house.database.transaction() as session:
        for of in (analysis(session, made.id), plan(session, begun.id)):
            found = plans.compared(session, of)
            assert {one.mark for one in found.marks.values()} == {Mark.UNCHANGED}
            assert found.before
            assert found.before.name.endswith("2026, Kungsholmen och Norrmalm")
            assert found.dropped == ()
