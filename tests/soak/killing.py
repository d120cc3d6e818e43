"""Four windows answer one file while the server is killed and started again; then it is seen what has become of it."""

import json
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from audit.journal import operations as journal
from audit.journal.models import JournalContent, JournalEntry
from audit.reviews.models import Answer, AnswerVersion
from tests.support.house import House
from tests.support.served_desk import Said, Window, files_to_answer, questions_of
from tests.support.server import Server, serving

Serve = Callable[[str, Path], AbstractContextManager[Server]]
WINDOWS = 4
VALUES = ("ja", "delvis", "nej", "kan_ej_bedomas")
PATIENCE = 60.0
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # the latter kills at once where there is no SIGKILL


@dataclass(frozen=True)
class Kept:
    """One version of an answer: as the page said that it was saved, or as it lies in the database."""

    question: str
    version: int
    value: str | None
    comment: str


@dataclass
class Soaked:
    """What was measured: the answers that the page said were saved, what was sent in vain, and every fault found."""

    acknowledged: list[Kept] = field(default_factory=list)
    unanswered: int = 0
    starts: list[float] = field(default_factory=list)
    seconds: float = 0.0
    entries: int = 0
    faults: list[str] = field(default_factory=list)


class Door:
    """Where the server is to be found at the moment; None while it is down."""

    port: int | None = None


def soak(house: House, *, answers: int, kills: int, serve: Serve = serving) -> Soaked:
    """Have so many answers given to one file of 60 questions, the server being killed so often on the way."""
    review_id = files_to_answer(house, 1)[0]
    questions = questions_of(house, review_id)
    house.database.close()  # nobody but the server has the file open: each start has to find its own way back
    soaked, door = Soaked(), Door()
    threads: list[threading.Thread] = []
    begun = time.perf_counter()
    for round_ in range(kills + 1):
        started = time.perf_counter()
        with serve(house.database.url, house.settings.instance) as server:
            soaked.starts.append(time.perf_counter() - started)
            if not threads:
                threads = _open_windows(server, door, review_id, questions, answers, soaked)
            door.port = server.port
            _wait(soaked, threads, answers * (round_ + 1) // (kills + 1))
            if round_ < kills:
                door.port = None  # whoever is asking now is cut off; nobody asks anew before the next start
                os.kill(server.pid, KILL)
            else:
                _join(threads, soaked)
    soaked.seconds = time.perf_counter() - begun
    soaked.faults += faults_in(house, review_id, soaked)
    return soaked


def _open_windows(
    server: Server, door: Door, review_id: int, questions: list[str], answers: int, soaked: Soaked
) -> list[threading.Thread]:
    """The windows, signed in and at work; each has its share of the questions."""
    threads = []
    for number in range(WINDOWS):
        window = Window(server.port)
        window.sign_in()
        share = answers // WINDOWS + (number < answers % WINDOWS)
        work = (window, door, review_id, questions[number::WINDOWS], share, soaked)
        threads.append(threading.Thread(target=_work, args=work, daemon=True))
    for thread in threads:
        thread.start()
    return threads


def _wait(soaked: Soaked, threads: list[threading.Thread], answers: int) -> None:
    """Until so many answers are acknowledged, or nobody is left to give them."""
    give_up, seen = time.monotonic() + PATIENCE, 0
    while len(soaked.acknowledged) < answers and any(thread.is_alive() for thread in threads):
        if len(soaked.acknowledged) > seen:
            give_up, seen = time.monotonic() + PATIENCE, len(soaked.acknowledged)
        if time.monotonic() > give_up:
            raise RuntimeError(f"no answer for {PATIENCE:g} seconds, after {seen}")
        time.sleep(0.001)


def _join(threads: list[threading.Thread], soaked: Soaked) -> None:
    for thread in threads:
        thread.join(PATIENCE)
        if thread.is_alive():
            soaked.faults.append("a window has not come to its end")


def _work(window: Window, door: Door, review_id: int, questions: list[str], answers: int, soaked: Soaked) -> None:
    """Give the questions one answer after the other, each until the page says that it is saved."""
    versions: dict[str, int] = defaultdict(int)
    for number in range(answers):
        question = questions[number % len(questions)]
        value, comment = VALUES[number % len(VALUES)], f"Påhittad kommentar nummer {number} på {question}."
        given = {"fraga": question, "svar": value, "kommentar": comment, "version": str(versions[question])}
        said = _until_answered(window, door, review_id, given, soaked)
        if said.version != versions[question] + 1:
            soaked.faults.append(f"{question} after version {versions[question]}: {said}")
            break
        versions[question] = said.version
        soaked.acknowledged.append(Kept(question, said.version, value, comment))
    window.close()


def _until_answered(window: Window, door: Door, review_id: int, given: dict[str, str], soaked: Soaked) -> Said:
    """Send the answer until the server says what has become of it."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        port = door.port
        if port is None:
            time.sleep(0.005)
            continue
        if port != window.port:
            window.move(port)
        try:
            return window.answer(review_id, given)
        except (OSError, HTTPException):
            soaked.unanswered += 1
            window.move(port)
    return Said(0, f"no answer for {PATIENCE:g} seconds")


# ---- Afterwards ---------------------------------------------------------------------------------------------------

ByPlace = dict[tuple[str, int], Kept]


def faults_in(house: House, review_id: int, soaked: Soaked) -> list[str]:
    """Everything in which the database differs from what the pages said: nothing less, nothing more, nothing half."""
    promised = _by_place(soaked.acknowledged)
    newest = {place: kept for place, kept in promised.items() if (place[0], place[1] + 1) not in promised}
    faults = [] if len(promised) == len(soaked.acknowledged) else ["a version was promised twice"]
    with house.database.transaction(write=False) as session:
        faults += _differences("history", promised, _history(session, review_id))
        faults += _differences("the answers that hold", newest, _answers(session, review_id))
        told = [(one["question"], one["version"], one["value"]) for one in _told(session, review_id)]
        soaked.entries, broken = journal.verify(session)
    if sorted(told) != sorted((kept.question, kept.version, kept.value) for kept in promised.values()):
        faults.append(f"the journal tells of {len(told)} answers, and not of those that were promised")
    return [*faults, *map(str, broken)]


def _differences(where: str, promised: ByPlace, found: ByPlace) -> list[str]:
    places = sorted(place for place in promised.keys() | found.keys() if promised.get(place) != found.get(place))
    return [f"{where}: promised {promised.get(place)}, found {found.get(place)}" for place in places]


def _history(session: Session, review_id: int) -> ByPlace:
    query = select(AnswerVersion, Answer.question_id).join(Answer, col(Answer.id) == col(AnswerVersion.answer_id))
    rows = session.exec(query.where(Answer.review_id == review_id))
    return _by_place(Kept(name, row.version, row.value, row.comment) for row, name in rows)


def _answers(session: Session, review_id: int) -> ByPlace:
    rows = session.exec(select(Answer).where(Answer.review_id == review_id))
    return _by_place(Kept(row.question_id, row.version, row.value, row.comment) for row in rows)


def _told(session: Session, review_id: int) -> list[dict[str, Any]]:
    """What the journal tells of the review's answers."""
    same = col(JournalEntry.sequence) == col(JournalContent.sequence)
    query = select(JournalContent.content).join(JournalEntry, same).where(JournalEntry.action == "answer:given")
    return [told for told in map(json.loads, session.exec(query)) if told["review"] == review_id]


def _by_place(kept: Iterable[Kept]) -> ByPlace:
    return {(one.question, one.version): one for one in kept}
