"""Every form of a furnished house sent twice at the same moment: both are through with all but the end before either is
kept."""

import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO

from sqlalchemy import text
from sqlalchemy.exc import SAWarning
from sqlmodel import Session
from werkzeug.test import TestResponse

from audit.journal import operations as journal
from tests.soak.fuzzing import house_on
from tests.support.at_once import Send, at_once
from tests.support.doors import ROLES, SENDING, Door
from tests.support.forms import Form
from tests.support.furnished import Furnished
from tests.support.touring import touring

# Only here does anybody write while another does.
DATABASE = "postgresql"


@dataclass(frozen=True)
class Twice:
    """What the two who sent a door's form got, and what is wrong with it."""

    door: Door
    statuses: tuple[int, ...]
    faults: tuple[str, ...]

    @property
    def both(self) -> bool:
        """Whether both were carried out: right for what there may be several of, or where the later one holds."""
        return max(self.statuses) < 400


def send_all() -> Iterator[Twice]:
    """Raises LookupError where this machine has no PostgreSQL."""
    with house_on(DATABASE) as furnished, warnings.catch_warnings():
        warnings.simplefilter("error", SAWarning)  # so the ORM tells of a row that was to go and is gone
        with redirect_stdout(StringIO()):  # the log
            forms = _forms(furnished)
        for door, (role, form) in forms.items():
            furnished.restore()
            with redirect_stdout(StringIO()):
                sent = _sent_twice(furnished, door, role, form)
            yield sent


def _forms(furnished: Furnished) -> dict[Door, tuple[str, Form]]:
    """Each door's form as the first role sees it that may send it."""
    with touring(furnished) as tour:
        every = ((door, role, tour.form_of(role, door)) for door in SENDING for role in ROLES if door.lets_in(role))
        found: dict[Door, tuple[str, Form]] = {}
        for door, role, form in every:
            if form is not None:
                found.setdefault(door, (role, form))
        return found


def _sent_twice(furnished: Furnished, door: Door, role: str, form: Form) -> Twice:
    # Without its sign of being one and the same, each is carried out as if it were somebody else's.
    fields = {name: value for name, value in form.fields.items() if not name.endswith("once")}
    address, token = furnished.address(door.rule) or form.action, furnished.empty_form()
    sends: list[Send] = [partial(_send, furnished, role, address, {**fields, **token}) for _ in range(2)]
    answers = at_once(furnished.house, _hold_the_end, *sends)
    statuses = tuple(sorted(answer.status_code for answer in answers))
    with furnished.house.database.transaction(write=False) as session:
        faults = [str(fault) for fault in journal.verify(session)[1]]
    return Twice(door, statuses, (*faults, *(f"answer {one}" for one in statuses if one >= 500)))


def _send(furnished: Furnished, role: str, address: str, data: dict[str, object]) -> TestResponse:
    answer = furnished.browser(role).open(address, method="POST", data=data)
    answer.get_data()
    return answer


def _hold_the_end(session: Session) -> None:
    """The journal's lock is what every writing transaction asks for last."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": journal.LOCK})
