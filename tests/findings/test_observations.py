"""A coordinator sees the deviations, writes observations on them, changes them and takes them away."""

import pytest
from sqlmodel import select

from audit.findings import operations
from audit.findings.models import Observation, ObservationEvidence
from audit.findings.operations import Draft
from audit.findings.rules import Severity
from audit.journal.models import JournalContent, JournalEntry
from audit.reviews import operations as reviews
from audit.reviews.models import Answer, Review
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import InputError, ReplacementReason
from tests.findings.told import CHILD, LAW, SECRET, VIOLENCE, case_ids, finding, observed, paper_round, reviewed, words
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, signed_round


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def journalled(house: House, action: str) -> list[str]:
    with house.database.transaction(write=False) as session:
        entries = session.exec(select(JournalEntry.sequence).where(JournalEntry.action == action))
        return [session.get_one(JournalContent, sequence).content for sequence in entries]


def test_deviations_are_compiled_per_question_and_board_with_counts_first(house_on_each: House) -> None:
    house = house_on_each
    page = words(house.client("samordnare").get(f"/iakttagelser/omgang/{reviewed(house)}"))
    assert "6 av 6 akter är signerade. Avvikelser finns i 2 av 25 frågor." in page
    kungsholmen, norrmalm = "Kungsholmen 0 av 2 1 1 1 0 3 5–39 av 40", "Norrmalm 2 av 3 0 1 0 0 3 1–35 av 40"
    assert f"{kungsholmen} {norrmalm} Tillsammans 2 av 5 1 2 1 0 6 5–75 av 80" in page
    assert page.count(SECRET) == 3
    assert "23 frågor utan avvikelser" in page


def test_a_coordinators_look_at_single_answers_is_in_the_journal(house: House) -> None:
    round_id = reviewed(house)
    house.client("lasare").get(f"/iakttagelser/omgang/{round_id}")
    assert journalled(house, "answers:viewed") == []
    house.client("samordnare").get(f"/iakttagelser/omgang/{round_id}")
    (entry,) = journalled(house, "answers:viewed")
    assert '"page":"iakttagelser"' in entry
    assert entry.count("KUN-") == 2


def test_only_signed_reviews_count(house_on_each: House) -> None:
    house = house_on_each
    round_id = distributed_round(house)
    client = house.client("samordnare")
    assert "Ingen av 6 akter är signerad än." in words(client.get(f"/iakttagelser/omgang/{round_id}"))
    answered_review(house, round_id, answers={CHILD: ("nej", SECRET)})
    assert "Ingen av 6 akter" in words(client.get(f"/iakttagelser/omgang/{round_id}"))
    answered_review(house, round_id, position=2, answers={CHILD: ("nej", SECRET)}, sign=True)
    page = words(client.get(f"/iakttagelser/omgang/{round_id}"))
    assert "1 av 6 akter är signerade. Bara de räknas här" in page
    assert "Kungsholmen 0 av 1 0 1 0 0 1" in page
    assert "Norrmalm – inget granskat" in page


def test_other_rooms_get_the_same_deviations(house_on_each: House) -> None:
    house = house_on_each
    round_id = reviewed(house)
    with house.database.transaction(write=False) as session:
        found = operations.deviations(session, round_id=round_id, board_ids=house.board_ids("Norrmalm"))
    assert [result.question.id for result in found] == [CHILD, VIOLENCE]
    assert all(answer.board_id == house.boards["Norrmalm"] for result in found for answer in result.answers)


def test_a_missing_file_is_a_deviation_of_its_own(house_on_each: House) -> None:
    house = house_on_each
    round_id = distributed_round(house)
    with house.database.transaction() as session:
        unit = rounds.in_use(session, round_id, house.board_ids("Norrmalm"))[0]
        rounds.replace_unit(session, stamp=house.stamp(), unit=unit, reason=ReplacementReason.FILE_MISSING)
        lost = unit.unit_id
    page = words(house.client("samordnare").get(f"/iakttagelser/omgang/{round_id}"))
    assert f"Norrmalm: 1 av 4 akter i urvalet gick inte att hitta ({lost})" in page
    assert lost not in words(house.client("lasare").get(f"/iakttagelser/omgang/{round_id}"))
    sent = house.client("samordnare").fill(f"/iakttagelser/omgang/{round_id}/ny?saknade=1")
    assert sent.status_code == 302
    assert "Norrmalm: 1 av 4 akter i urvalet gick inte att hitta." in finding(house, round_id, 1).observation.seen


def test_a_proposal_fills_in_the_observation(house: House) -> None:
    round_id, client = reviewed(house), house.client("samordnare")
    page = words(client.get(f"/iakttagelser/omgang/{round_id}"))
    assert "Barnperspektiv 3 avvikelser i 1 fråga. Allvarligast: Väsentlig" in page
    assert "Våld i nära relation 1 avvikelse i 1 fråga, bara i Norrmalm." in page
    sent = client.fill(f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}", recommendation="Inför en rubrik.")
    assert sent.status_code == 302
    noted = finding(house, round_id, 1)
    assert noted.observation.title == "Barnperspektiv"
    assert "Kungsholmen: Nej eller Delvis i 2 av 2" in noted.observation.seen.replace("\N{NO-BREAK SPACE}", " ")
    assert noted.observation.severity is Severity.MATERIAL
    assert (noted.question_ids, len(noted.answer_ids), noted.observation.shared_at) == ((CHILD,), 3, None)
    after = words(client.get(f"/iakttagelser/omgang/{round_id}"))
    assert "Barnperspektiv 3 avvikelser" not in after
    assert "Våld i nära relation 1 avvikelse" in after


