"""A visitor with a cookie, and many of them at once on connections that stay open."""

import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from itertools import repeat
from urllib.parse import urlencode

CLIENTS = 8


class Visitor:
    """Asks for pages one after the other and keeps the cookies that are given."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def get(self, path: str) -> str:
        """The page at the path. Anything but 200 is an error."""
        status, _, page = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return page

    def sign_in(self, username: str, password: str) -> None:
        """Fill in the sign-in page and follow where it leads."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get("/logga-in"))
        fields = {"csrf_token": unescape(token[1]) if token else "", "username": username, "password": password}
        status, location, _ = self._ask("POST", "/logga-in", urlencode(fields))
        if status not in (302, 303) or "logga-in" in location:
            raise RuntimeError(f"{username} could not sign in: {status} {location}")

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": self.cookie, "Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = given.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


@dataclass(frozen=True)
class Load:
    """What a server did for 8 clients at once: how long they kept at it, and how long each request took."""

    seconds: float
    times: list[float]

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p99(self) -> float:
        """The time that 99 of 100 requests stay below."""
        return sorted(self.times)[len(self.times) * 99 // 100]


def requests_per_second(port: int, path: str, *, cookie: str = "", seconds: float) -> float:
    """How many pages a second 8 clients get together, each on a connection of its own. Any other answer is an error."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n".encode()
    return loaded(port, [repeat(request)] * CLIENTS, seconds=seconds).per_second


def loaded(port: int, sent: Sequence[Iterator[bytes]], *, seconds: float) -> Load:
    """Have each client send its requests one after the other. An answer that is not 200 is an error."""
    times: list[list[float]] = [[] for _ in sent]
    faults: list[Exception] = []
    begun = time.perf_counter()

    def client(requests: Iterator[bytes], taken: list[float]) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                while not taken or time.perf_counter() < begun + seconds:
                    now = time.perf_counter()
                    connection.sendall(next(requests))
                    _read_page(connection)
                    taken.append(time.perf_counter() - now)
        except (OSError, ValueError) as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client, args=each) for each in zip(sent, times, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(f"port {port}: {faults[0]}")
    return Load(time.perf_counter() - begun, [each for taken in times for each in taken])


def _read_page(connection: socket.socket) -> None:
    """Read one answer to its end; only 200 will do. Costs the measuring side as little as can be."""
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    if not head.startswith(b"HTTP/1.1 200") or not length:
        raise ValueError(head.decode("latin-1"))
    missing = int(length[1]) - len(body)
    while missing > 0:
        missing -= len(_more(connection))


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ValueError("the connection was closed in the middle of an answer")
    return received
