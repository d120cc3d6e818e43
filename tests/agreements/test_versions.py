"""Versions follow on each other, adopted ones stay as they were, and figures keep their last öre in both databases."""

from decimal import Decimal

import pytest

from audit.accounts.rules import Role, Scope
from audit.agreements import operations as agreements
from audit.agreements.operations import AgreementPlan, AreaPlan, PartPlan
from audit.agreements.rules import Key, Period, changes, work_all
from audit.rounds.rules import FrozenError, InputError
from tests.agreements.telling import AREA, adopted, drafted, short, whole
from tests.support.house import House


def test_figures_are_read_back_to_the_ore(house: House) -> None:
    agreement = adopted(house)
    short(house, agreement)
    with house.database.transaction(write=False) as session:
        agreed = whole(session, agreement)
        assert agreed.areas[0].amount == Decimal("1000000.01")
        [worked] = work_all(agreed.terms())
        assert list(worked.charges.values()) == [Decimal("500000.01"), Decimal("500000.00")]
        of = agreements.standing(session, agreed, Period.T1)
        assert of.areas[0].deviation == Decimal("-2999999.99")
        assert of.unmet == []


def test_nothing_of_an_adopted_agreement_can_be_changed(house: House) -> None:
    agreement, stamp = adopted(house), house.stamp()
    with house.database.transaction(write=False) as session:
        agreed = whole(session, agreement)
    plan = AgreementPlan(2026, "Ny", tuple(house.board_ids("Kungsholmen")))
    for change in (
        lambda session: agreements.change_agreement(session, stamp=stamp, agreed=agreed, plan=plan),
        lambda session: agreements.save_area(session, stamp=stamp, agreed=agreed, plan=AreaPlan("Ny")),
        lambda session: agreements.save_base(session, stamp=stamp, agreed=agreed, figures={}),
        lambda session: agreements.adopt(session, stamp=stamp, agreed=agreed),
    ):
        with pytest.raises(FrozenError), house.database.transaction() as session:
            change(session)


def test_a_new_version_keeps_the_figures_and_a_new_year_leaves_them_to_be_decided(house: House) -> None:
    agreement, stamp = adopted(house), house.stamp()
    with house.database.transaction() as session:
        agreed = whole(session, agreement)
        second = agreements.follow_on(session, stamp=stamp, agreed=agreed, year=2026)
        assert (second.agreement.version, second.series_id) == (2, agreement)
        assert changes(agreed.terms(), second.terms()) == []
        next_year = agreements.follow_on(session, stamp=stamp, agreed=agreed, year=2027)
        assert (next_year.agreement.version, next_year.agreement.title) == (1, "Samordnad handläggning 2027")
        assert next_year.areas[0].key is Key.EQUAL
        assert (next_year.areas[0].amount, next_year.cases) == (None, {})
        assert changes(agreed.terms(), next_year.terms()) == [
            f"{AREA}: Årets kostnad var 1\u00a0000\u00a0000,01\u00a0kr och är inte angiven.",
            "Underlaget om aktuella ärenden är ändrat.",
            "Underlaget om befolkning är ändrat.",
        ]
        with pytest.raises(InputError, match="redan ett utkast för 2026"):
            agreements.follow_on(session, stamp=stamp, agreed=agreed, year=2026)
        with pytest.raises(InputError, match="senare år"):
            agreements.follow_on(session, stamp=stamp, agreed=agreed, year=2025)


def test_a_party_that_goes_takes_its_figures_along(house: House) -> None:
    agreement, stamp = drafted(house), house.stamp()
    with house.database.transaction() as session:
        agreed = whole(session, agreement)
        ids = {name: party for party, name in agreed.party_names().items()}
        area = AreaPlan(AREA, key=Key.EQUAL, performer_id=ids["Norrmalm"], parts={ids["Kungsholmen"]: PartPlan()})
        agreements.save_area(session, stamp=stamp, agreed=agreed, plan=area, area=agreed.areas[0])
    with house.database.transaction() as session:
        plan = AgreementPlan(2026, "Ny", tuple(house.board_ids("Kungsholmen")))
        agreements.change_agreement(session, stamp=stamp, agreed=whole(session, agreement), plan=plan)
    with house.database.transaction(write=False) as session:
        left = whole(session, agreement)
        assert list(left.party_names().values()) == ["Kungsholmen"]
        assert (left.areas[0].performer_id, len(left.parts), len(left.cases)) == (None, 1, 1)


def test_who_is_no_party_can_neither_make_nor_see_an_agreement(house: House) -> None:
    mine, theirs = house.board_ids("Kungsholmen"), tuple(house.board_ids("Östermalm"))
    wrong = AgreementPlan(1900, "Annans", theirs, others=("Vasastan", "vasastan", "Norrmalm"))
    with pytest.raises(InputError) as refused, house.database.transaction() as session:
        agreements.create_agreement(session, stamp=house.stamp(), plan=wrong, mine=mine)
    assert [fault.field for fault in refused.value.faults] == ["year", "boards", "others", "others"]
    agreement = drafted(house)
    scope = Scope(1, "", frozenset({(Role.READER, theirs[0])}))
    with house.database.transaction(write=False) as session:
        assert agreements.agreement_seen(session, scope, agreement) is None
        assert agreements.all_seen(session, scope) == []
        assert agreements.without_agreement(session, scope, [], 2026) == ["Östermalm"]
