"""Databases that keep what they have promised: real ones of a measurement's own, with durable settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit import database
from dev import find_initdb
from tests.support.postgres import TEMPLATE, durable_cluster

DATABASES = ("sqlite", "postgresql")


@contextmanager
def durable(name: str, instance: Path) -> Iterator[tuple[str, str]]:
    """The addresses of a migrated, empty database of the instance and of one without tables beside it.

    Raises LookupError where this machine has none of the kind.
    """
    if name == "sqlite":
        address = f"sqlite:///{instance / 'stickprov.db'}"
        database.upgrade(address, at_once=True)
        yield address, f"sqlite:///{instance / 'beside.db'}"
        return
    if not find_initdb():
        raise LookupError("PostgreSQL (initdb) was not found on this machine, so nothing is proved there")
    with durable_cluster() as cluster:
        cluster.execute("CREATE DATABASE beside")
        yield cluster.url(TEMPLATE), cluster.url("beside")
