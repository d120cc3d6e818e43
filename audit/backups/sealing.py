"""A copy's file: lines, packed and sealed with age, so that only who has the key reads them and nobody alters them."""

import os
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

PACKED = 31  # zlib's number for the form of gzip
PIECE = 65_536
OWNER_ONLY = 0o600
OTHER_KEY = (
    "Nyckeln öppnar inte säkerhetskopian. Den är låst med en annan nyckel, eller så är filens början ändrad. "
    "Ange den nyckel som hör till med --key."
)
NOT_WHOLE = "Säkerhetskopian är avkortad eller ändrad: {}. Använd en äldre kopia, eller hämta filen på nytt."


class SealError(Exception):
    """A file or key that can't be used; its text says in Swedish why, and what to do."""


def make_key(file: Path) -> None:
    """Make a new key of one's own in `file`."""
    from pyrage import x25519

    file.parent.mkdir(exist_ok=True, mode=0o700)
    write_key(file, x25519.Identity.generate())


def write_key(file: Path, key: Any) -> None:
    """Keep a key in `file`, which must not be there."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(f"{key}\n")


def read_key(file: Path) -> Any:
    """The key in `file`, as this program and the program age write it. Raises SealError."""
    import pyrage

    try:
        lines = file.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError):
        raise SealError(f"Nyckeln {file} går inte att läsa. Ange var den ligger med --key.") from None
    try:
        return pyrage.x25519.Identity.from_str(next((line for line in lines if line.startswith("AGE-SECRET")), ""))
    except pyrage.IdentityError:
        raise SealError(f"Filen {file} innehåller ingen nyckel. En nyckel börjar med AGE-SECRET-KEY-1.") from None


class _Pulled:
    """What is to be sealed, as a file that is read: its bytes are made when they are asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.fault = error  # the library would only keep its words
            raise
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def seal(lines: Iterable[bytes], target: Path, key: Any) -> None:
    """Write the lines to `target`, which is there only when it is whole and on the disk."""
    import pyrage

    pulled = _Pulled(_packed(lines))
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as file:
            try:
                pyrage.encrypt_io(pulled, file, [key.to_public()])
            except (pyrage.EncryptError, OSError):
                raise pulled.fault or OSError("write") from None
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=PACKED)
    for line in lines:
        yield packer.compress(line)
    yield packer.flush()


@contextmanager
def unsealed(source: Path, key: Any) -> Iterator[Iterator[bytes]]:
    """The lines of a file that was sealed. Raises SealError, at the latest when the last line has been read."""
    with source.open("rb") as file:
        reading, writing = os.pipe()
        faults: list[BaseException] = []
        thread = threading.Thread(target=_decrypt, args=(file, writing, key, faults.append), daemon=True)
        thread.start()
        try:
            with closing(os.fdopen(reading, "rb", buffering=0)) as stream:
                yield _lines(stream, thread, faults)
        finally:
            thread.join()


def _decrypt(file: Any, writing: int, key: Any, failed: Callable[[BaseException], None]) -> None:
    import pyrage

    try:
        with os.fdopen(writing, "wb") as stream:
            pyrage.decrypt_io(file, stream, [key])
    except BrokenPipeError:
        pass  # whoever reads has seen enough
    except (pyrage.DecryptError, OSError) as error:
        failed(error)


def _lines(stream: Any, thread: threading.Thread, faults: list[BaseException]) -> Iterator[bytes]:
    unpacker, rest = zlib.decompressobj(wbits=PACKED), [b""]
    try:
        while piece := stream.read(PIECE):
            *whole, tail = unpacker.decompress(piece).split(b"\n")
            for line in whole:
                yield b"".join([*rest, line, b"\n"])
                rest = []
            rest.append(tail)
    except zlib.error:
        raise SealError(NOT_WHOLE.format("den går inte att packa upp")) from None
    thread.join()
    for fault in faults:
        raise SealError(OTHER_KEY if "matching keys" in str(fault) else NOT_WHOLE.format("förseglingen är bruten"))
    if not unpacker.eof:
        raise SealError(NOT_WHOLE.format("slutet saknas"))
