"""A round that is a control of the plan says so, the plan leads to the round, and each only for those who may see."""

from audit.plans.rules import Period
from tests.findings.told import words
from tests.plans.telling import MOMENT, judged, plan_adopted
from tests.support.house import House
from tests.support.reviewed import signed_round


def test_the_round_tells_which_control_it_is_with_its_result_and_the_plan_leads_back(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, plan = signed_round(house, size=1, reserves=1), plan_adopted(house)
    reader, page = house.client("lasare"), f"/omgangar/{round_id}"
    shown = reader.get(page)
    assert f"Internkontrollplan 2026, Kungsholmen: {MOMENT}. Inte bedömd än" in words(shown)
    assert f"/intern-kontroll/plan/{plan}" in shown.text
    assert f'href="{page}"' in reader.get(f"/intern-kontroll/plan/{plan}").text
    judged(house, plan, Period.T2)
    assert "T2 Se uppföljningen" in words(reader.get(page))
    assert "I internkontrollplanen" not in words(house.client("granskare").get(page))
