"""What the unit says is wrong in fact leads back to the review, or is turned down with a reason that the unit reads."""

from typing import Any

import pytest

from audit.findings import operations
from audit.findings.operations import GivenReply
from audit.findings.rules import Stance
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from tests.findings.test_observations import journalled
from tests.findings.told import CHILD, case_ids, finding, observed, reviewed, words
from tests.support.house import House
from tests.support.pages import PageClient
from tests.support.reviewed import review_id_of

WRONG = "Barnen i ett av ärendena är vuxna."


def corrected(house: House) -> tuple[int, int]:
    """A shared observation of which the unit says that something is wrong in fact. Gives the round and observation."""
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)
    with house.database.transaction() as session:
        given = GivenReply(Stance.PARTLY, correction=WRONG)
        operations.reply(session, stamp=house.stamp("enhetschef"), observation_id=observation_id, given=given)
    return round_id, observation_id


def answer_of(house: House, round_id: int, review_id: int) -> int:
    with house.database.transaction(write=False) as session:
        given = reviews.given_answers(session, round_id=round_id)
        return next(one.answer_id for one in given if (one.review_id, one.question_id) == (review_id, CHILD))


def rule(client: PageClient, **fields: Any) -> str:
    sent = client.fill("/kommunicering/svar/1/sakfel", **fields)
    return words(sent) if sent.status_code == 422 else str(sent.location)


def test_an_accepted_correction_opens_the_review_with_a_remark_and_the_counts_are_said_to_have_changed(
    house: House,
) -> None:
    round_id, observation_id = corrected(house)
    client = house.client("samordnare")
    page = words(client.get("/kommunicering/svar/1/sakfel"))
    assert f"Fel i sak: {WRONG}" in page
    review_id = review_id_of(house, round_id, position=1)
    answer = answer_of(house, round_id, review_id)
    left = rule(client, ruling="granskas_om", answers=[str(answer)], reason="Ålder framgår av akten.")
    assert left == f"/iakttagelser/{observation_id}"
    with house.database.transaction(write=False) as session:
        review = session.get_one(Review, review_id)
        assert (review.signed_at, review.finished_at) == (None, None)
        (remark,) = reviews.remarks_of(session, review_id)
        [(reopening, _)] = reviews.reopenings(session, review_id)
    assert (remark.question_id, WRONG in remark.text) == (CHILD, True)
    assert "Enheten har påpekat ett sakfel. Ålder framgår av akten." in reopening.reason
    assert len(journalled(house, "review:sent_back")) == len(journalled(house, "correction:ruled")) == 1
    shown = words(client.get(f"/iakttagelser/{observation_id}"))
    assert "Antalen har ändrats sedan iakttagelsen delades" in shown
    assert "Kungsholmen: då Nej eller Delvis i 2 av 2 akter" in shown
    assert "nu Nej eller Delvis i 1 av 1 akt" in shown
    unit = words(house.client("enhetschef").get(f"/kommunicering/iakttagelse/{observation_id}"))
    assert "Samordnarens besked: Godtaget. Granskningen görs om. Ålder framgår av akten." in unit
    assert "Kungsholmen 0 av 2" in unit  # what was shared, until it is shared anew


def test_a_correction_that_is_turned_down_tells_the_unit_why(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, observation_id = corrected(house)
    assert rule(house.client("samordnare"), ruling="avslas", reason="Barnet var 17 år vid beslutet.")
    unit = words(house.client("enhetschef").get(f"/kommunicering/iakttagelse/{observation_id}"))
    assert "Samordnarens besked: Inte godtaget. Barnet var 17 år vid beslutet." in unit
    assert finding(house, round_id, observation_id).corrections == []
    assert journalled(house, "review:sent_back") == []
    again = house.client("samordnare").get("/kommunicering/svar/1/sakfel")
    assert "Beskedet är lämnat" in words(again)


def test_a_text_that_was_wrong_is_reworded(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    _, observation_id = corrected(house)
    left = rule(house.client("samordnare"), ruling="texten_rattas", reason="Texten var otydlig.")
    assert left == f"/iakttagelser/{observation_id}/andra"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ruling": "granskas_om", "reason": "Ja."}, "Kryssa för vilka svar som ska granskas om."),
        ({"ruling": "avslas", "reason": ""}, "Skriv varför. Enheten läser det."),
        ({"reason": "Ja."}, "Välj om du godtar påpekandet eller inte."),
        ({"ruling": "avslas", "reason": "Se {case}."}, "Texten nämner ärende"),
    ],
)
def test_a_ruling_that_can_not_be_given_says_why(house_on_sqlite: House, fields: dict[str, str], said: str) -> None:
    house = house_on_sqlite
    round_id, _ = corrected(house)
    case = case_ids(house, round_id)[0]
    filled = {name: text.format(case=case) for name, text in fields.items()}
    assert said in rule(house.client("samordnare"), **filled)


def test_a_review_that_is_open_already_can_not_be_opened_again(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, _ = corrected(house)
    review_id, client = review_id_of(house, round_id, position=1), house.client("samordnare")
    answer = answer_of(house, round_id, review_id)
    action, fields = client.form("/kommunicering/svar/1/sakfel")
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        reviews.reopen(session, stamp=house.stamp(), review=review, reason="Något annat.")
    sent = client.post(action, data={**fields, "ruling": "granskas_om", "answers": [str(answer)], "reason": "Ja."})
    assert sent.status_code == 422
