"""A section's versions on their pages: compared, brought back, marked where figures have changed, last year beside."""

import pytest
from sqlmodel import select

from audit.accounts.models import SignInSession
from audit.reports import operations
from audit.reports.operations import Written
from audit.rounds.models import Round
from tests.reports.told import QUOTATION, paper_year
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of
from tests.support.reviewed import answered_review, distributed_round
from tests.support.story import drawn_round

SECTION = "/omgangar/{}/rapport/avsnitt/{}"


@pytest.fixture
def round_id(house_on_sqlite: House) -> int:
    return drawn_round(house_on_sqlite)


def where(round_id: int, section: str = "bakgrund", rest: str = "") -> str:
    return SECTION.format(round_id, section) + rest


def shown(client: PageClient, address: str) -> str:
    return text_of(parse(client.get(address)).find(".//main")).replace("\N{NO-BREAK SPACE}", " ")


def texts(house: House, round_id: int, section: str = "bakgrund") -> list[str]:
    with house.database.transaction(write=False) as session:
        return [version.text for version in operations.versions(session, round_id=round_id, section=section)]


def test_versions_are_compared_word_by_word_and_marked_by_more_than_colour(
    house_on_sqlite: House, round_id: int
) -> None:
    client = house_on_sqlite.client("samordnare")
    for text in ("En äldre text om akterna.", "En nyare text om akterna.", "Något helt annat."):
        client.fill(where(round_id), text=text)
    page = parse(client.get(where(round_id, rest="/versioner?fran=1&till=2")))
    [comparison] = [each for each in page.iter("div") if each.get("class") == "difference"]
    assert [text_of(each) for each in comparison.iter("del")] == ["[borttaget: äldre]"]
    assert [text_of(each) for each in comparison.iter("ins")] == ["[tillagt: nyare]"]
    assert "Från version 1 till version 2: 1 ord borta, 1 ord till." in shown(
        client, where(round_id, rest="/versioner?fran=1&till=2")
    )
    assert "Från version 2 till version 3" in shown(client, where(round_id, rest="/versioner?fran=99&till=x"))


def test_the_first_version_is_compared_with_the_proposal(house_on_sqlite: House, round_id: int) -> None:
    client = house_on_sqlite.client("samordnare")
    assert "Ingen har ändrat det än" in shown(client, where(round_id, rest="/versioner"))
    client.fill(where(round_id), text="Egen text.")
    assert "Från förslaget till version 1" in shown(client, where(round_id, rest="/versioner"))


def test_an_older_version_comes_back_as_a_new_one(house_on_sqlite: House, round_id: int) -> None:
    client = house_on_sqlite.client("samordnare")
    for text in ("Den första.", "Den andra."):
        client.fill(where(round_id), text=text)
    assert client.fill(where(round_id, rest="/versioner"), "Ta tillbaka version 1").status_code == 302
    assert texts(house_on_sqlite, round_id) == ["Den första.", "Den andra.", "Den första."]
    assert "från version 1" in shown(client, where(round_id, rest="/versioner"))


def test_bringing_back_never_writes_over_somebody_else(house_on_sqlite: House, round_id: int) -> None:
    first, second = house_on_sqlite.client("samordnare"), house_on_sqlite.client("samordnare")
    for text in ("Den första.", "Den andra."):
        first.fill(where(round_id), text=text)
    action, fields = second.form(where(round_id, rest="/versioner"), "Ta tillbaka version 1")
    first.fill(where(round_id), text="Den tredje.")
    answer = second.post(action, data=fields)
    assert answer.status_code == 422
    assert "Det som skiljer din text från den sparade" in text_of(parse(answer).find(".//main"))
    assert texts(house_on_sqlite, round_id)[0] == "Den tredje."


def test_a_figure_that_changes_after_the_text_was_written_is_marked(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, drawn_round_with_reviews(house_on_sqlite)
    client = house.client("samordnare")
    client.fill(
        where(round_id, "sammanfattning"), text="Hittills är 1 av 6 akter färdiggranskade, och allt ser bra ut."
    )
    assert "har ändrats sedan texten skrevs" not in shown(client, f"/omgangar/{round_id}/rapport")
    answered_review(house, round_id, board="Kungsholmen", position=2, sign=True)
    report = shown(client, f"/omgangar/{round_id}/rapport")
    assert "1 siffra har ändrats sedan texten skrevs" in report
    page = shown(client, where(round_id, "sammanfattning"))
    assert "Granskade: 2 av 6 var 1 av 6 när texten skrevs – den gamla siffran står i texten" in page
    client.fill(where(round_id, "sammanfattning"), text="Hittills är 2 av 6 akter färdiggranskade.")
    assert "har ändrats sedan texten skrevs" not in shown(client, f"/omgangar/{round_id}/rapport")


def drawn_round_with_reviews(house: House) -> int:
    round_id = distributed_round(house)
    answered_review(house, round_id, board="Kungsholmen", position=1, sign=True)
    return round_id


def test_last_years_text_stands_beside(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    before = drawn_round(house, year=2025, prefix="F-")
    with house.database.transaction() as session:
        operations.save_text(
            session,
            stamp=house.stamp(),
            round_=session.get_one(Round, before),
            section="bakgrund",
            written=Written("Så skrev vi förra året."),
            seen=0,
        )
    page = shown(house.client("samordnare"), where(drawn_round(house)))
    assert "Aktgranskning 2025, version 1, inte publicerad Så skrev vi förra året." in page


def test_what_a_paper_year_s_document_says_stands_beside(house_on_sqlite: House) -> None:
    paper_year(house_on_sqlite)
    page = shown(house_on_sqlite.client("samordnare"), where(drawn_round(house_on_sqlite), "synpunkter"))
    assert f"Internkontroll 2014, ur granskningens dokument Dokumentets omdömen:»{QUOTATION}« (" in page


def test_a_text_of_the_greatest_length_is_kept_as_typed_and_a_longer_one_refused_in_words(
    house_on_sqlite: House, round_id: int
) -> None:
    client = house_on_sqlite.client("samordnare")
    piece = "{{ 7*7 }} {% x %} <b>fet</b> #set text(red) $x$ 😀 "
    # Whoever reads the page back takes long over signs, not over letters.
    typed = (f"{piece}{'Några ord till. ' * 120}" * 110)[:200_000].strip()
    assert client.fill(where(round_id), text=typed).status_code == 302
    assert texts(house_on_sqlite, round_id) == [typed]
    assert typed in shown(client, f"/omgangar/{round_id}/rapport")
    answer = client.fill(where(round_id), text=f"{typed} och lite till som är för mycket")
    assert answer.status_code == 422
    assert "Texten får vara högst 200000 tecken lång." in text_of(parse(answer))
    assert client.get(where(round_id, rest="/versioner")).status_code == 200
    assert client.get(f"/omgangar/{round_id}/rapport/publicera").status_code == 200


def test_what_was_typed_when_the_session_ended_is_shown_again_after_signing_in(
    house_on_sqlite: House, round_id: int
) -> None:
    house = house_on_sqlite
    client = house.client("samordnare")
    action, fields = client.form(where(round_id))
    with house.database.transaction() as session:
        for each in session.exec(select(SignInSession)):
            each.ended_at = house.clock()
    answer = client.post(action, data={**fields, "text": "En lång text som inte får försvinna."})
    assert answer.status_code == 401
    kept = [field.get("value") for field in parse(answer).iter("input") if field.get("name") == "kept"]
    assert "En lång text som inte får försvinna." in kept[0]
