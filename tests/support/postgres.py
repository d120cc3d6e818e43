"""A real PostgreSQL of the tests' own, in a temporary folder and reached through it alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg

from audit import database
from dev import WINDOWS, find_initdb
from tests.support import run
from tests.support.server import free_port

TEMPLATE = "stickprov_template"
NAME = "postgresql"
MANY = {"max_connections": "60"}
# Nothing has to survive here, and help with large questions costs more than it gives where tables have a few rows.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
QUICK = {**CARELESS, "jit": "off", "max_parallel_workers_per_gather": "0", **MANY}

TABLES = (
    "SELECT table_name, count(*) FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1 ORDER BY 1"
)
OTHERS_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', each.tablename);
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


@dataclass(frozen=True)
class Cluster:
    """A running server: the folder that holds it, and how it is reached."""

    programs: str
    folder: str
    host: str
    port: int

    def url(self, name: str) -> str:
        if self.host.startswith("/"):
            return f"postgresql+psycopg://postgres@/{name}?host={quote(self.host)}&port={self.port}"
        return f"postgresql+psycopg://postgres@{self.host}:{self.port}/{name}"

    def execute(self, statement: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        with self._connected(name) as connection:
            answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    def _connected(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        reach: dict[str, Any] = {"host": self.host, "port": self.port, "user": "postgres", "dbname": name}
        return psycopg.connect(**reach, autocommit=True)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a migrated, empty database that is this block's own."""
        name = _USED.pop() if _USED else self._new()
        try:
            yield self.url(name)
        finally:
            self._leave(name)

    @contextmanager
    def own(self) -> Iterator[str]:
        """The name of a migrated, empty database that is the block's own, and may be dropped and made anew there."""
        name = self._new()
        try:
            yield name
        finally:
            for each in (name, f"{name}_untouched"):
                self.execute(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)")

    def _new(self) -> str:
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    def _leave(self, name: str) -> None:
        """Empty the database for another block, which is faster than a new one; drop it if its tables differ."""
        with self._connected(name) as connection:
            connection.execute(OTHERS_OUT)
            alike = connection.execute(TABLES).fetchall() == self._tables()
            if alike:
                connection.execute(EMPTY)
        if alike:
            _USED.append(name)
        else:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @cache  # noqa: B019 - a run has one
    def _tables(self) -> list[tuple[Any, ...]]:
        return self.execute(TABLES, TEMPLATE)


# Databases of this process that are empty again.
_USED: list[str] = []


def shared_cluster() -> Cluster:
    """The run's server, started by the first process that asks for it."""
    if not find_initdb():
        run.lacking("PostgreSQL (initdb)")
    return Cluster(**run.made_once(NAME, lambda: asdict(_start(QUICK))))


def stop_shared_cluster() -> None:
    """Stop the run's server, if any test asked for it, and remove its folder."""
    if not (run.folder() / f"{NAME}.json").exists():
        return
    _stop(shared_cluster())


@contextmanager
def durable_cluster() -> Iterator[Cluster]:
    """A server of the block's own that keeps what it has promised, with PostgreSQL's own settings for that."""
    cluster = _start(MANY)
    try:
        yield cluster
    finally:
        _stop(cluster)


def _start(settings: Mapping[str, str]) -> Cluster:
    programs = str(Path(find_initdb() or "").parent)
    folder = tempfile.mkdtemp(prefix="stickprov-pg-")
    if owner := _owner():
        os.chown(folder, owner["user"], owner["group"])
    cluster = Cluster(programs, folder, "127.0.0.1" if WINDOWS else folder, free_port() if WINDOWS else 5432)
    data = f"{folder}/data"
    initdb = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    _as_server(folder, f"{programs}/initdb", *initdb, "--pgdata", data)
    reach = {"port": str(cluster.port), "listen_addresses": "127.0.0.1" if WINDOWS else ""}
    sockets = {} if WINDOWS else {"unix_socket_directories": folder}
    with Path(data, "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{key} = '{value}'\n" for key, value in {**settings, **reach, **sockets}.items())
    start(cluster)
    try:
        cluster.execute(f"CREATE DATABASE {TEMPLATE}")
        database.upgrade(cluster.url(TEMPLATE), at_once=True)
    except BaseException:  # no test will ever know of this server
        _stop(cluster)
        raise
    return cluster


def start(cluster: Cluster) -> None:
    control = (f"{cluster.programs}/pg_ctl", "start", "--wait", "-D", f"{cluster.folder}/data")
    _as_server(cluster.folder, *control, "-l", f"{cluster.folder}/log")


def stop(cluster: Cluster) -> None:
    """Stop the server as a machine that fails does: at once."""
    _as_server(cluster.folder, f"{cluster.programs}/pg_ctl", "stop", "-m", "immediate", "-D", f"{cluster.folder}/data")


def _stop(cluster: Cluster) -> None:
    stop(cluster)
    shutil.rmtree(cluster.folder, ignore_errors=True)


def _as_server(folder: str, *command: str) -> None:
    """Run one of PostgreSQL's programs, which refuse to run as root. Its words go to a file in the folder."""
    with Path(folder, "words").open("a", encoding="utf-8") as words:
        result = subprocess.run(command, cwd=folder, stdout=words, stderr=words, **_owner())
    if result.returncode:
        raise RuntimeError(f"{' '.join(command)}: {Path(folder, 'words').read_text(encoding='utf-8')}")


def _owner() -> dict[str, Any]:
    """The unprivileged account that the server runs as when the tests run as root; else nothing."""
    if WINDOWS or os.geteuid() != 0:
        return {}
    import pwd

    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
