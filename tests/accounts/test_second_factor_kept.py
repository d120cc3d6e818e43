"""One-time codes as both databases keep them: whoever is first uses a code up, and all of it can be removed."""

import pyotp

from audit.accounts import codes, second_factor
from audit.accounts.models import SignInSession
from tests.support.house import House

KEY = b"k" * 32


def test_each_code_is_used_up_and_all_of_it_can_be_removed(house: House) -> None:
    account_id, salt, now = house.accounts["granskare"], codes.new_salt(), house.clock()
    app = pyotp.TOTP(codes.secret(KEY, salt))
    house.client("granskare")
    with house.database.transaction() as session:
        recovery = second_factor.enrol(
            session,
            stamp=house.stamp("granskare"),
            account_id=account_id,
            session_id=1,
            key=KEY,
            salt=salt,
            step=codes.step_of(KEY, salt, app.at(now), now=now) or 0,
        )
        on_paper = codes.normal_code(codes.recovery_codes(KEY, recovery)[3])
        tried = [
            app.at(now),
            app.at(now, counter_offset=1),
            app.at(now, counter_offset=1),
            on_paper,
            on_paper,
            "",
            "0",
            "å" * 6,
            "x" * 30,
        ]
        used = [second_factor.use(session, account_id=account_id, key=KEY, code=code, now=now) for code in tried]
        assert used == [False, True, False, True, False, False, False, False, False]
        assert session.get_one(SignInSession, 1).strong
        enrolled = second_factor.enrolled(session, account_id)
        assert enrolled
        assert enrolled.recovery_left == codes.RECOVERY_CODES - 1
    with house.database.transaction() as session:
        assert second_factor.remove(session, stamp=house.stamp("administrator"), account_id=account_id)
        assert not second_factor.remove(session, stamp=house.stamp("administrator"), account_id=account_id)
        assert not second_factor.use(
            session, account_id=account_id, key=KEY, code=app.at(now, counter_offset=1), now=now
        )
