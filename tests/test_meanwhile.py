"""Two who edit the same text at once: nobody writes over what somebody else has saved without having seen it."""

from datetime import date

from sqlmodel import Session, select

from audit.findings import operations as findings
from audit.findings.models import Observation
from audit.findings.operations import Talk
from audit.findings.operations.writing import held
from audit.journal.models import JournalEntry
from audit.rounds.models import Round
from audit.web.transactions import one_at_a_time
from tests.findings.told import observed, reviewed, words
from tests.plans.telling import BY_HAND, control_of, plan_adopted
from tests.support.at_once import at_once, filled
from tests.support.house import House
from tests.support.pages import parse
from tests.support.story import planned_round

MINE, OTHERS = "Inför en rubrik om barnen.", "Gå igenom mallen med alla."


def recommended(house: House, observation_id: int) -> str:
    with house.database.transaction(write=False) as session:
        return session.get_one(Observation, observation_id).recommendation


def changes(house: House, action: str) -> int:
    with house.database.transaction(write=False) as session:
        return len(session.exec(select(JournalEntry).where(JournalEntry.action == action)).all())


def test_what_somebody_else_saved_is_shown_beside_what_was_typed(house: House) -> None:
    observation_id = observed(house, reviewed(house))
    address, client = f"/iakttagelser/{observation_id}/andra", house.client("samordnare")
    mine = filled(client, address, recommendation=MINE)
    house.clock.forward(minutes=5)
    assert house.client("samordnare").fill(address, recommendation=OTHERS, title="Barnen").status_code == 302
    answer = mine()
    assert answer.status_code == 409
    assert recommended(house, observation_id) == OTHERS
    said, page = words(answer), parse(answer)
    assert "Någon annan har sparat under tiden" in said
    assert "sparade 2026-09-01 10:05. Inget är överskrivet" in said
    facts = page.find(".//main//form//dl[@class='facts']")
    assert [name.text_content() for name in facts.iter("dt")] == ["Rubrik", "Rekommendation"], "only what differs"
    assert [text.text_content() for text in facts.iter("dd")] == ["Barnen", OTHERS]
    assert page.get_element_by_id("recommendation").text == MINE, "what was typed stands in the form"
    ids = {element.get("id") for element in page.iter() if isinstance(element.tag, str)}
    assert {link.get("href").removeprefix("#") for link in facts.iter("a")} <= ids


def test_mine_may_be_saved_anyhow_or_the_others_kept(house: House) -> None:
    observation_id = observed(house, reviewed(house))
    address, client = f"/iakttagelser/{observation_id}/andra", house.client("samordnare")
    mine = filled(client, address, recommendation=MINE)
    house.client("samordnare").fill(address, recommendation=OTHERS)
    collided = parse(mine())
    (keep,) = [link for link in collided.iter("a") if link.text_content() == "Behåll det som är sparat"]
    shown = parse(client.get(keep.get("href")))
    assert shown.get_element_by_id("recommendation").text == OTHERS
    (form,) = [each for each in collided.findall(".//main//form") if "Spara det jag skrev" in each.text_content()]
    fields = dict(form.form_values())
    assert client.post(address, data=fields).status_code == 302
    assert recommended(house, observation_id) == MINE


def test_one_who_saves_once_more_is_told_of_what_was_saved_after_that(house: House) -> None:
    observation_id = observed(house, reviewed(house))
    address, client = f"/iakttagelser/{observation_id}/andra", house.client("samordnare")
    mine = filled(client, address, recommendation=MINE)
    house.client("samordnare").fill(address, recommendation=OTHERS)
    fields = dict(parse(mine()).findall(".//main//form")[0].form_values())
    house.client("samordnare").fill(address, recommendation="Något tredje.")
    answer = client.post(address, data=fields)
    assert answer.status_code == 409
    assert "Något tredje." in words(answer)


