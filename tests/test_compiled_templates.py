"""Templates are kept as the Python they become, and nobody ever sees an old one for it."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from audit.web import compiled


def said(folder: Path) -> str:
    """What a program that has just been started makes of the template."""
    environment = Environment(loader=FileSystemLoader(folder), bytecode_cache=compiled.beside(folder), autoescape=True)
    return environment.get_template("page.html").render()


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*.cache"))


def test_a_template_is_put_together_once_and_anew_when_it_is_changed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("Nämnden")
    assert said(tmp_path) == "Nämnden"
    (file,) = kept(tmp_path)
    before = file.stat()
    assert said(tmp_path) == "Nämnden"
    assert file.stat() == before, "it was made again"
    (tmp_path / "page.html").write_text("Nämnderna")
    assert said(tmp_path) == "Nämnderna"
    assert kept(tmp_path) == [file]


def test_what_was_kept_by_halves_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("Nämnden")
    said(tmp_path)
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        assert said(tmp_path) == "Nämnden", length


def test_where_nothing_can_be_kept_the_pages_are_as_before(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("Nämnden")
    (tmp_path / "__pycache__").write_text("")  # no folder can be made of this name
    assert said(tmp_path) == said(tmp_path) == "Nämnden"
