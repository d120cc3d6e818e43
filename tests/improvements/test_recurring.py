"""A closed area comes back by itself when a later round shows the same deviation, once, and with a trace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from audit.accounts.operations import known
from audit.improvements import operations
from audit.improvements.operations import Kind
from audit.improvements.rules import AreaStatus
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.rules import Given
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from tests.findings.test_observations import journalled
from tests.findings.told import CHILD, LAW, VIOLENCE, paper_round, words
from tests.improvements.told import judge, noted_area, the_area
from tests.support.house import House
from tests.support.remembered import remembered
from tests.support.reviewed import answered_review, distributed_round, review_id_of, signed_round

DEVIATION = ("nej", "Syns inte.")


@remembered
def closed_area(house: House, **plan: Any) -> int:
    """An area of 2014 that the clean sample of 2025 has closed. Gives its id."""
    area_id = noted_area(house, origin_round_id=paper_round(house), **plan)
    judge(house, area_id, AreaStatus.DONE, round_id=signed_round(house, year=2025, prefix="A"))
    return area_id


def next_year(house: House, *boards: str) -> int:
    """The round of 2026, all files given out and none begun. Gives its id."""
    return distributed_round(house, *boards, prefix="B")


def sign(house: House, round_id: int, position: int, *, board: str = "Kungsholmen", nej: str = "") -> int:
    """Answer Ja to everything in a file but to the question `nej`, and sign it."""
    house.clock.forward(minutes=10)
    answers = {nej: DEVIATION} if nej else {}
    return answered_review(house, round_id, board=board, position=position, answers=answers, sign=True)


def sign_again(house: House, review_id: int, value: str) -> None:
    """Change the answer on the children's situation in a file that was opened again, and sign it."""
    house.clock.forward(minutes=10)
    with house.database.transaction() as session:
        review, stamp = session.get_one(Review, review_id), house.stamp("granskare")
        version = reviews.answers_of(session, review_id)[CHILD].version
        given = Given(CHILD, value, "Rättat svar.", reason="Påhittat skäl.", base_version=version)
        assert isinstance(reviews.save_answer(session, stamp=stamp, review=review, given=given), reviews.Saved)
        reviews.sign_off(session, stamp=stamp, review=review)


def reopen(house: House, review_id: int) -> None:
    house.clock.forward(minutes=10)
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        reviews.reopen(session, stamp=house.stamp(), review=review, reason="Fel svar.")


def sign_the_rest(house: House, round_id: int) -> None:
    """Sign all files of the round but the first, without deviation."""
    for board, first in (("Kungsholmen", 2), ("Norrmalm", 1)):
        for position in range(first, 4):
            sign(house, round_id, position, board=board)


def test_the_first_signed_deviation_brings_it_back_once(house: House) -> None:
    area_id = closed_area(house)
    assert the_area(house, area_id).status is AreaStatus.DONE
    round_id = next_year(house)
    sign(house, round_id, 1)
    assert the_area(house, area_id).status is AreaStatus.DONE
    sign(house, round_id, 2, nej=CHILD)
    sign(house, round_id, 3, nej=CHILD)
    area = the_area(house, area_id)
    assert area.status is AreaStatus.RECURRED
    assert [(one.round_id, one.question_ids) for one in area.recurrences] == [(round_id, [CHILD])]
    (entry,) = journalled(house, "area:recurred")
    assert f'"questions":["{CHILD}"]' in entry


