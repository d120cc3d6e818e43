"""A round of estates or payments is told in its own words on every page, not in those of case files and households."""

import re
from collections.abc import Iterator

import pytest

from audit.registers.rules import RegisterKind
from tests.improvements.told import noted_area
from tests.support.house import House
from tests.support.pages import parse
from tests.support.reviewed import distributed_round, review_id_of, signed_round

WRONG = re.compile(r"\b(akt(en|er|erna|ens|ernas|granskning\w*)?|hushåll\w*|barn\w*)\b", re.IGNORECASE)
# What lies beside the reviewer is a file whatever is reviewed, and a comment says where in it something stands.
THE_FILE = re.compile(
    r"(i|efter|registret och|register och|eller plats i) akt(en)?\b|akten säger|akten saknas|om akten", re.IGNORECASE
)
# The check before publishing and a flag are worded alike for all: a concern for a child may be met anywhere.
OF_ALL_KINDS = ("/rapport/publicera", "/flagga")


def addresses(house: House, round_id: int, review_id: int) -> Iterator[str]:
    """Every page whose address is a round's, a review's or one of a round's boards."""
    values = {"round_id": round_id, "review_id": review_id, "board_id": house.boards["Kungsholmen"]}
    for rule in house.app.url_map.iter_rules():
        of_the_round = {"round_id", "review_id"} & rule.arguments and rule.arguments <= set(values)
        if "GET" in (rule.methods or ()) and of_the_round and not rule.rule.endswith(OF_ALL_KINDS):
            built = rule.build({name: values[name] for name in rule.arguments})
            assert built
            yield built[1]


BESIDE_THE_ROUNDS = ("/", "/granskning", "/forbattringsomraden", "/kommunicering")


@pytest.mark.parametrize("kind", [RegisterKind.ESTATES, RegisterKind.PAYMENTS])
def test_start_and_lists_speak_of_what_is_reviewed_where_no_case_file_is(
    house_on_sqlite: House, kind: RegisterKind
) -> None:
    house = house_on_sqlite
    distributed_round(house, kind=kind, size=1, reserves=1)
    for account in ("samordnare", "granskare", "enhetschef"):
        client = house.client(account)
        for address in BESIDE_THE_ROUNDS:
            answer = client.get(address)
            if answer.status_code == 200:
                said = THE_FILE.sub("", " ".join("".join(parse(answer).find(".//main").itertext()).split()))
                assert WRONG.findall(said) == [], (account, address)


def test_an_area_is_judged_only_in_rounds_that_ask_what_it_is_about(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    noted_area(house)
    payments = distributed_round(house, kind=RegisterKind.PAYMENTS, size=1, reserves=1)
    cases = distributed_round(house, size=1, reserves=1)
    client = house.client("samordnare")
    page = "/forbattringsomraden/omgang/{}"
    assert "Inga öppna områden följer med" in client.get(page.format(payments)).text
    assert "1 område kvar att bedöma" in client.get(page.format(cases)).text.replace("\N{NO-BREAK SPACE}", " ")
    choice = client.get("/forbattringsomraden/1/folj-upp").text
    assert f"omgang={payments}" not in choice
    assert client.get(f"/forbattringsomraden/1/folj-upp?omgang={payments}").status_code == 404


@pytest.mark.parametrize("kind", [RegisterKind.ESTATES, RegisterKind.PAYMENTS])
def test_every_page_of_the_round_uses_its_own_words(house_on_sqlite: House, kind: RegisterKind) -> None:
    house, round_id = house_on_sqlite, signed_round(house_on_sqlite, kind=kind, size=1, reserves=1)
    review_id, shown, foreign = review_id_of(house, round_id), 0, {}
    for account in ("samordnare", "granskare"):
        client = house.client(account)
        for address in addresses(house, round_id, review_id):
            answer = client.get(address)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            shown += 1
            said = THE_FILE.sub("", " ".join("".join(parse(answer).find(".//main").itertext()).split()))
            if found := [said[max(0, one.start() - 40) : one.end() + 40] for one in WRONG.finditer(said)]:
                foreign[address] = found
    assert foreign == {}
    assert shown > 25


def test_the_day_of_death_selects_the_law(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, distributed_round(house_on_sqlite, kind=RegisterKind.ESTATES, size=1, reserves=1)
    desk = house.client("granskare").get(f"/granskning/{review_id_of(house, round_id)}").text
    died = re.search(r"<dt>Avliden</dt><dd>([0-9-]+)", desk)
    assert died
    assert f"Lagrum som gällde {died[1]}" in desk
