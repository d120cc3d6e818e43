"""The forms of a round: its plan and people, the frame of a board, the sizes, the files' whereabouts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from audit.accounts.models import Account, Board
from audit.accounts.operations import known
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.models import SampleUnit
from audit.rounds.operations import FrameChoice, RoundPlan
from audit.rounds.rules import (
    DRAWING_NAMES,
    PLANNED,
    RETRIEVAL_NAMES,
    TARGET_NAMES,
    TEMPLATES,
    Drawing,
    Fault,
    InputError,
    PartPlan,
    ReplacementReason,
    Retrieval,
    Target,
    TargetPlan,
    plan_faults,
    target_fields,
)
from audit.web.formats import counted
from audit.web.forms import BoxesField, DayField, PageForm, required, strip
from checklists import Checklist

KIND_OF_TEMPLATE = {template: kind for kind, template in TEMPLATES.items()}


class WholeNumberField(IntegerField):
    """A whole number, with its fault in plain Swedish."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError("Skriv ett heltal, till exempel 10.") from None


class ReviewersForm(PageForm):
    reviewers = BoxesField("Granskare", coerce=int)
    guests = BoxesField("Granskare från andra nämnder", coerce=int)


class PlanForm(PageForm):
    """A round's plan. `plan_form` adds the two numbers of each board."""

    name = StringField("Namn", filters=[strip], validators=[required("Skriv ett namn på omgången.")])
    year = WholeNumberField("År", validators=[required("Skriv vilket år urvalet dras.")])
    checklist = SelectField("Granskningsmall", validators=[required("Välj en granskningsmall.")])
    areas = BoxesField("Områden där alla frågor ställs")
    period_from = DayField("Från och med", validators=[required("Skriv periodens första dag.")])
    period_to = DayField("Till och med", validators=[required("Skriv periodens sista dag.")])
    boards = BoxesField("Nämnder", coerce=int, validators=[required("Välj minst en nämnd.")])
    leave_out_years = WholeNumberField(
        "Lämna ute ärenden som drogs de senaste … åren",
        validators=[required("Skriv ett antal år. Med 0 lämnas inga ärenden ute.")],
    )
    drawing = RadioField(
        "Så dras utbetalningar",
        choices={drawing.value: name for drawing, name in DRAWING_NAMES.items()},
        validators=[Optional()])  # fmt: skip
    reviewers = BoxesField("Granskare", coerce=int)
    sure = BoxesField("Kontrollera", validate_choice=False)

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Everything that is wrong, told at once: what a field can't be, and what the plan can't."""
        super().validate(extra_validators)
        put_on_fields(self, InputError(self._plan_faults()))
        return not self.errors

    def _plan_faults(self) -> list[Fault]:
        parts, faults = [], []
        for board_id in self.chosen_boards():
            size, reserves = fields = self.size_fields(board_id)
            faults += [Fault(field.name, "Skriv ett antal.") for field in fields if field.data is None]
            parts.append(PartPlan(board_id, size.data or 0, reserves.data or 0))
        period = self.period_from.data or date.min, self.period_to.data or date.max
        return faults + plan_faults(
            name=self.name.data or "", year=self.year.data or 0, period=period, parts=tuple(parts)
        )

    def is_meant(self, doubts: list[str]) -> bool:
        """Whether each of the doubts has been answered. If not, they stand in the form with a box each to tick."""
        self.sure.choices = {doubt: doubt for doubt in doubts}
        if set(doubts) <= set(self.sure.data or ()):
            return True
        self.sure.errors = ["Kryssa för om det ska vara så, eller ändra uppgifterna."]
        return False

    def chosen_boards(self) -> list[int]:
        return [board_id for board_id in self.boards.data or () if f"size_{board_id}" in self]

    def size_fields(self, board_id: int) -> tuple[WholeNumberField, WholeNumberField]:
        return self[f"size_{board_id}"], self[f"reserves_{board_id}"]

    def target_fields(self, target: Target, board_id: int) -> tuple[WholeNumberField, WholeNumberField]:
        size, reserves = target_fields(target, board_id)
        return self[size], self[reserves]

    @property
    def target_names(self) -> list[str]:
        """What the fields of the targeted samples are called."""
        boards = [option.data for option in self.boards]
        return [name for target in PLANNED for board_id in boards for name in target_fields(target, board_id)]

    def target_plans(self) -> tuple[TargetPlan, ...]:
        """The targeted samples that are wanted of the chosen boards: those with another size than 0."""
        chosen = [(target, board_id) for target in PLANNED for board_id in self.chosen_boards()]
        fields = {each: self.target_fields(*each) for each in chosen}
        return tuple(
            TargetPlan(*each, size.data, reserves.data or 0) for each, (size, reserves) in fields.items() if size.data
        )


def plan_form(
    *,
    boards: Sequence[Board],
    reviewers: Sequence[Account],
    checklists: Mapping[str, Checklist],
    plan: RoundPlan,
    edits: bool,
) -> PlanForm:
    """The form for a plan of any of `boards`, filled in with `plan`: a proposal, or (`edits`) what stands already."""
    fields = {**_size_fields(boards, plan), **_target_fields(boards, plan)}
    form: PlanForm = type("PlanFormOfBoards", (PlanForm,), fields)(
        name=plan.name,
        year=plan.year,
        checklist=plan.checklist,
        period_from=plan.period_from,
        period_to=plan.period_to,
        boards=[part.board_id for part in plan.parts],
        leave_out_years=plan.leave_out_years,
        reviewers=list(plan.reviewer_ids),
        areas=list(plan.areas),
        drawing=plan.drawing.value,
        edits=edits,
    )
    form.checklist.choices = {name: f"{each.title} ({each.version})" for name, each in checklists.items()}
    form.areas.choices = areas_to_choose(checklists.values())
    form.boards.choices = {str(board.id): board.name for board in boards}
    choose_among(form, reviewers)
    return form


def _size_fields(boards: Sequence[Board], plan: RoundPlan) -> dict[str, WholeNumberField]:
    sizes = {part.board_id: part for part in plan.parts}
    fields: dict[str, WholeNumberField] = {}
    for board in boards:
        part = sizes.get(known(board.id), PartPlan(known(board.id)))
        fields[f"size_{board.id}"] = _number(f"Urval för {board.name}", part.size)
        fields[f"reserves_{board.id}"] = _number(f"Reserver för {board.name}", part.reserves)
    return fields


def _target_fields(boards: Sequence[Board], plan: RoundPlan) -> dict[str, WholeNumberField]:
    plans = {(each.target, each.board_id): each for each in plan.targets}
    fields: dict[str, WholeNumberField] = {}
    for target in PLANNED:
        for board in boards:
            wanted = plans.get((target, known(board.id)), TargetPlan(target, known(board.id), 0))
            size, reserves = target_fields(target, known(board.id))
            what = f"{TARGET_NAMES[target].lower()}, {board.name}"
            fields[size] = _number(f"Riktat urval: {what}", wanted.size)
            fields[reserves] = _number(f"Reserver: {what}", wanted.reserves)
    return fields


def _number(label: str, default: int) -> WholeNumberField:
    return WholeNumberField(label, default=default, validators=[Optional()])


def choose_among(form: PlanForm | ReviewersForm, accounts: Iterable[Account]) -> None:
    form.reviewers.choices = {str(account.id): account.name for account in accounts}


def areas_to_choose(checklists: Iterable[Checklist]) -> dict[str, str]:
    """The areas that hold more than the core in any checklist that has one, with how many more at most."""
    names: dict[str, str] = {}
    most: dict[str, int] = {}
    for each in [each for each in checklists if any(question.core for question in each.questions)]:
        for area in each.areas:
            beside = sum(not question.core for question in each.questions_in(area.id))
            most[area.id] = max(most.get(area.id, 0), beside)
            names.setdefault(area.id, area.name)
    return {id_: f"{name} ({counted(most[id_], 'fråga', 'frågor')} till)" for id_, name in names.items() if most[id_]}


def plan_of(form: PlanForm, checklists: Mapping[str, Checklist]) -> RoundPlan:
    """The plan that was entered in a form without faults."""
    checklist = checklists[form.checklist.data]
    areas = {area.id for area in checklist.areas}
    return RoundPlan(
        name=form.name.data or "",
        year=form.year.data or 0,
        kind=KIND_OF_TEMPLATE[checklist.template],
        period_from=form.period_from.data or date.max,
        period_to=form.period_to.data or date.min,
        checklist=form.checklist.data,
        parts=tuple(_part(form, board_id) for board_id in form.chosen_boards()),
        reviewer_ids=tuple(form.reviewers.data or ()),
        leave_out_years=form.leave_out_years.data or 0,
        targets=form.target_plans(),
        areas=tuple(area for area in form.areas.data or () if area in areas),
        drawing=Drawing(form.drawing.data or Drawing.EQUAL),
    )


def _part(form: PlanForm, board_id: int) -> PartPlan:
    """A board's two numbers. Where payments are drawn by amount there are no reserves, as the form says."""
    size, reserves = (field.data or 0 for field in form.size_fields(board_id))
    return PartPlan(board_id, size, 0 if form.drawing.data == Drawing.KRONOR else reserves)


