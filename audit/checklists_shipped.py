"""The checklists that come with the program: their texts, and each of them read."""

from functools import cache
from importlib import resources

from checklists import Checklist, parse

SUFFIX = ".toml"


@cache
def shipped() -> dict[str, str]:
    """The text of every checklist file in the package, by name (`akt-2026.1`), in the order of the names."""
    files = sorted(resources.files("checklists").iterdir(), key=lambda file: file.name)
    found = [file for file in files if file.name.endswith(SUFFIX)]
    return {file.name.removesuffix(SUFFIX): file.read_text("utf-8") for file in found}


@cache
def load(name: str) -> Checklist:
    """The shipped checklist called `name`. Raises KeyError where there is none of that name."""
    return parse(shipped()[name], source=name + SUFFIX)
