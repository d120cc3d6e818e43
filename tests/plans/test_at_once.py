"""Two who write to the same draft at the same moment: what is adopted is what was judged, and nothing is half done."""

from dataclasses import replace

from sqlmodel import Session

from audit.accounts.operations import known
from audit.plans import operations as plans
from audit.plans.operations import SeenRisk
from tests.findings.told import words
from tests.plans.telling import CHILDREN, analysis, analysis_drafted
from tests.plans.test_secrecy import ADOPTION, PERSON
from tests.support.at_once import at_once, filled
from tests.support.house import House

ROOT = "/intern-kontroll"


def test_what_is_written_while_an_analysis_is_adopted_is_looked_through_first(house_on_postgresql: House) -> None:
    house, analysis_id = house_on_postgresql, analysis_drafted(house_on_postgresql)
    entry = replace(CHILDREN, routine=f"Rutin efter {PERSON}.")

    def write(session: Session) -> None:
        of = analysis(session, analysis_id)
        plans.save_risk(session, stamp=house.stamp(), analysis=of, entry=entry, risk=of.risks[0])

    adopting = filled(house.client("samordnare"), f"{ROOT}/riskanalys/{analysis_id}", "Anta riskanalysen", **ADOPTION)
    (adopted,) = at_once(house, write, adopting)
    assert adopted.status_code == 422
    assert "Skriv varför det får stå, eller ändra texten." in words(adopted)


def test_a_row_or_a_draft_that_is_gone_meanwhile_is_told_in_words(house_on_postgresql: House) -> None:
    house, analysis_id = house_on_postgresql, analysis_drafted(house_on_postgresql)
    with house.database.transaction(write=False) as session:
        risk_id = known(analysis(session, analysis_id).risks[1].id)

    def remove(session: Session) -> None:
        of = analysis(session, analysis_id)
        plans.remove_risk(session, stamp=house.stamp(), seen=SeenRisk(of, of.risks[1]))

    def discard(session: Session) -> None:
        plans.discard(session, stamp=house.stamp(), of=analysis(session, analysis_id))

    changing = filled(house.client("samordnare"), f"{ROOT}/risk/{risk_id}", process="Betala ut")
    (changed,) = at_once(house, remove, changing)
    assert changed.status_code == 409
    assert "Någon annan hann före" in words(changed)
    assert "Betala ut" in words(changed), "what was typed is not lost"
    adopting = filled(house.client("samordnare"), f"{ROOT}/riskanalys/{analysis_id}", "Anta riskanalysen", **ADOPTION)
    (adopted,) = at_once(house, discard, adopting)
    assert adopted.status_code == 409
