"""The forms of goals and indicators: a document, a goal, an indicator with its outcomes, tables and checks."""

from audit.indicators.forms.figures import CheckForm, SettleForm, TableForm
from audit.indicators.forms.goals import DocumentForm, GoalForm, IndicatorForm, indicator_form
from audit.indicators.forms.pasting import LinesForm

__all__ = [
    "CheckForm",
    "DocumentForm",
    "GoalForm",
    "IndicatorForm",
    "LinesForm",
    "SettleForm",
    "TableForm",
    "indicator_form",
]
