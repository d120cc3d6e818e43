"""What visitors send is kept in memory and never written to a disk as it came: a file may hold names."""

import io
from typing import IO

from flask import Request


class MemoryRequest(Request):
    """A request whose files lie in memory. `MAX_CONTENT_LENGTH` says how much that can be."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return io.BytesIO()
