"""A check that is signed in two windows at the same moment is signed once."""

from functools import partial

from sqlmodel import select

from audit.access_checks.models import AccessCheck
from audit.access_checks.rules import Verdict
from audit.journal import operations as journal
from tests.access_checks.telling import drawn_check, judged
from tests.accounts.people import journal_actions
from tests.support.at_once import at_once
from tests.support.house import House


def test_two_windows_that_sign_the_same_check(house: House) -> None:
    with house.database.transaction() as session:
        journal.record(session, house.stamp("granskare"), "review:viewed", 1, board=house.boards["Kungsholmen"])
    check_id = drawn_check(house, size=2)
    judged(house, check_id, "lasare", Verdict.JUSTIFIED)
    address = f"/loggkontroll/{check_id}"
    windows = [house.client("lasare"), house.client("lasare")]
    filled = [(page, *page.form(address)) for page in windows]
    sends = [
        partial(page.post, action, data={**fields, "conclusion": "Allt befogat."}) for page, action, fields in filled
    ]
    held = select(AccessCheck).where(AccessCheck.id == check_id).with_for_update()
    answers = at_once(house, lambda session: session.exec(held).one(), *sends)
    assert sorted(answer.status_code for answer in answers)[0] == 302
    assert sorted(answer.status_code for answer in answers)[1] // 100 == 4
    assert journal_actions(house).count("access_check:signed") == 1
