"""The forms of a document, of a goal, and of an indicator with a field for each outcome."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from audit.indicators.operations import DocumentPlan, Seen, SeenIndicator
from audit.indicators.rules.guarantees import GUARANTEES
from audit.indicators.rules.moving import can_hold
from audit.indicators.rules.pasting import FIRST_YEAR, LAST_YEAR, LONGEST_NAME, LONGEST_UNIT, GoalRow, IndicatorRow, Key
from audit.indicators.rules.words import (
    DIRECTION_NAMES,
    KIND_NAMES,
    LEVEL_NAMES,
    OWNER_NAMES,
    PERIODICITY_NAMES,
    QUANTITY_NAMES,
    Direction,
    DocumentKind,
    Level,
    Owner,
    Periodicity,
    Quantity,
)
from audit.plans.rules import PERIOD_NAMES
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

TEXT = 2_000
NONE = ""


def choices_of(names: dict[Any, str]) -> dict[str, str]:
    return {str(code): name for code, name in names.items()}


def line(label: str, longest: int = LONGEST_NAME, needed: str = "") -> StringField:
    """A text of one line, which has to be filled in where `needed` tells what to say."""
    asked = [required(needed)] if needed else []
    return StringField(label, filters=[strip], validators=[*asked, at_most(longest)])


def lines(label: str, needed: str = "") -> TextAreaField:
    asked = [required(needed)] if needed else []
    return TextAreaField(label, filters=[strip], validators=[*asked, at_most(TEXT)], render_kw={"rows": 3})


class DocumentForm(PageForm):
    """A document's head. The boards are chosen once."""

    year = IntegerField(
        "År",
        validators=[
            required("Skriv årtalet."),
            NumberRange(FIRST_YEAR, LAST_YEAR, f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}."),
        ],
    )
    kind = SelectField("Sort", choices=choices_of(KIND_NAMES))
    title = line("Rubrik", 200, "Skriv vad dokumentet heter.")
    source = line("Källa", 200)
    boards = BoxesField("Nämnder", coerce=int)

    def plan(self, board_ids: Iterable[int] | None = None, *, invented: bool = False) -> DocumentPlan:
        """What was entered; `board_ids` are the document's own where it has them already."""
        chosen = tuple(self.boards.data or ()) if board_ids is None else tuple(board_ids)
        kind, title = DocumentKind(self.kind.data), str(self.title.data)
        return DocumentPlan(self.year.data or 0, kind, title, chosen, self.source.data or "", invented)


class GoalForm(PageForm):
    """A goal, a commitment or an activity; where it goes is chosen for a new one."""

    level = SelectField("Nivå", choices=choices_of(LEVEL_NAMES))
    number = line("Nummer", LONGEST_UNIT)
    text = lines("Text", "Skriv målet, åtagandet eller aktiviteten.")
    after = SelectField("Efter")
    expected = lines("Förväntat resultat")
    status = line("Läge")
    deviation = lines("Avvikelse")
    starts_on = DayField("Startdatum", validators=[Optional()])
    ends_on = DayField("Slutdatum", validators=[Optional()])

    def row(self) -> GoalRow:
        names = ("text", "number", "expected", "status", "deviation")
        texts = {name: self[name].data or "" for name in names}
        return GoalRow(level=Level(self.level.data), starts_on=self.starts_on.data, ends_on=self.ends_on.data, **texts)


class FollowGoalForm(PageForm):
    """How far a goal of an adopted document has come."""

    status = line("Läge")
    deviation = lines("Avvikelse")


class MoveForm(PageForm):
    """Where a goal is moved: a button past each neighbour, and one to another goal."""

    under = SelectField("Under")

    def of(self, seen: Seen, goal_id: int) -> "MoveForm":
        """The form with the goals that this one may hang on."""
        ids = [one.row.id for one in seen.goals]
        holding = can_hold([one.row.level for one in seen.goals], ids.index(goal_id))
        above = [(str(ids[place]), seen.goals[place].name) for place in holding]
        self.under.choices = [(NONE, "Inget mål: överst i trädet"), *above]
        return self


class NextYearForm(PageForm):
    year = IntegerField(
        "År",
        validators=[
            required("Skriv årtalet."),
            NumberRange(FIRST_YEAR, LAST_YEAR, f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}."),
        ],
    )


class HandInForm(PageForm):
    period = SelectField("Period")

    def of(self, seen: Seen) -> "HandInForm":
        names = {str(period): name for period, name in PERIOD_NAMES.items()}
        self.period.choices = [(str(period), names[str(period)]) for period in seen.open_periods]
        return self


