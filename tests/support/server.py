"""A real `stickprov serve` in a process of its own, as a visitor meets it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import dev

STICKPROV = str(Path(sys.executable).with_name(dev.STICKPROV.name))
PATIENCE = 30.0


@dataclass(frozen=True)
class Server:
    """A server that answers, and where its words are kept."""

    url: str
    log: Path


@contextmanager
def serving(database_url: str, instance: Path) -> Iterator[Server]:
    """Serve the instance on a free port until the block ends."""
    port = free_port()
    server = Server(f"http://127.0.0.1:{port}", instance.parent / f"server-{port}.log")
    settings = {"STICKPROV_DATABASE_URL": database_url, "STICKPROV_SECURE_COOKIES": "false"}
    command = [STICKPROV, "serve", "--instance", str(instance), "--port", str(port)]
    with server.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **settings})
    try:
        wait_until_answering(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_answering(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return as soon as the first page comes; fail with the server's words if it ends or takes too long."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        connection = HTTPConnection(server.url.removeprefix("http://"), timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            connection.getresponse().close()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not answer:\n{server.log.read_text(encoding='utf-8')}")


def free_port() -> int:
    """A port on which nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
