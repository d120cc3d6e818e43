"""Templates as the Python they become, kept beside them as Python keeps its own modules: no start waits for it."""

import os
import pickle
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from flask.templating import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Pages(Environment):
    """The templates' surroundings. What is global is settled before the first page is asked for.

    Each import of a macro compares all global names, twice as fast in one mapping as in the chain that Jinja makes.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class _Kept(FileSystemBytecodeCache):
    """What can't be kept, or read again, is made again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (
            OSError,
            EOFError,
            ValueError,
            pickle.UnpicklingError,
        ):  # a disk that was full, or a machine that failed
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def beside(templates: Path) -> FileSystemBytecodeCache | None:
    """Where the templates' Python is kept; None where Python itself may not, or can't, keep anything there.

    Whoever may write there may change the program itself, so nothing is believed that was not believed before.
    """
    folder = templates / "__pycache__"
    if sys.dont_write_bytecode or not os.access(templates, os.W_OK):
        return None
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    return _Kept(str(folder), f"%s.{sys.implementation.cache_tag}.jinja-{jinja2.__version__}.cache")
