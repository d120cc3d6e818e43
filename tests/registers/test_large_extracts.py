"""Extracts too large for a request: jobs with progress that survive a restart, and uploads beyond all bounds."""

import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import func, select

from audit.app import create_worker
from audit.jobs.models import Job, JobStatus
from audit.jobs.operations import Progress, Worker
from audit.registers import operations
from audit.registers.models import Frame, RegisterExtract, RegisterUnit, StagedUpload
from audit.registers.operations.working import CHECK, FREEZE
from audit.web.draining import BoundedParser, settings
from tests.conftest import Serve
from tests.registers import sending
from tests.registers.sending import left_in_uploads, number_of, press, rows_of, two_boards, words
from tests.support.house import House
from tests.support.pages import PageClient, parse

SIZE = 50_000
MEGABYTE = 1_000_000
HUGE = 200 * MEGABYTE


class CrashError(BaseException):
    """The program's end, as sudden as by a loss of power: nothing gets to clean up after it."""


def the_job(house: House) -> Job:
    job: Job = rows_of(house, Job)[-1]
    return job


def counts(house: House) -> list[int]:
    return number_of(house, RegisterExtract, RegisterUnit, Frame)


def long_upload(client: PageClient, size: int = 2_001) -> str:
    """The check page of a file that is long enough for a job, which waits to be carried out."""
    mapping = sending.staged(client, two_boards(size - 1_000, 1_000))
    assert str(client.fill(mapping).location).startswith("/arbete/")
    return mapping.replace("kolumner", "kontroll")


def crashing(house: House, kind: str) -> Worker:
    """A worker that ends in the middle of a job of this kind."""
    real = operations.handlers(house.settings, house.database, house.clock)[kind]

    def handler(job: Job, progress: Progress) -> None:
        def until_half(done: int, total: int) -> None:
            progress(done, total)
            if done >= total / 2:
                raise CrashError

        real(job, until_half)

    return Worker(house.database, {kind: handler}, house.clock)


def restart(house: House) -> None:
    worker = create_worker(house.settings, house.database, clock=house.clock)
    worker.take_up_interrupted()
    worker.run_waiting()


def test_fifty_thousand_rows_go_through_with_a_progress_bar_and_survive_restarts(house: House) -> None:
    client = house.client("samordnare")
    check = long_upload(client, SIZE)
    with pytest.raises(CrashError):
        crashing(house, CHECK).run_waiting()
    job = the_job(house)
    assert (job.status, job.total) == (JobStatus.RUNNING, SIZE)
    assert SIZE / 2 <= job.done < SIZE
    page = client.get(f"/arbete/{job.id}")
    assert page.headers["Refresh"] == "1"
    assert parse(page).find(".//progress").get("max") == str(SIZE)
    assert client.get(check).location == f"/arbete/{job.id}"

    restart(house)
    assert client.get(f"/arbete/{job.id}").location == check
    assert "50 000" in words(client.get(check)).replace("\N{NO-BREAK SPACE}", " ")

    assert str(press(client, check, sending.FREEZE).location) == f"/arbete/{the_job(house).id}"
    with pytest.raises(CrashError):
        crashing(house, FREEZE).run_waiting()
    assert counts(house) == [0, 0, 0]
    restart(house)
    assert client.get(f"/arbete/{the_job(house).id}", follow_redirects=True).request.path == "/register/1"
    assert counts(house) == [1, SIZE, 2]
    assert left_in_uploads(house) == []


def test_an_end_in_the_middle_of_the_insert_leaves_nothing_and_doubles_nothing(house: House) -> None:
    client = house.client("samordnare")
    check = long_upload(client)
    sending.work(house)
    press(client, check, sending.FREEZE)

    def crash(session: Any) -> None:
        if counts_in(session):
            raise CrashError

    house.database.before_commit.append(crash)
    with pytest.raises(CrashError):
        create_worker(house.settings, house.database, clock=house.clock).run_waiting()
    house.database.before_commit.remove(crash)
    assert counts(house) == [0, 0, 0]
    restart(house)
    assert counts(house) == [1, 2_001, 2]


