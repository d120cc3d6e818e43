"""What an analysis or plan says passes the secrecy check before it is adopted or taken out as a file."""

from sqlmodel import select

from audit.findings.rules.secrecy import Kind, Place, Watched, found_in
from audit.journal.models import JournalEntry
from audit.plans import operations as plans
from audit.reports import operations as reports
from tests.findings.told import words
from tests.plans.telling import CHILDREN, RISKS, analysis_drafted, plan_adopted
from tests.support.house import House

PERSON = "201701012393"  # published by Skatteverket for testing
ADOPTION = {"anta-by_role": "Nämnden", "anta-registry_number": "2026-12"}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASON = "Påhittat nummer i ett prov."


def pointed_at(house: House) -> int:
    """A draft whose first risk names a number, and whose second tells of few."""
    risks = (
        plans.RiskEntry(**{**vars(CHILDREN), "routine": f"Rutin efter {PERSON}."}),
        plans.RiskEntry(**{**vars(RISKS[1]), "ongoing": "Tre hushåll hade fått fel beslut."}),
        RISKS[2],
    )
    return analysis_drafted(house, risks=risks)


def test_a_number_and_a_small_count_are_pointed_out_and_need_a_reason_each(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    page = f"/intern-kontroll/riskanalys/{pointed_at(house)}"
    shown = words(client.get(page))
    assert f"»{PERSON}« i Rad 1" in shown
    assert "»Tre hushåll« i Rad 2" in shown
    assert "En akt" not in shown.partition("Sekretesskontrollen")[2]
    refused = client.fill(page, "Anta riskanalysen", **ADOPTION)
    assert refused.status_code == 422
    assert words(refused).count("Skriv varför det får stå, eller ändra texten.") >= 2
    _, fields = client.form(page, "Anta riskanalysen")
    reasons = {name: REASON for name in fields if name.startswith("anta-skal_")}
    assert len(reasons) == 2
    assert client.fill(page, "Anta riskanalysen", **ADOPTION, **reasons).status_code == 302
    with house.database.transaction(write=False) as session:
        entry = session.exec(select(JournalEntry).where(JournalEntry.action == "risk_analysis:adopted")).one()
        assert entry.sequence
    assert client.get(f"{page}/fil/xlsx").mimetype == EXCEL


def test_a_draft_is_taken_out_only_with_reasons_and_by_a_coordinator(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    page = f"/intern-kontroll/riskanalys/{pointed_at(house)}/fil/xlsx"
    assert "Hämta som Excel" in words(client.get(page))
    assert client.fill(page).status_code == 422
    _, fields = client.form(page)
    taken = client.fill(page, **{name: REASON for name in fields if name.startswith("skal_")})
    assert taken.mimetype == EXCEL
    reader = words(house.client("lasare").get(page))
    assert "En samordnare tar ställning" in reader
    assert PERSON not in reader
    with house.database.transaction(write=False) as session:
        told = select(JournalEntry).where(JournalEntry.action == "plan_document:taken_out")
        assert len(session.exec(told).all()) == 1


def test_the_boards_own_words_and_its_cases_are_looked_for_and_nothing_is_asked_where_nothing_is_found(
    house_on_sqlite: House,
) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    plan = plan_adopted(house)
    assert client.get(f"/intern-kontroll/plan/{plan}/fil/xlsx").mimetype == EXCEL
    with house.database.transaction() as session:
        reports.add_words(session, stamp=house.stamp(), board_id=house.boards["Kungsholmen"], text="Barnets situation")
    page = f"/intern-kontroll/riskanalys/{analysis_drafted(house, year=2027, risks=())}"
    assert "»Barnets situation« i Rad 1" in words(client.get(page))


def test_a_count_of_one_is_an_article_where_no_sample_is_told_of() -> None:
    place = Place("1", "Rad 1", "risk")
    found = found_in([(place, "En akt kommer bort. Ett ensamstående hushåll, två barn.")], Watched(small=5))
    assert [(hit.kind, hit.found) for hit in found] == [
        (Kind.SMALL, "Ett ensamstående hushåll"),
        (Kind.SMALL, "två barn"),
    ]