def test_a_proposal_of_one_board_concerns_that_board(house: House) -> None:
    round_id, norrmalm = reviewed(house), house.boards["Norrmalm"]
    house.client("samordnare").fill(f"/iakttagelser/omgang/{round_id}/ny?fraga={VIOLENCE}&namnd={norrmalm}")
    assert finding(house, round_id, 1).observation.board_id == norrmalm


def test_what_was_typed_is_kept_when_something_is_missing(house: House) -> None:
    round_id = reviewed(house)
    sent = house.client("samordnare").fill(
        f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}", title="   ", assessment="Barnen ska synas."
    )
    assert sent.status_code == 422
    assert "Rubrik: Skriv en rubrik." in words(sent)
    assert "Barnen ska synas." in words(sent)
    with house.database.transaction(write=False) as session:
        assert session.exec(select(Observation)).all() == []


def test_an_observation_names_no_case(house: House) -> None:
    round_id = reviewed(house)
    case_id = case_ids(house, round_id)[0]
    sent = house.client("samordnare").fill(
        f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}", assessment=f"Särskilt i {case_id.lower()}."
    )
    assert sent.status_code == 422
    assert f"Bedömning: Texten nämner ärende {case_id}." in words(sent)


def test_an_answer_of_another_board_is_no_evidence(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = reviewed(house), house.client("samordnare")
    address = f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}"
    sent = client.fill(address, board=str(house.boards["Norrmalm"]))
    assert sent.status_code == 422
    assert "Iakttagelsen gäller bara Norrmalm." in words(sent)


def test_only_deviating_answers_of_the_round_can_be_chosen(house: House) -> None:
    round_id = reviewed(house)
    other = signed_round(house, "Östermalm", answers={("Östermalm", 1, LAW): ("nej", "Fel lag.")}, prefix="X")
    with house.database.transaction(write=False) as session:
        given = reviews.given_answers(session, round_id=other)
    foreign = next(answer.answer_id for answer in given if answer.value == "nej")
    draft = Draft("Rubrik", "Sett", Severity.MINOR, answer_ids=(foreign,))
    with house.database.transaction() as session, pytest.raises(InputError, match="Ett svar har ändrats"):
        operations.write_observation(session, stamp=house.stamp(), round_=session.get_one(Round, round_id), draft=draft)


def test_the_question_of_a_chosen_answer_is_linked_by_itself(house: House) -> None:
    round_id = reviewed(house)
    with house.database.transaction() as session:
        answer = session.exec(select(Answer.id).where(Answer.question_id == VIOLENCE, Answer.value == "nej")).one()
        draft = Draft("Rubrik", "Sett", Severity.MINOR, answer_ids=(answer or 0,))
        round_ = session.get_one(Round, round_id)
        operations.write_observation(session, stamp=house.stamp(), round_=round_, draft=draft)
    assert finding(house, round_id, 1).question_ids == (VIOLENCE,)


def test_a_double_click_writes_one_observation(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = reviewed(house), house.client("samordnare")
    action, fields = client.form(f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}")
    first, second = (client.post(action, data=fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    with house.database.transaction(write=False) as session:
        assert len(session.exec(select(Observation)).all()) == 1


def test_a_change_is_journalled_with_what_it_said_before(house_on_each: House) -> None:
    house = house_on_each
    round_id = reviewed(house)
    observation_id = observed(house, round_id)
    sent = house.client("samordnare").fill(f"/iakttagelser/{observation_id}/andra", title="Barnen syns inte")
    assert sent.status_code == 302
    changed = finding(house, round_id, observation_id)
    assert (changed.observation.title, changed.question_ids) == ("Barnen syns inte", (CHILD,))
    (entry,) = journalled(house, "observation:changed")
    assert '"title":"Barnperspektivet"' in entry


def test_an_observation_can_be_taken_away_before_it_is_shared(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = reviewed(house), house.client("samordnare")
    client.fill(f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}")
    assert "tas bort för gott" in words(client.get("/iakttagelser/1/ta-bort"))
    assert client.fill("/iakttagelser/1/ta-bort").status_code == 302
    with house.database.transaction(write=False) as session:
        assert session.exec(select(Observation)).all() == []
        assert session.exec(select(ObservationEvidence)).all() == []
        assert len(session.exec(select(Review)).all()) == 6
    (entry,) = journalled(house, "observation:removed")
    assert '"title":"Barnperspektiv"' in entry


def test_a_round_on_paper_says_why_there_is_nothing_to_compile(house: House) -> None:
    paper = paper_round(house)
    assert "bara på papper" in words(house.client("samordnare").get(f"/iakttagelser/omgang/{paper}"))
