"""The forms of goals and indicators: a document, a goal, an indicator with its outcomes, tables and checks."""

from audit.indicators.forms.figures import CheckForm, SettleForm, TableForm
from audit.indicators.forms.goals import (
    DocumentForm,
    FollowGoalForm,
    GoalForm,
    HandInForm,
    IndicatorForm,
    MoveForm,
    NextYearForm,
    indicator_form,
    outcomes_form,
)
from audit.indicators.forms.pasting import LinesForm

__all__ = [
    "CheckForm",
    "DocumentForm",
    "FollowGoalForm",
    "GoalForm",
    "HandInForm",
    "IndicatorForm",
    "LinesForm",
    "MoveForm",
    "NextYearForm",
    "SettleForm",
    "TableForm",
    "indicator_form",
    "outcomes_form",
]