def test_it_is_seen_on_start_in_the_list_in_the_round_and_on_its_own_page(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id, client = closed_area(house), house.client("samordnare")
    assert "område tillbaka" not in words(client.get("/"))
    round_id = next_year(house)
    assert "Inga öppna områden följer med" in words(client.get(f"/forbattringsomraden/omgang/{round_id}"))
    sign(house, round_id, 1, nej=CHILD)
    assert "1 förbättringsområde tillbaka" in words(client.get("/"))
    back = words(client.get("/forbattringsomraden?visa=aterkommande"))
    assert "Barnperspektivet Kungsholmen, Norrmalm Återkommande återkommit 1 gång" in back
    of_round = words(client.get(f"/forbattringsomraden/omgang/{round_id}"))
    assert "1 av 1 område kvar att bedöma i den här omgången." in of_round
    assert "Området var stängt när omgången började." in of_round
    page = words(house.client("lasare").get(f"/forbattringsomraden/{area_id}"))
    assert "Samma avvikelse har setts igen sedan området stängdes." in page
    closed, again = page.index("Inga avvikelser i årets stickprov (0 av 6)"), page.index("Programmet öppnade det.")
    assert closed < again


def test_judging_it_answers_the_recurrence_and_keeps_the_history(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = closed_area(house)
    round_id = next_year(house)
    sign(house, round_id, 1, nej=CHILD)
    house.clock.forward(minutes=1)
    judge(house, area_id, AreaStatus.REMAINS, round_id=round_id)
    area = the_area(house, area_id)
    assert (area.status, len(area.recurred())) == (AreaStatus.REMAINS, 1)
    assert [one.kind for one in operations.life_of(area)] == [Kind.JUDGED, Kind.RECURRED, Kind.JUDGED]
    sign(house, round_id, 2, nej=CHILD)
    assert the_area(house, area_id).status is AreaStatus.REMAINS
    with house.database.transaction(write=False) as session:
        round_ = session.get_one(Round, round_id)
        standing = operations.carried_standing(session, round_=round_, board_ids=house.board_ids("Kungsholmen"))
    assert standing == (0, 1)


def test_opening_a_review_again_neither_doubles_it_nor_takes_it_away(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = closed_area(house)
    round_id = next_year(house)
    review_id = sign(house, round_id, 1, nej=CHILD)
    noted = the_area(house, area_id).recurrences
    reopen(house, review_id)
    assert the_area(house, area_id).recurrences == noted
    sign_again(house, review_id, "delvis")
    assert the_area(house, area_id).recurrences == noted
    assert len(journalled(house, "area:recurred")) == 1


def test_two_who_sign_at_once_bring_it_back_once(house: House) -> None:
    area_id, round_id = closed_area(house), next_year(house)
    house.clock.forward(minutes=10)
    first = answered_review(house, round_id, position=1, answers={CHILD: DEVIATION})
    with ThreadPoolExecutor() as other:
        with house.database.transaction() as session:
            review = session.get_one(Review, first)
            reviews.sign_off(session, stamp=house.stamp("granskare"), review=review)
            meanwhile = other.submit(
                answered_review, house, round_id, position=2, answers={CHILD: DEVIATION}, sign=True
            )
        meanwhile.result(timeout=60)
    assert len(the_area(house, area_id).recurrences) == 1
    assert len(journalled(house, "area:recurred")) == 1


def test_it_is_taken_back_when_the_finished_round_shows_nothing_after_all(house: House) -> None:
    area_id = closed_area(house)
    round_id = next_year(house)
    review_id = sign(house, round_id, 1, nej=CHILD)
    sign_the_rest(house, round_id)
    reopen(house, review_id)
    sign_again(house, review_id, "ja")
    area = the_area(house, area_id)
    assert (area.status, area.recurred()) == (AreaStatus.DONE, [])
    assert len(journalled(house, "area:recurrence_withdrawn")) == 1
    page = words(house.client("lasare").get(f"/forbattringsomraden/{area_id}"))
    assert "Ingen avvikelse finns kvar, så området är inte återkommande." in page
    reopen(house, review_id)
    sign_again(house, review_id, "delvis")
    assert the_area(house, area_id).status is AreaStatus.RECURRED
    assert len(journalled(house, "area:recurred")) == 2


def test_only_its_own_questions_and_boards_and_only_after_it_was_closed_count(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    own = closed_area(house)
    still_open = noted_area(house, title="Öppet", origin_round_id=paper_round(house))
    of_others = noted_area(house, "Östermalm", title="Östermalms", account="annan-samordnare")
    judge(house, of_others, AreaStatus.DONE, followed_on=date(2025, 1, 1), exception="Flyttat.")
    round_id = next_year(house)
    sign(house, round_id, 1, nej=LAW)
    assert the_area(house, own).status is AreaStatus.DONE
    sign(house, round_id, 2, nej=CHILD)
    assert the_area(house, own).status is AreaStatus.RECURRED
    assert the_area(house, still_open).recurrences == ()
    assert the_area(house, of_others).recurrences == ()


def test_a_round_that_a_new_draw_replaces_no_longer_brings_it_back(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = closed_area(house)
    round_id = next_year(house)
    sign(house, round_id, 1, nej=CHILD)
    with house.database.transaction() as session:
        rounds.redraw(session, stamp=house.stamp(), round_=session.get_one(Round, round_id), reason="Fel ram.")
    area = the_area(house, area_id)
    assert (area.status, area.recurred(), len(area.recurrences)) == (AreaStatus.DONE, [], 1)
    page = words(house.client("lasare").get(f"/forbattringsomraden/{area_id}"))
    assert "Räknas inte: omgången är ersatt av en ny dragning." in page


def test_closing_or_linking_after_the_fact_is_looked_at_too(house: House) -> None:
    area_id = closed_area(house, question_ids=(VIOLENCE,))
    round_id = next_year(house)
    sign(house, round_id, 1, nej=CHILD)
    client = house.client("samordnare")
    house.clock.forward(minutes=1)
    assert client.fill(f"/forbattringsomraden/{area_id}/andra", questions=[VIOLENCE, CHILD]).status_code == 302
    area = the_area(house, area_id)
    assert area.status is AreaStatus.RECURRED
    assert area.recurrences[0].question_ids == [CHILD]
    assert known(area.recurrences[0].id)


def test_a_closing_whose_sample_is_changed_says_so(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = closed_area(house)
    of_2025 = the_area(house, area_id).follow_ups[0].round_id
    assert of_2025
    review_id = review_id_of(house, of_2025)
    reopen(house, review_id)
    sign_again(house, review_id, "nej")
    page = words(house.client("samordnare").get(f"/forbattringsomraden/{area_id}"))
    assert "Stickprovet stöder inte längre att det är stängt: Det finns avvikelser:" in page
    assert the_area(house, area_id).recurrences == ()
