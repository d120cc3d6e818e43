"""What helps a reviewer's hand: all areas on a page, where in the file it is seen, and numbers that are pointed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.registers.models import RegisterUnit
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.rules import Content
from audit.reviews.rules.evidence import joined, parted, tidy_day
from audit.rounds.models import SampleUnit
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of
from tests.support.reviewed import distributed_round, review_id_of

Q, LAST = "application_on_file", "journal_continuous"
# Published by Skatteverket for testing; no person has it.
PERSON = "20170101-2393"


def kept(house: House, review_id: int) -> dict[str, Content]:
    with house.database.transaction(write=False) as session:
        return operations.contents(operations.answers_of(session, review_id).values())


def main_of(page: PageClient, address: str) -> str:
    return text_of(parse(page.get(address)).find(".//main"))


def test_all_areas_stand_on_one_page_and_are_saved_by_one_button(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    address = f"/granskning/{review_id}?omrade=alla"
    tree = parse(page.get(address))
    assert len(tree.findall(".//article[@data-question]")) == 25
    asked = [field.get("name") for field in tree.iter("select") if str(field.get("name")).startswith("svar-uppgift")]
    assert len(asked) == len(set(asked))
    answer = page.fill(address, **{f"svar-{Q}": "ja", f"svar-{LAST}": "nej", f"kommentar-{LAST}": "Luckor i maj."})
    assert answer.location.endswith("omrade=alla")
    assert kept(house, review_id) == {Q: Content("ja"), LAST: Content("nej", "Luckor i maj.")}
    assert page.fill(address, vidare="ja").location.endswith("/signera")


def test_the_day_in_the_journal_and_the_page_have_fields_of_their_own(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    page.fill(f"/granskning/{review_id}", **{f"svar-{Q}": "ja", f"dag-{Q}": "260314", f"akt-{Q}": "s. 7"})
    assert kept(house, review_id)[Q].evidence == "2026-03-14, s. 7"
    fields = page.form(f"/granskning/{review_id}?omrade=ansokan")[1]
    assert (fields[f"dag-{Q}"], fields[f"akt-{Q}"]) == ("2026-03-14", "s. 7")
    page.fill(f"/granskning/{review_id}?omrade=ansokan")
    with house.database.transaction(write=False) as session:
        assert operations.answers_of(session, review_id)[Q].version == 1, "sending it again changes nothing"


@pytest.mark.parametrize(("button", "left"), [("sokanden", "Om sökanden."), ("ersatt", "Om [personnummer].")])
def test_a_personnummer_is_pointed_out_and_can_be_replaced_without_script(
    house_on_sqlite: House, button: str, left: str
) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    page.fill(f"/granskning/{review_id}", **{f"svar-{Q}": "nej", f"kommentar-{Q}": f"Om {PERSON}."})
    assert kept(house, review_id)[Q].comment == f"Om {PERSON}.", "it is never refused"
    address = f"/granskning/{review_id}?omrade=ansokan"
    assert f"ett personnummer ({PERSON})" in main_of(page, address)
    page.fill(address, **{f"byt-{Q}": button})
    assert kept(house, review_id)[Q].comment == left
    assert "personnummer (" not in main_of(page, address)


def test_the_script_is_told_at_once(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    csrf = page.form(f"/granskning/{review_id}")[1]["csrf_token"]

    def save(comment: str, version: int) -> dict[str, str] | None:
        data = {"fraga": Q, "svar": "nej", "kommentar": comment, "version": str(version)}
        answer = page.post(f"/granskning/{review_id}/svar", data=data, headers={"X-CSRFToken": csrf})
        assert answer.status_code == 200
        found: dict[str, str] | None = answer.get_json()["pointed"]
        return found

    pointed = save(f"Ring {PERSON}, 070-123 45 67.", 0)
    assert pointed
    assert pointed["replaced"] == "Ring [personnummer], [telefonnummer]."
    assert save("2026-03-14, 1 870,00 kr, ärende 2026-00412.", 1) is None


def test_a_code_that_only_the_register_knows_is_said_in_its_words(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    with house.database.transaction() as session:
        unit = session.get_one(SampleUnit, session.get_one(Review, review_id).sample_unit_id)
        row = session.get_one(RegisterUnit, unit.register_unit_id)
        row.content = {**row.content, "forsorjningshinder": "social_medicinska"}
    page, desk = house.client("granskare"), f"/granskning/{review_id}"
    for address in (f"{desk}/blankett", f"{desk}?omrade=alla"):
        text = main_of(page, address)
        assert "social_medicinska" not in text
        assert "Försörjningshinder" in text
    assert "Försörjningshinder: Socialmedicinska skäl (registret)" in main_of(page, f"{desk}/blankett")


def test_a_blank_checklist_asks_what_may_concern_the_file_and_names_nobody(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    page = house.client("granskare")
    page.fill(f"/granskning/{review_id}", **{f"svar-{Q}": "nej", f"kommentar-{Q}": "Saknas i mars."})
    text = main_of(page, f"/granskning/{review_id}/blankett")
    assert "Finns en ansökan för den granskade perioden i akten?" in text
    assert "Ej aktuellt" in text
    assert "Saknas i mars." not in text, "no answers stand on it"
    assert "Granskare" not in text.replace("Granskningsmall", "")
    whole = main_of(page, f"/granskning/omgang/{round_id}/blankett")
    assert "Finns en ansökan för den granskade perioden i akten?" in whole
    assert house.client("annan-granskare").get(f"/granskning/{review_id}/blankett").status_code == 404
    assert house.client("annan-granskare").get(f"/granskning/omgang/{round_id}/blankett").status_code == 404


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("260314", "2026-03-14"),
        ("20260314", "2026-03-14"),
        ("2026-03-14", "2026-03-14"),
        ("2026.03.14", "2026-03-14"),
        ("260230", "260230"),
        ("i mars", "i mars"),
        ("", ""),
    ],
)
def test_a_day_is_read_as_a_hand_writes_it(typed: str, day: str) -> None:
    assert tidy_day(typed) == day


@given(st.text(max_size=30), st.text(max_size=30))
def test_where_it_is_seen_comes_back_as_it_was_kept(day: str, place: str) -> None:
    text = joined(day, place)
    assert joined(*parted(text)) == text
