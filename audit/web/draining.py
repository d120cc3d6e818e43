"""The server's own handling of bodies: in memory, and a body that is too large is let go by without being kept.

The whole of it is still received, because a browser shows the answer to a form only when it has sent the form.
"""

import io
from typing import IO

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver, FixedStreamReceiver
from waitress.utilities import RequestEntityTooLarge

# A form has a little around the file that it holds.
AROUND_A_FILE = 1_000_000
# A number of bytes that nothing reaches.
NEVER = 2**62


class Nowhere:
    """A buffer that forgets what it is given."""

    def append(self, data: bytes) -> None:
        """Let the bytes go."""

    def getfile(self) -> IO[bytes]:
        return io.BytesIO()

    def __len__(self) -> int:
        return 0


class BoundedParser(HTTPRequestParser):  # type: ignore[misc]
    """Reads requests; the application sees the announced length of a body that was let go by, and says so in words."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked:
            self.body_rcv = ChunkedReceiver(OverflowableBuffer(NEVER))
        if self.content_length > self.adj.inbuf_overflow:
            self.body_rcv = FixedStreamReceiver(self.content_length, Nowhere())

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.chunked and self.body_bytes_received > self.adj.inbuf_overflow:
            self.error = RequestEntityTooLarge("the body is too large")
            self.completed = True
        return consumed


class BoundedChannel(HTTPChannel):  # type: ignore[misc]
    """A visitor's connection, read by the bounded parser."""

    parser_class = BoundedParser


def settings(max_bytes: int) -> dict[str, int]:
    """The server's settings for bodies of at most `max_bytes`: never on a disk, however large they are announced."""
    return {"inbuf_overflow": max_bytes + AROUND_A_FILE, "max_request_body_size": NEVER}
