"""A house with files of 60 questions to answer, and who answers them over HTTP as the desk's script does."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.rounds.models import Round
from tests.support.house import House
from tests.support.reviewed import distributed_round
from tests.support.signing_in import PASSWORD, open_the_house

CHECKLIST, REVIEWER, QUESTIONS = "akt-2026.2", "granskare", 60
AREAS = ("ansokan", "utredning", "beslut", "barnperspektiv", "journal", "vald_nara_relation", "utbetalning_fut")


def files_to_answer(house: House, number: int) -> list[int]:
    """So many reviews of `REVIEWER`'s, each of 60 questions of which none is answered. Everybody may sign in."""
    house.state = None  # told outside of a test run too, where nothing is remembered
    round_id = distributed_round(house, "Kungsholmen", size=2 * number, checklist=CHECKLIST, areas=AREAS)
    open_the_house(house)
    with house.database.transaction(write=False) as session:
        assert len(_asked(session.get_one(Round, round_id))) == QUESTIONS
        states = reviews.reviews_of_round(session, round_id)
        return [state.review_id for state in states if state.reviewer_id == house.accounts[REVIEWER]]


def questions_of(house: House, review_id: int) -> list[str]:
    with house.database.transaction(write=False) as session:
        review = session.get_one(Review, review_id)
        return _asked(session.get_one(Round, review.round_id))


def _asked(round_: Round) -> list[str]:
    return [question.id for part in reviews.areas_of(round_) for question in part.questions]


@dataclass(frozen=True)
class Said:
    """What the server said to an answer: the version it is kept as, or (not kept) the words it said instead."""

    version: int
    words: str = ""


class Window:
    """A browser window that keeps its connection, and goes to another port when the server has been started anew."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token = ""
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def sign_in(self) -> None:
        """Fill in the sign-in page; the desk's answers are then sent with the token of its pages."""
        fields = {"csrf_token": token_in(self.page("/logga-in")), "username": REVIEWER, "password": PASSWORD}
        status, answer = self._ask("POST", "/logga-in", fields)
        if status not in {302, 303}:
            raise RuntimeError(f"{REVIEWER} could not sign in: {status} {answer}")
        self.token = token_in(self.page("/"))

    def page(self, path: str) -> str:
        """The page at the path. Anything but 200 is an error."""
        status, page = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return page

    def answer(self, review_id: int, fields: Mapping[str, str]) -> Said:
        """Send one answer. An OSError or HTTPException where the server does not say what became of it."""
        status, words = self._ask("POST", f"/granskning/{review_id}/svar", fields)
        return Said(json.loads(words)["version"]) if status == 200 else Said(0, f"{status} {words}")

    def move(self, port: int) -> None:
        """Go on at this port, on a new connection."""
        self._connection.close()
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.port = port

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": self.cookie, "Accept": "application/json" if path.endswith("/svar") else "text/html"}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
        self._connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = self._connection.getresponse()
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = given.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read().decode()


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return unescape(found[1]) if found else ""
