"""A real `stickprov serve` in a process of its own, as a visitor meets it."""

import multiprocessing
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import dev

# A process in which the program is read already, from which servers are split off: to read it takes seconds.
READY: Any = multiprocessing.get_context("spawn" if dev.WINDOWS else "forkserver")
READY.set_forkserver_preload(["audit.app", "audit.serving", __name__])
STICKPROV = str(Path(sys.executable).with_name(dev.STICKPROV.name))
PATIENCE = 30.0
# Most stories are not about signing in: the password is enough, unless they say so.
NO_CODES = {"STICKPROV_SECOND_FACTOR_ROLES": ""}
# Stands for the server's port in the settings it is started with.
PORT = "{port}"


@dataclass(frozen=True)
class Server:
    """A server that answers, where its words are kept, and its process."""

    port: int
    log: Path
    pid: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(database_url: str, instance: Path, **more: str) -> Iterator[Server]:
    """Serve the instance on a free port until the block ends."""
    settings = {**_settings(database_url), **more}
    command = [STICKPROV, "serve", "--instance", str(instance), "--port"]
    with started(command, log_folder=instance.parent, settings=settings) as server:
        yield server


@contextmanager
def serving_at_once(database_url: str, instance: Path) -> Iterator[Server]:
    """The same server for stories that are not about its start: split off from a process that has read the program."""
    port = free_port()
    server = Server(port, instance.parent / f"server-{port}.log")
    words = ["serve", "--instance", str(instance), "--port", str(port)]
    environment = {**os.environ, **NO_CODES, **_settings(database_url)}
    process = READY.Process(target=_run, args=(words, environment, server.log))
    process.start()
    try:
        _wait_until_answering(server, process.is_alive)
        yield replace(server, pid=process.pid or 0)
    finally:
        process.terminate()
        process.join(10)
        process.kill()
        process.join()
        process.close()


def _run(words: list[str], environment: dict[str, str], log: Path) -> None:
    """`stickprov` with these words, in a process that has just been split off."""
    from audit.cli import main

    os.environ.clear()
    os.environ.update(environment)
    with log.open("w", encoding="utf-8") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    main(words)


def _settings(database_url: str) -> dict[str, str]:
    return {"STICKPROV_DATABASE_URL": database_url, "STICKPROV_SECURE_COOKIES": "false"}


@contextmanager
def started(command: list[str], *, log_folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run the command, with a free port put last, until the block ends; it begins when a page is answered."""
    port = free_port()
    server = Server(port, log_folder / f"server-{port}.log")
    environment = {**os.environ, **NO_CODES, **(settings or {})}
    environment = {name: value.replace(PORT, str(port)) for name, value in environment.items()}
    with server.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen([*command, str(port)], stdout=log, stderr=log, env=environment)
    try:
        _wait_until_answering(server, lambda: process.poll() is None)
        yield replace(server, pid=process.pid)
    finally:
        _stop(process)


def _wait_until_answering(server: Server, runs: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and runs():
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not answer:\n{server.log.read_text(encoding='utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# Below those from which a system takes the ports of its own connections: one of these can't be taken in between.
PORTS = range(20_000, 32_000)
_GIVEN: set[int] = set()


def free_port() -> int:
    """A port on which nothing listens at the moment; never one that this process was given before."""
    while True:
        port = random.choice(PORTS)  # noqa: S311 - other processes of the run choose too
        if port not in _GIVEN and _is_free(port):
            _GIVEN.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
