"""`dev.py` explains itself, never removes what is not its own, and runs every step."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev

DEV = Path(dev.__file__)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(DEV), *words], capture_output=True, text=True)


def test_alone_it_lists_every_command_with_one_line_each() -> None:
    answer = run()
    assert answer.returncode == 0
    listed = [line.split()[0] for line in answer.stdout.splitlines()[2:]]
    assert sorted(listed) == sorted([*dev.ALONE, *dev.MORE])


def test_a_word_it_does_not_know_is_answered_with_the_list() -> None:
    answer = run("demonstrate")
    assert answer.returncode == 2
    assert "python3 dev.py COMMAND" in answer.stdout


def test_an_older_python_can_read_the_file_far_enough_to_say_so() -> None:
    source = DEV.read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    kinds = [type(node).__name__ for node in tree.body]
    assert kinds.index("If") < kinds.index("FunctionDef")


def test_it_needs_nothing_but_the_standard_library_and_stays_readable() -> None:
    source = DEV.read_text(encoding="utf-8")
    imported = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imported if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imported if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names
    assert source.count("\n") <= 300


def test_a_port_in_use_is_said_in_words_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = run("demo", "--port", str(taken.getsockname()[1]), "--instance", str(tmp_path / "new"))
    assert answer.returncode == 1
    assert "cannot be used" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_no_demonstration_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "stickprov.db").write_text("a year of work")
    with pytest.raises(SystemExit, match="left alone"):
        dev.reset(tmp_path)
    assert (tmp_path / "stickprov.db").exists()


def test_a_link_to_a_demonstration_is_never_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    (real / dev.DEMO_MARKER).touch()
    link.symlink_to(real)
    with pytest.raises(SystemExit, match="left alone"):
        dev.reset(link)
    assert real.exists()


def test_a_demonstration_is_removed_after_it_was_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = tmp_path / "demo"
    instance.mkdir()
    (instance / dev.DEMO_MARKER).touch()
    dev.reset(instance)
    assert not instance.exists()
    assert "Removing the demonstration" in capsys.readouterr().out


def test_every_step_runs_even_if_one_fails(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    steps = {"first": ["-c", "raise SystemExit(3)"], "second": ["-c", "print('it ran')"]}
    assert dev.run_all(steps) == 1
    lines = capfd.readouterr().out.splitlines()
    assert "it ran" in lines
    assert [line.split()[:2] for line in lines[-2:]] == [["first", "failed"], ["second", "ok"]]
