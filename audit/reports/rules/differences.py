"""How two texts differ, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Lines with their ends; words and what parts them. Joined again, they are the text.
LINES = re.compile(r"[^\n]*\n|[^\n]+")
WORDS = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
# Two stretches larger than this are shown as one that went and one that came: finding what they share takes too long.
MOST_PAIRS = 1_000_000


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Stretch:
    """A piece of text that both have, or only the earlier (GONE), or only the later (NEW)."""

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Stretch, ...]:
    """The earlier text with what went out of it and what came into it, in order.

    All but what is NEW make `before` again, all but what is GONE make `after`.
    """
    return tuple(_joined([*_by_lines(LINES.findall(before), LINES.findall(after))]))


def summed_up(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """How many words went and how many came."""
    gone, new = (
        sum(len(re.findall(r"\w+", each.text)) for each in stretches if each.change is change)
        for change in (Change.GONE, Change.NEW)
    )
    return gone, new


def _by_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Lines that both have stay; those that differ are compared word by word."""
    for how, i, j, k, n in _steps(old, new):
        gone, come = "".join(old[i:j]), "".join(new[k:n])
        yield from [Stretch(Change.SAME, gone)] if how == "equal" else _by_words(gone, come)


def _by_words(before: str, after: str) -> Iterator[Stretch]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    for how, i, j, k, n in _steps(old, new):
        gone, come = "".join(old[i:j]), "".join(new[k:n])
        yield from [Stretch(Change.SAME, gone)] if how == "equal" else _flushed(gone, come)


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new).get_opcodes()


def _joined(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The same without empty stretches and with neighbours put together: between two that both have, what went comes
    before what came, and a space alone between two changes is part of both."""
    found = [each for each in stretches if each.text]
    same = gone = new = ""
    for place, each in enumerate(found):
        between = bool(gone or new) and place < len(found) - 1 and each.text == " "
        if each.change is Change.SAME and not between:
            yield from _flushed(gone, new)
            same, gone, new = same + each.text, "", ""
            continue
        if same:
            yield Stretch(Change.SAME, same)
            same = ""
        gone += each.text if each.change is not Change.NEW else ""
        new += each.text if each.change is not Change.GONE else ""
    yield from _flushed(gone, new)
    if same:
        yield Stretch(Change.SAME, same)


def _flushed(gone: str, new: str) -> Iterator[Stretch]:
    if gone:
        yield Stretch(Change.GONE, gone)
    if new:
        yield Stretch(Change.NEW, new)
