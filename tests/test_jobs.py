"""The worker: it carries out what waits, says in words what failed, and goes on whatever happens."""

import threading
from collections.abc import Iterator, Mapping

import pytest
from sqlmodel import update

from audit.accounts.operations import known
from audit.jobs import operations as jobs
from audit.jobs.models import Job, JobStatus
from audit.jobs.operations import FAULT, Handler, JobError, Progress, Worker
from tests.support.house import House


def ask(house: House, kind: str, account: str = "samordnare") -> int:
    with house.database.transaction() as session:
        job = jobs.enqueue(
            session,
            kind=kind,
            title="Ett arbete",
            owner_id=house.accounts[account],
            payload={},
            location="/",
            now=house.clock(),
        )
        return known(job.id)


def job_of(house: House, job_id: int) -> Job:
    with house.database.transaction(write=False) as session:
        return session.get_one(Job, job_id)


def good(job: Job, progress: Progress) -> None:
    progress(1, 2)
    progress(2, 2)


def refusing(job: Job, progress: Progress) -> None:
    raise JobError("Filen har fel på rad 7.")


def broken(job: Job, progress: Progress) -> None:
    raise ZeroDivisionError


def telling(told: threading.Event) -> Handler:
    def carry_out(job: Job, progress: Progress) -> None:
        told.set()

    return carry_out


HANDLERS: Mapping[str, Handler] = {"good": good, "refusing": refusing, "broken": broken}


def test_jobs_are_carried_out_in_order_and_each_tells_how_it_ended(house: House) -> None:
    ids = [ask(house, kind) for kind in ("refusing", "broken", "unknown", "good")]
    Worker(house.database, HANDLERS, house.clock).run_waiting()
    ended = [(job.status, job.fault) for job in (job_of(house, job_id) for job_id in ids)]
    assert ended == [
        (JobStatus.FAILED, "Filen har fel på rad 7."),
        (JobStatus.FAILED, FAULT),
        (JobStatus.FAILED, FAULT),
        (JobStatus.DONE, ""),
    ]
    assert (job_of(house, ids[-1]).done, job_of(house, ids[-1]).total) == (2, 2)


def test_what_a_stop_interrupted_is_begun_anew(house: House) -> None:
    job_id = ask(house, "good")
    with house.database.transaction() as session:
        session.exec(update(Job).values(status=JobStatus.RUNNING, done=1))
    worker = Worker(house.database, HANDLERS, house.clock)
    worker.take_up_interrupted()
    assert job_of(house, job_id).done == 0
    worker.run_waiting()
    assert job_of(house, job_id).status is JobStatus.DONE


def test_two_workers_never_take_the_same_job(house: House) -> None:
    taken: list[int] = []

    def note(job: Job, progress: Progress) -> None:
        taken.append(known(job.id))

    ids = [ask(house, "note") for _ in range(20)]
    workers = [Worker(house.database, {"note": note}, house.clock) for _ in range(2)]
    threads = [threading.Thread(target=worker.run_waiting) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == ids


@pytest.fixture
def running(house_on_sqlite: House) -> Iterator[tuple[House, Worker, threading.Event]]:
    """A started worker, and what is set when a job of the kind »told« is carried out."""
    told = threading.Event()
    worker = Worker(house_on_sqlite.database, {"told": telling(told), "broken": broken}, house_on_sqlite.clock)
    worker.start()
    yield house_on_sqlite, worker, told
    worker.stop()


def test_a_started_worker_takes_what_comes_and_stops_when_told(
    running: tuple[House, Worker, threading.Event],
) -> None:
    house, worker, told = running
    ask(house, "broken")
    ask(house, "told")
    worker.wake()
    assert told.wait(20)
    worker.stop(20)
    waiting = ask(house, "told")
    worker.wake()
    assert job_of(house, waiting).status is JobStatus.WAITING


def test_a_database_out_of_reach_for_a_moment_does_not_end_the_worker(house_on_sqlite: House) -> None:
    tried, done = threading.Event(), threading.Event()

    def chore() -> None:
        tried.set()
        raise OSError("out of reach")

    worker = Worker(house_on_sqlite.database, {"told": telling(done)}, house_on_sqlite.clock, [chore])
    worker.start()
    assert tried.wait(20)
    ask(house_on_sqlite, "told")
    worker.wake()
    assert done.wait(20)
    worker.stop()


def test_only_the_owner_sees_how_far_a_job_has_come(house: House) -> None:
    job_id = ask(house, "good", "lasare")
    assert house.client("lasare").get(f"/arbete/{job_id}").status_code == 200
    assert house.client("granskare").get(f"/arbete/{job_id}").status_code == 404