def test_the_same_text_saved_twice_is_no_collision(house: House) -> None:
    observation_id = observed(house, reviewed(house))
    address = f"/iakttagelser/{observation_id}/andra"
    first = filled(house.client("samordnare"), address, recommendation=f"{MINE}\r\n\r\nOch läs den.")
    second = filled(house.client("samordnare"), address, recommendation=f"{MINE}\n\nOch läs den. ")
    assert [first().status_code, second().status_code] == [302, 302]


def test_a_fault_is_told_before_a_collision_and_what_was_shown_is_not_forgotten(house: House) -> None:
    observation_id = observed(house, reviewed(house))
    address, client = f"/iakttagelser/{observation_id}/andra", house.client("samordnare")
    mine = filled(client, address, recommendation=MINE, title="")
    house.client("samordnare").fill(address, recommendation=OTHERS)
    answer = mine()
    assert answer.status_code == 422
    fields = dict(parse(answer).findall(".//main//form")[0].form_values())
    assert client.post(address, data={**fields, "title": "Barnen"}).status_code == 409


def test_of_two_who_save_at_the_same_moment_one_is_told(house: House) -> None:
    observation_id = observed(house, reviewed(house))
    address = f"/iakttagelser/{observation_id}/andra"
    sends = [filled(house.client("samordnare"), address, recommendation=text) for text in (MINE, OTHERS)]

    def hold(session: Session) -> None:
        one_at_a_time(session, f"findings [('observation_id', {observation_id})]")

    answers = at_once(house, hold, *sends)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert changes(house, "observation:changed") == 1


def test_of_two_who_save_at_the_same_moment_the_second_sees_what_the_first_saved(house: House) -> None:
    """The first is held up by the row itself, after it has compared: the second waits for it before it reads."""
    observation_id = observed(house, reviewed(house))
    address = f"/iakttagelser/{observation_id}/andra"
    sends = [filled(house.client("samordnare"), address, recommendation=text) for text in (MINE, OTHERS)]
    answers = at_once(house, lambda session: held(session, observation_id), *sends)
    told = next(answer for answer in answers if answer.status_code == 409)
    assert recommended(house, observation_id) in words(told)


def test_a_conversation_is_guarded_likewise(house: House) -> None:
    round_id = reviewed(house)
    with house.database.transaction() as session:
        talk = Talk(date(2026, 8, 31), "Enhetschef", "Om barnen.")
        round_ = session.get_one(Round, round_id)
        meeting = findings.add_meeting(session, stamp=house.stamp(), round_=round_, talk=talk)
    address = f"/kommunicering/samtal/{meeting.id}/andra"
    mine = filled(house.client("samordnare"), address, notes="Om barnen och mallen.")
    house.client("samordnare").fill(address, notes="Om barnen och våldet.", held_on="2026-08-30")
    answer = mine()
    assert answer.status_code == 409
    assert "Om barnen och våldet." in words(answer)
    assert "2026-08-30" in words(answer)


def test_a_rounds_plan_is_guarded_likewise(house: House) -> None:
    round_id = planned_round(house)
    address = f"/omgangar/{round_id}/andra"
    mine = filled(house.client("samordnare"), address, name="Min omgång")
    house.client("samordnare").fill(address, name="Den andras omgång")
    answer = mine()
    assert answer.status_code == 409
    assert "Namn Den andras omgång" in words(answer)


def test_what_was_noted_first_by_somebody_else_is_told_too(house: House) -> None:
    """A judgement that nobody had made when the form was shown."""
    plan = plan_adopted(house, controls=(BY_HAND,))
    address = f"/intern-kontroll/kontrollmoment/{control_of(house, plan)}/uppfoljning/T1"
    mine = filled(house.client("samordnare"), address, assessment="fungerar", outcome="Alla var rätt.")
    theirs = filled(house.client("samordnare"), address, assessment="fungerar", outcome="Två var fel.")
    assert theirs().status_code == 302
    answer = mine()
    assert answer.status_code == 409
    assert "Resultat Två var fel." in words(answer)
