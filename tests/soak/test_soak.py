"""What the page says is saved is saved, even if the server is killed; and the soak's judge misses nothing."""

import subprocess
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from audit.journal.models import JournalEntry
from audit.reviews.models import Answer, AnswerVersion
from tests.soak.killing import Kept, Soaked, faults_in, soak
from tests.soak.run import as_row
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round
from tests.support.server import STICKPROV, serving_at_once

ANSWERS, KILLS = 200, 2


def test_every_answer_that_was_said_to_be_saved_survives_a_killed_server(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    soaked = soak(house, answers=ANSWERS, kills=KILLS, serve=serving_at_once)
    assert soaked.faults == []
    assert len(soaked.acknowledged) == ANSWERS
    assert len(soaked.starts) == KILLS + 1
    monkeypatch.setenv("STICKPROV_DATABASE_URL", house.database.url)
    command = [STICKPROV, "journal", "verify", "--instance", str(house.settings.instance)]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert words == f"Journalen är hel: {soaked.entries} poster, inga fel.\n"
    assert as_row("sqlite", KILLS, soaked).split()[:2] == ["sqlite", str(ANSWERS)]


Harm = Callable[[Session], object]
HARMS: dict[str, Harm] = {
    "history": lambda session: session.execute(delete(AnswerVersion).where(col(AnswerVersion.answer_id) == 1)),
    "the answers that hold": lambda session: session.execute(
        update(Answer).where(col(Answer.id) == 1).values(value="nej")
    ),
    "Fault": lambda session: session.execute(update(JournalEntry).values(actor="99")),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_lost_or_altered_is_found(house_on_sqlite: House, harm: str) -> None:
    house = house_on_sqlite
    review_id = answered_review(house, distributed_round(house))
    with house.database.transaction(write=False) as session:
        rows = session.exec(select(Answer).where(Answer.review_id == review_id)).all()
    soaked = Soaked([Kept(row.question_id, 1, "ja", "") for row in rows])
    assert faults_in(house, review_id, soaked) == []
    assert faults_in(house, review_id, replace(soaked, acknowledged=soaked.acknowledged[1:])) != []
    with house.database.transaction() as session:
        HARMS[harm](session)
    assert any(fault.startswith(harm) for fault in faults_in(house, review_id, soaked))
