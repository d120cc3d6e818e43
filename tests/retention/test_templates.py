"""The templates for a board's own documents name every kind that there is, and leave what is the board's to fill in."""

from pathlib import Path

import pytest

from audit.retention.rules import KINDS

FOLDER = Path(__file__).parents[2] / "docs" / "mallar"
OF_KINDS = ("gallringsbeslut", "konsekvensbedomning", "registerforteckning", "informationsklassning")


@pytest.mark.parametrize("name", OF_KINDS)
def test_a_template_names_every_kind_that_can_be_erased(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    assert [kind.name for kind in KINDS if kind.name not in text] == []


def test_the_decision_says_what_goes_and_what_stays_as_the_program_does() -> None:
    text = (FOLDER / "gallringsbeslut.md").read_text("utf-8")
    assert [kind.id for kind in KINDS if kind.covers not in text or kind.stays not in text] == []


def test_every_template_is_listed_and_has_blanks() -> None:
    listed = (FOLDER / "README.md").read_text("utf-8")
    templates = [file for file in FOLDER.glob("*.md") if file.name != "README.md"]
    assert {*OF_KINDS, "tillganglighetsredogorelse"} == {file.stem for file in templates}
    assert all(f"({file.name})" in listed for file in templates)
    assert all("[" in file.read_text("utf-8") for file in templates)
