"""What a mistyped command is answered is in Swedish, also where Click says it."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from click import core, decorators, exceptions, formatting, parser, termui, types
from click.testing import CliRunner

from audit.cli import PLACES, main
from audit.command_line_words import WORDS

AUDIT = Path(__file__).parent.parent / "audit"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("drw", "Kommandot drw finns inte. Menade du 'draw'?"),
        ("draw --fram x", "Valet --fram finns inte. Menade du '--frame'?"),
        ("draw", "Valet saknas: '--frame'."),
        ("serve --port abc", "'--port' går inte att använda: abc är inte ett tal."),
        ("serve --port 0", "'--port' går inte att använda: 0 ligger inte i 1<=x<=65535."),
        ("demo --instance", "Skriv ett värde efter --instance."),
        ("demo x", "Det här hör inte till kommandot: x"),
    ],
)
def test_a_mistyped_command_is_answered_in_swedish(typed: str, said: str) -> None:
    answered = CliRunner().invoke(main, typed.split())
    assert answered.exit_code == 2
    assert f"Fel: {said}" in answered.output
    assert not {"Usage", "Error", "Try", "OPTIONS", "Options"} & set(answered.output.split())


def test_every_command_that_a_package_brings_is_known_by_its_name() -> None:
    modules = {"audit.serving", *(f"audit.{file.parent.name}.commands" for file in AUDIT.glob("*/commands.py"))}
    brought = {str(command.name): module for module in modules for command in import_module(module).commands}
    assert brought == PLACES


def test_the_help_of_a_command_is_in_swedish() -> None:
    answered = CliRunner().invoke(main, ["user", "--help"]).output
    assert answered.startswith("Användning: main user [VAL] KOMMANDO …")
    assert "Visa den här texten." in answered


def test_click_still_says_every_sentence_that_is_translated() -> None:
    sources = [
        inspect.getsource(module) for module in (core, decorators, exceptions, formatting, parser, termui, types)
    ]
    said = "".join(sources).replace("\\n", "\n").replace("\\t", "\t")
    assert [english for english in WORDS if f'"{english}"' not in said] == []
