"""Journeys in a browser are not about how a server starts."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.conftest import Serve
from tests.support.server import serving_at_once


@pytest.fixture
def live_server() -> Iterator[Serve]:
    """A real server, split off from a process that has read the program already, until the test ends."""
    with ExitStack() as servers:
        yield lambda database_url, instance: servers.enter_context(serving_at_once(database_url, instance))
