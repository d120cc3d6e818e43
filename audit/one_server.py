"""One server at a time on a SQLite file: a second one would not know of what the first has begun."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

OWNER_ONLY = 0o600


class AlreadyServedError(Exception):
    """Another process serves the database; its text is that process's number, where it is known."""


@contextmanager
def alone_on(url: str) -> Iterator[None]:
    """Be the only one that serves the SQLite file at `url` until the block, or the process, ends.

    PostgreSQL bears several servers. Raises AlreadyServedError.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        yield
        return
    named = address.database
    place = urlsplit(named).path if named.startswith("file:") else named
    file = Path(f"{place}.served")
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY), "r+") as opened:
        try:
            _lock(opened)
        except OSError:
            raise AlreadyServedError(opened.read(20).strip()) from None
        opened.truncate()
        opened.write(f"{os.getpid()}\n")
        opened.flush()
        yield


# The system lets a lock go with the process that holds it, however that ends.
if sys.platform == "win32":
    import msvcrt

    def _lock(opened: IO[str]) -> None:
        opened.seek(1000)  # beyond what is read there
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)
        opened.seek(0)

else:
    import fcntl

    def _lock(opened: IO[str]) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
