"""`stickprov serve` as somebody meets it who starts the program, and what it refuses."""

import json
import os
import signal
import socket
import subprocess
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli import main
from audit.config import Settings
from audit.one_server import alone_on
from audit.serving import exposure_fault, is_loopback
from tests.support.server import STICKPROV, Server, free_port, serving

SETTINGS = Settings(Path(), b"", b"", "sqlite://", secure_cookies=False)


def serve(instance: Path, *words: str, **settings: str) -> "subprocess.Popen[str]":
    command = [STICKPROV, "serve", "--instance", str(instance), *words]
    environment = {**os.environ, "STICKPROV_SECURE_COOKIES": "false", **settings}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_runs_and_stops_when_told(instance: Path, ending: signal.Signals) -> None:
    port = free_port()
    process = serve(instance, "--port", str(port))
    assert process.stdout
    assert process.stdout.readline() == f"Stickprov körs på http://127.0.0.1:{port}/ (avbryt med Ctrl+C).\n"
    process.send_signal(ending)
    words, faults = process.communicate(timeout=20)
    assert (process.returncode, words, faults) == (0, "Stickprov är stoppat.\n", "")


def test_a_port_that_is_taken_is_said_in_words(instance: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words, faults = serve(instance, "--port", str(port)).communicate(timeout=30)
    assert words == ""
    assert faults.startswith(f"Porten {port} är upptagen av ett annat program. Välj en annan:")


def test_a_second_server_on_the_same_file_is_refused_until_the_first_is_gone(sqlite_url: str, instance: Path) -> None:
    with alone_on(sqlite_url):
        second = serve(instance, "--port", str(free_port()))
        words, faults = second.communicate(timeout=30)
    assert (second.returncode, words) == (1, "")
    assert faults.startswith(f"Ett annat Stickprov (process {os.getpid()}) är igång på samma databasfil.")
    with alone_on(sqlite_url):  # free again, however the one before has ended
        pass


def test_a_file_that_can_only_be_read_is_said_in_words(sqlite_url: str, instance: Path) -> None:
    file = sqlite_url.removeprefix("sqlite:///")
    process = serve(
        instance, "--port", str(free_port()), STICKPROV_DATABASE_URL=f"sqlite:///file:{file}?mode=ro&uri=true"
    )
    assert (
        process.communicate(timeout=60)[1]
        == "Databasen går inte att skriva i. Kontrollera disken och rättigheterna, och starta igen.\n"
    )


def test_it_is_not_shown_to_the_net_without_protection(instance: Path) -> None:
    process = serve(instance, "--host", "0.0.0.0")  # noqa: S104
    assert "inloggningar skulle skickas oskyddade" in process.communicate(timeout=30)[1]
    assert process.returncode == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_this_machine_alone_may_do_without_https(host: str) -> None:
    assert is_loopback(host)
    assert exposure_fault(SETTINGS, host) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "stickprov.example.org"])  # noqa: S104
def test_the_net_may_not_unless_cookies_are_secure_or_all_is_invented(host: str) -> None:
    assert exposure_fault(SETTINGS, host)
    assert exposure_fault(replace(SETTINGS, secure_cookies=True), host) is None
    assert exposure_fault(replace(SETTINGS, demo=True), host) is None


def test_what_was_entered_is_there_after_a_new_start(sqlite_url: str, instance: Path) -> None:
    added = ("user", "add", "--username", "britt", "--name", "Britt", "--role", "administrator")
    link = CliRunner().invoke(main, ["--instance", str(instance), *added, "--invite", "--url", ""])
    assert link.exit_code == 1
    link = CliRunner().invoke(main, ["--instance", str(instance), *added, "--invite", "--url", "/"])
    path = link.output.splitlines()[-1]
    for _ in range(2):
        with serving(sqlite_url, instance) as server:
            assert status(server, path) == 200


def status(server: Server, path: str) -> int:
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    connection.close()
    return answer.status


@pytest.mark.parametrize(
    "url",
    ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://u:hemligt@127.0.0.1:1/x", "mysql://u:hemligt@h/x", "x"],
)
def test_a_database_that_can_not_be_opened_is_said_in_words(instance: Path, url: str) -> None:
    result = CliRunner().invoke(
        main, ["user", "list", "--instance", str(instance)], env={"STICKPROV_DATABASE_URL": url}
    )
    assert result.exit_code == 2
    assert result.output.startswith("Databasen kan inte öppnas (")
    assert "hemligt" not in result.output


def test_the_routes_are_told_as_a_table_and_as_json() -> None:
    table = CliRunner().invoke(main, ["routes"]).output.splitlines()
    lines = json.loads(CliRunner().invoke(main, ["routes", "--json"]).output)
    assert len(table) == len(lines) + 1
    assert lines == sorted(lines, key=lambda line: (line["endpoint"], line["rule"]))
    assert {"endpoint": "accounts.sign_out", "rule": "/logga-ut", "methods": ["POST"], "roles": ["inloggad"]} in lines
    assert all(set(line["methods"]) <= {"GET", "POST", "PUT", "PATCH", "DELETE"} for line in lines)
