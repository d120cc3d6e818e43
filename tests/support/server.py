"""A real `stickprov serve` in a process of its own, as a visitor meets it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path

import dev

STICKPROV = str(Path(sys.executable).with_name(dev.STICKPROV.name))
PATIENCE = 30.0
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
    settings = {"STICKPROV_DATABASE_URL": database_url, "STICKPROV_SECURE_COOKIES": "false", **more}
    command = [STICKPROV, "serve", "--instance", str(instance), "--port"]
    with started(command, log_folder=instance.parent, settings=settings) as server:
        yield server


@contextmanager
def started(command: list[str], *, log_folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run the command, with a free port put last, until the block ends; it begins when a page is answered."""
    port = free_port()
    server = Server(port, log_folder / f"server-{port}.log")
    # Most stories are not about signing in: the password is enough, unless they say so.
    environment = {**os.environ, "STICKPROV_SECOND_FACTOR_ROLES": "", **(settings or {})}
    environment = {name: value.replace(PORT, str(port)) for name, value in environment.items()}
    with server.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen([*command, str(port)], stdout=log, stderr=log, env=environment)
    try:
        _wait_until_answering(server, process)
        yield replace(server, pid=process.pid)
    finally:
        _stop(process)


def _wait_until_answering(server: Server, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
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


def free_port() -> int:
    """A port on which nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
