"""On which line each table and key of a TOML text stands: the standard library's reader does not tell."""

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

HEADER = re.compile(r"^\s*(?P<open>\[{1,2})(?P<name>[^\[\]]+)\]{1,2}\s*(#.*)?$")
KEY = re.compile(r"^\s*(?P<name>(?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
FENCES = ('"""', "'''")


def line_numbers(text: str) -> dict[Path, int]:
    """Line (from 1) of every table and key, by its path; what stands inside a list has its key's line.

    The text has already been read as TOML without complaint. Dotted and quoted keys, sub-tables and
    multi-line strings are understood; a key inside an inline table is found through the inline table's key.
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    fence: str | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if fence is not None:
            fence = None if line.count(fence) % 2 else fence
        elif header := HEADER.match(line):
            table = _table(_parts(header["name"]), counts, listed=header["open"] == "[[")
            lines.setdefault(table, number)
        elif key := KEY.match(line):
            _note(lines, table, _parts(key["name"]), number)
            fence = _opened(line)
    return lines


def _parts(name: str) -> tuple[str, ...]:
    found = re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s]+", name)
    return tuple(part.strip("\"'") for part in found)


def _table(parts: tuple[str, ...], counts: dict[Path, int], *, listed: bool) -> Path:
    path: Path = ()
    for place, part in enumerate(parts, start=1):
        path += (part,)
        if listed and place == len(parts):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path += (counts[path] - 1,)
    return path


def _note(lines: dict[Path, int], table: Path, parts: tuple[str, ...], number: int) -> None:
    for length in range(1, len(parts) + 1):
        lines.setdefault(table + parts[:length], number)


def _opened(line: str) -> str | None:
    return next((fence for fence in FENCES if line.count(fence) % 2), None)


ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")


def inside_value(text: Sequence[str], line: int, value: str, offset: int) -> tuple[int, int | None]:
    """Line and column of the sign number `offset` (from 1) of `value`, whose key stands on `line` of the lines `text`.

    The column is None where the text is written so that it can't be told.
    """
    written = text[line - 1].partition("=")[2]
    start = len(text[line - 1]) - len(written.lstrip())
    fence = next((each for each in (*FENCES, '"', "'") if written.lstrip().startswith(each)), None)
    if fence is None:
        return line, None
    if fence in FENCES:
        return _inside_fence(text, line, value, offset)
    column = start + 1
    for _ in range(offset - 1):
        escape = ESCAPE.match(text[line - 1], column) if fence == '"' else None
        column = escape.end() if escape else column + 1
    return line, min(column, len(text[line - 1])) + 1


def _inside_fence(text: Sequence[str], line: int, value: str, offset: int) -> tuple[int, int | None]:
    before = value[: offset - 1]
    at, wanted = line + before.count("\n"), value.split("\n")[before.count("\n")]
    for number in (at, at + 1):
        if number <= len(text) and wanted in text[number - 1]:
            return number, text[number - 1].index(wanted) + len(before.rpartition("\n")[2]) + 1
    return line, None
