"""The handbook for those who run the program: its commands are run as they stand there, its units are read."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from audit.cli import main
from audit.config import CHOOSABLE
from tests.support.server import STICKPROV, free_port

TEXT = (Path(__file__).parent.parent / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)( run)?( postgresql)?\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_every_command_does_what_it_says_in_the_order_of_the_page(postgresql_url: str, tmp_path: Path) -> None:
    script = "\n".join(words for kind, run, _, words in BLOCKS if kind == "sh" and run)
    places = {"INSTANCE": str(tmp_path / "instance"), "KEPT": str(tmp_path / "kept"), "DATABASE": postgresql_url}
    places["COLUMN_KEY"] = str(tmp_path / "columns.key")
    path = f"{Path(STICKPROV).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **places, "PORT": str(free_port()), "PATH": path}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail"], input=script, capture_output=True, text=True, env=environment, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Journalen är hel") == 4
    assert "varje tabell är densamma i båda databaserna" in done.stdout
    assert '"status":"ok"' in done.stdout.replace(" ", "")
    assert "Stickprov är stoppat." in done.stdout


def units() -> list[str]:
    return [words for kind, _, _, words in BLOCKS if kind == "ini"]


@pytest.mark.parametrize("unit", units(), ids=range(len(units())))
def test_what_the_units_start_is_a_command_with_options_that_it_has(unit: str) -> None:
    for line in re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE):
        program, name, *options = shlex.split(line.replace("%i", "8001"))
        assert program.endswith("/stickprov")
        command = main.get_command(click.Context(main), name)
        assert command
        command.make_context(name, list(options))


def test_the_web_server_tells_what_the_program_listens_to() -> None:
    (nginx,) = [words for kind, _, _, words in BLOCKS if kind == "nginx"]
    assert "X-Forwarded-For $remote_addr" in nginx  # not what a visitor says of himself
    assert "X-Forwarded-Proto https" in nginx
    assert "proxy_pass http://127.0.0.1:8000" in nginx
    assert "add_header" not in nginx


def test_every_setting_that_is_named_is_one() -> None:
    named = {word for _, _, _, words in BLOCKS for word in re.findall(r"^(\w+) = ", words, re.MULTILINE)}
    assert named <= CHOOSABLE.keys()
    assert "backup_days" in named
