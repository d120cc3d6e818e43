"""What is wrong in a checklist file: each fault with its line, its place and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.positions import inside_value

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One fault in a checklist file.

    `source` is the file's name as the reader gave it; `line` and `column` count from 1 and are None where
    the fault has no line of its own (something is missing from the whole file). `place` names table and key
    (`questions.plan_exists.area`), empty for the whole file. `what` and `remedy` are Swedish sentences.
    """

    source: str
    line: int | None
    column: int | None
    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """The fault as one Swedish line, for a list or a terminal."""
        where = self.source
        if self.line is not None:
            where += f", rad {self.line}"
        if self.column is not None:
            where += f", kolumn {self.column}"
        place = f"{self.place}: " if self.place else ""
        return f"{where}: {place}{self.what} {self.remedy}"


class ChecklistError(ValueError):
    """A checklist file that can't be used; `faults` holds all that is wrong with it, in the file's order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class Report:
    """Gathers faults while a document is checked, and finds the line and the name of each place."""

    def __init__(
        self, document: Mapping[str, object], *, source: str, lines: Mapping[Path, int], text: str = ""
    ) -> None:
        self._document = document
        self._source = source
        self._lines = lines
        self._text = text.split("\n")
        self._faults: list[Fault] = []

    def add(self, path: Path, what: str, remedy: str) -> None:
        """Note a fault at `path`: keys and (from 0) positions in lists, from the top of the document."""
        place = place_name(self._document, path)
        self._faults.append(Fault(self._source, self._line(path), None, place, what, remedy))

    def add_inside(self, path: Path, value: str, offset: int, what: str, remedy: str) -> None:
        """Note a fault at the sign `offset` (from 1) of the text `value` that stands at `path`."""
        line = self._line(path)
        if line is not None:
            line, column = inside_value(self._text, line, value, offset)
        else:
            column = None
        place = place_name(self._document, path)
        self._faults.append(Fault(self._source, line, column, place, what, remedy))

    def faults(self) -> tuple[Fault, ...]:
        """All faults in the order of their lines; those of the whole file first."""
        return tuple(sorted(self._faults, key=lambda fault: (fault.line or 0, fault.column or 0)))

    def _line(self, path: Path) -> int | None:
        known = (path[:length] for length in range(len(path), 0, -1) if path[:length] in self._lines)
        return next((self._lines[part] for part in known), None)


def place_name(document: object, path: Path) -> str:
    """The path in words: a list's table is named by its id or code, else by its number counted from 1."""
    name, here = "", document
    for step in path:
        here = _inside(here, step)
        if isinstance(step, int):
            label = _label(here)
            name += f".{label}" if label else f"[{step + 1}]"
        else:
            name += f".{step}" if name else step
    return name


def _inside(here: object, step: str | int) -> object:
    if isinstance(here, dict):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _label(here: object) -> str | None:
    if not isinstance(here, dict):
        return None
    label = here.get("id") or here.get("code") or here.get("version")
    return label if isinstance(label, str) else None
