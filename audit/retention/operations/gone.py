"""What stands where an id was erased, and how the queries of this room tell it from an id."""

from typing import Any

from sqlmodel import col

MARK = "gallrad-"


def is_left(column: Any) -> Any:
    """The condition that an id is still there."""
    return col(column).not_like(f"{MARK}%")


def mark(number: int) -> str:
    """What stands instead of an id, by the number of the row that had it."""
    return f"{MARK}{number}"