def counts_in(session: Any) -> int:
    return int(session.exec(select(func.count()).select_from(RegisterUnit)).one())


def test_an_end_after_the_insert_and_before_the_job_is_noted_doubles_nothing(house: House) -> None:
    client = house.client("samordnare")
    check = long_upload(client)
    sending.work(house)
    press(client, check, sending.FREEZE)
    real = operations.handlers(house.settings, house.database, house.clock)[FREEZE]

    def handler(job: Job, progress: Progress) -> None:
        real(job, progress)
        raise CrashError

    with pytest.raises(CrashError):
        Worker(house.database, {FREEZE: handler}, house.clock).run_waiting()
    assert the_job(house).status is JobStatus.RUNNING
    restart(house)
    assert the_job(house).status is JobStatus.DONE
    assert counts(house) == [1, 2_001, 2]


def test_what_is_cancelled_while_it_is_checked_ends_in_words(house: House) -> None:
    client = house.client("samordnare")
    check = long_upload(client)
    press(client, check.replace("kontroll", "kolumner"), "Avbryt inläsningen")
    sending.work(house)
    page = client.get(f"/arbete/{the_job(house).id}")
    assert "Inläsningen är avbruten. Läs in filen igen." in words(page)
    assert rows_of(house, StagedUpload) == []


def test_columns_changed_while_the_check_went_on_make_it_of_no_use(house: House) -> None:
    client = house.client("samordnare")
    check = long_upload(client)
    client.fill(check.replace("kontroll", "kolumner"), period_to="2026-03-31")
    first, second = rows_of(house, Job)
    assert first.payload["upload"] == second.payload["upload"]
    sending.work(house)
    assert "2026-01-01 till 2026-03-31" in words(client.get(check))


# ---- Beyond all bounds --------------------------------------------------------------------------------------------


def megabytes(total: int) -> Iterator[bytes]:
    for _ in range(total // MEGABYTE):
        yield b"x" * MEGABYTE


def test_a_body_that_is_too_large_is_let_go_by_without_being_kept() -> None:
    bounds = settings(MEGABYTE)
    parser = BoundedParser(SimpleNamespace(**bounds, max_request_header_size=10_000, url_scheme="http"))
    parser.received(b"POST /register/ny HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % HUGE)
    tracemalloc.start()
    for chunk in megabytes(HUGE):
        parser.received(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert parser.completed
    assert parser.get_body_stream().read() == b""
    assert parser.headers["CONTENT_LENGTH"] == str(HUGE)
    assert peak < 4 * MEGABYTE


def test_a_body_of_unknown_length_is_cut_off_at_the_bound() -> None:
    bounds = settings(MEGABYTE)
    parser = BoundedParser(SimpleNamespace(**bounds, max_request_header_size=10_000, url_scheme="http"))
    parser.received(b"POST /register/ny HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for chunk in megabytes(HUGE):
        parser.received(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if parser.completed:
            break
    assert parser.error.code == 413
    assert parser.body_bytes_received < 4 * MEGABYTE


def test_two_hundred_megabytes_are_refused_in_words_with_bounded_memory(
    sqlite_url: str, instance: Path, live_server: Serve
) -> None:
    server = live_server(sqlite_url, instance)
    before = peak_memory(server.pid)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as visitor:
        visitor.sendall(
            b"POST /register/ny HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nConnection: close\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % HUGE
        )
        for chunk in megabytes(HUGE):
            visitor.sendall(chunk)
        answer = b"".join(iter(lambda: visitor.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "Filen är för stor" in answer
    assert list((instance / "uploads").iterdir()) == []
    assert peak_memory(server.pid) - before < 20 * MEGABYTE


def peak_memory(pid: int) -> int:
    """The most memory that a process has had, in bytes; 0 where the system doesn't say."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