class FrameForm(PageForm):
    frame = RadioField(  # type: ignore[call-arg] # its stubs are older than `invalid_choice_message`
        "Ram",
        coerce=int,
        validators=[required("Välj en ram.")],
        invalid_choice_message="Välj en av ramarna i listan.",
    )


def frame_form(choices: Iterable[FrameChoice], chosen: int | None) -> FrameForm:
    """The form for choosing among the frames that fit; the newest is proposed."""
    fitting = [choice for choice in choices if choice.fits]
    form = FrameForm(frame=chosen or next((choice.id for choice in fitting), None))
    form.frame.choices = {str(choice.id): "" for choice in fitting}
    return form


class FixForm(PageForm):
    """Nothing to enter: `seen` says which frames and sizes were shown when the button was pressed."""

    seen = HiddenField()


class DrawForm(PageForm):
    """Nothing to enter: the seed is made already."""


class RedrawForm(PageForm):
    reason = StringField("Varför dras urvalet på nytt?", validators=[required("Skriv varför urvalet dras på nytt.")])


class RetrievalForm(PageForm):
    """Several files ticked, and one button that says where they are."""

    units = BoxesField("Det som hämtas", coerce=int, validators=[required("Kryssa för minst en rad.")])
    retrieval = RadioField(
        "Var de är",
        choices={kind.value: name for kind, name in RETRIEVAL_NAMES.items()},
        coerce=Retrieval,
        validators=[required("Välj var de är med någon av knapparna.")],
    )


def retrieval_form(units: Iterable[SampleUnit]) -> RetrievalForm:
    form = RetrievalForm()
    form.units.choices = {str(unit.id): unit.unit_id for unit in units}
    return form


class ReplaceForm(PageForm):
    reason = RadioField(
        "Varför ersätts den?",
        coerce=ReplacementReason,
        validators=[required("Välj varför den inte kan granskas.")],
    )