class OutcomesForm(PageForm):
    """An indicator's outcomes alone, where the rest of it is adopted. `indicator_form` adds a field for each."""

    def written(self, keys: Iterable[Key]) -> dict[Key, str]:
        found = {key: (self[outcome_name(key)].data or "").strip() for key in keys}
        return {key: text for key, text in found.items() if text}


class IndicatorForm(OutcomesForm):
    """An indicator. `indicator_form` adds a field for each outcome."""

    name = line("Indikator", needed="Skriv vad indikatorn heter.")
    unit = line("Enhet", LONGEST_UNIT)
    quantity = SelectField(
        "Slag",
        choices={NONE: "Välj"} | choices_of(QUANTITY_NAMES),
        validators=[required("Välj om utfallet är en andel eller ett antal.")],
    )
    direction = SelectField("Riktning", choices=choices_of(DIRECTION_NAMES))
    periodicity = SelectField("Periodicitet", choices=choices_of(PERIODICITY_NAMES))
    owner = SelectField("Vems indikator", choices=choices_of(OWNER_NAMES))
    goal = SelectField("Mål")
    target = line("Årsmål")
    city_target = line("Kommunfullmäktiges årsmål")
    guarantee = SelectField(
        "Mäts ur registret", choices={NONE: "Nej, utfallet skrivs in"} | {one.id: one.name for one in GUARANTEES}
    )

    def row(self, keys: Iterable[Key], seen: Seen) -> IndicatorRow:
        """What was entered. `keys` are the outcomes that the form has fields for."""
        goals = {str(goal.row.id) for goal in seen.goals}
        texts = {name: self[name].data or "" for name in ("name", "unit", "target", "city_target", "guarantee")}
        return IndicatorRow(
            quantity=Quantity(self.quantity.data),
            direction=Direction(self.direction.data),
            periodicity=Periodicity(self.periodicity.data),
            owner=Owner(self.owner.data),
            goal_id=int(self.goal.data) if self.goal.data in goals else None,
            outcomes=self.written(keys),
            **texts,
        )


def outcome_name(key: Key) -> str:
    year, period, board = key
    return f"outcome_{year}_{period}_{board or 0}"


def outcome_keys(seen: Seen, indicator: SeenIndicator | None) -> list[Key]:
    """The outcomes that a form has fields for: the year's, for all and each board, and other years' that are there.

    Those of a period that is handed in have none.
    """
    boards = [None, *seen.boards] if len(seen.boards) > 1 else list(seen.boards)
    own = [(seen.document.year, period, board) for period in seen.open_periods for board in boards]
    there = [key for key in indicator.outcomes if key not in indicator.measured] if indicator else []
    there = [key for key in there if key[0] != seen.document.year or key[1] in seen.open_periods]
    return [*own, *sorted((key for key in there if key not in own), key=lambda key: (key[0], key[1], key[2] or 0))]


def outcomes_form(seen: Seen, indicator: SeenIndicator) -> OutcomesForm:
    """The form of an indicator's outcomes, filled in with them."""
    form: OutcomesForm = type("OutcomesFormOfBoards", (OutcomesForm,), _outcome_fields(seen, indicator))(edits=True)
    return form


def _outcome_fields(seen: Seen, indicator: SeenIndicator | None) -> dict[str, Any]:
    """A field for each outcome that can be written, with what is entered."""
    fields: dict[str, Any] = {}
    for key in outcome_keys(seen, indicator):
        year, period, board = key
        who = seen.boards[board] if board else "alla"
        entered = indicator.outcomes.get(key, "") if indicator and key not in indicator.measured else ""
        field: Any = line(f"Utfall {period} {year} för {who}", 40)
        field.kwargs["default"] = entered
        fields[outcome_name(key)] = field
    return fields


def indicator_form(seen: Seen, indicator: SeenIndicator | None = None) -> IndicatorForm:
    """The form of an indicator, filled in with it."""
    fields, row = _outcome_fields(seen, indicator), indicator.row if indicator else None
    begin = {} if row is None else {**row.model_dump(), "goal": str(row.goal_id or NONE)}
    form: IndicatorForm = type("IndicatorFormOfBoards", (IndicatorForm,), fields)(**begin, edits=row is not None)
    form.goal.choices = [(NONE, "Inget mål"), *((str(goal.row.id), goal.name) for goal in seen.goals)]
    return form
