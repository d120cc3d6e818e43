"""How years are set beside each other, what may be said of them, and how tables out of documents are read."""

from audit.comparison.rules.cells import (
    JUDGEMENT_NAMES,
    NOTHING,
    AreaYears,
    Cell,
    Cells,
    Depth,
    Judgement,
    QuestionYears,
    Statement,
    Year,
    choose,
)
from audit.comparison.rules.changes import ON_PAPER, BoardChanges, changes_of, trend_in
from audit.comparison.rules.pasting import (
    COUNT_COLUMNS,
    COUNT_NAMES,
    AnswerRow,
    CountRow,
    PasteFault,
    parse_answers,
    parse_counts,
)

__all__ = [
    "COUNT_COLUMNS",
    "COUNT_NAMES",
    "JUDGEMENT_NAMES",
    "NOTHING",
    "ON_PAPER",
    "AnswerRow",
    "AreaYears",
    "BoardChanges",
    "Cell",
    "Cells",
    "CountRow",
    "Depth",
    "Judgement",
    "PasteFault",
    "QuestionYears",
    "Statement",
    "Year",
    "changes_of",
    "choose",
    "parse_answers",
    "parse_counts",
    "trend_in",
]
