"""What may be said of a board's two latest years."""

from collections.abc import Sequence

from audit.comparison.operations.years import asked
from audit.comparison.rules import BoardChanges, Cells, Year, asked_in, changes_of
from audit.registers.rules import RegisterKind


def changes(
    found: Cells, *, board_id: int, of_years: Sequence[Year], kind: RegisterKind = RegisterKind.CASES
) -> BoardChanges | None:
    """A board's two latest years with counts compared, question by question."""
    ids = [question.id for area in asked_in(asked(of_years, kind)) for question in area.questions]
    return changes_of(of_years, found, board_id=board_id, question_ids=ids)
