"""The forms of a round: its plan and people, the frame of a board, the sizes, the seed, the files' whereabouts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from audit.accounts.models import Account, Board
from audit.accounts.operations import known
from audit.rounds.models import SampleUnit
from audit.rounds.operations import FrameChoice, RoundPlan
from audit.rounds.rules import (
    REASON_NAMES,
    RETRIEVAL_NAMES,
    SOURCE_NAMES,
    TEMPLATES,
    Fault,
    InputError,
    PartPlan,
    ReplacementReason,
    Retrieval,
    SeedSource,
    SourceKind,
    plan_faults,
)
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


class PlanForm(PageForm):
    """A round's plan. `plan_form` adds the two numbers of each board."""

    name = StringField("Namn", filters=[strip], validators=[required("Skriv ett namn på omgången.")])
    year = WholeNumberField("År", validators=[required("Skriv vilket år urvalet dras.")])
    checklist = SelectField("Granskningsmall", validators=[required("Välj en granskningsmall.")])
    period_from = DayField("Från och med", validators=[required("Skriv periodens första dag.")])
    period_to = DayField("Till och med", validators=[required("Skriv periodens sista dag.")])
    boards = BoxesField("Nämnder", coerce=int, validators=[required("Välj minst en nämnd.")])
    reviewers = BoxesField("Granskare", coerce=int)

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

    def chosen_boards(self) -> list[int]:
        return [board_id for board_id in self.boards.data or () if f"size_{board_id}" in self]

    def size_fields(self, board_id: int) -> tuple[WholeNumberField, WholeNumberField]:
        return self[f"size_{board_id}"], self[f"reserves_{board_id}"]


def plan_form(
    *, boards: Sequence[Board], reviewers: Sequence[Account], checklists: Sequence[Checklist], plan: RoundPlan
) -> PlanForm:
    """The form for a plan of any of `boards`, filled in with `plan`."""
    sizes = {part.board_id: part for part in plan.parts}
    fields = {}
    for board in boards:
        part = sizes.get(known(board.id), PartPlan(known(board.id)))
        fields[f"size_{board.id}"] = WholeNumberField(
            f"Urval för {board.name}", default=part.size, validators=[Optional()]
        )
        fields[f"reserves_{board.id}"] = WholeNumberField(
            f"Reserver för {board.name}", default=part.reserves, validators=[Optional()]
        )
    form: PlanForm = type("PlanFormOfBoards", (PlanForm,), fields)(
        name=plan.name,
        year=plan.year,
        checklist=plan.checklist,
        period_from=plan.period_from,
        period_to=plan.period_to,
        boards=list(sizes),
        reviewers=list(plan.reviewer_ids),
    )
    form.checklist.choices = {each.name: f"{each.title} ({each.version})" for each in checklists}
    form.boards.choices = {str(board.id): board.name for board in boards}
    choose_among(form, reviewers)
    return form


def choose_among(form: PlanForm | ReviewersForm, accounts: Iterable[Account]) -> None:
    form.reviewers.choices = {str(account.id): account.name for account in accounts}


def plan_of(form: PlanForm, checklists: Sequence[Checklist]) -> RoundPlan:
    """The plan that was entered in a form without faults."""
    templates = {each.name: each.template for each in checklists}
    return RoundPlan(
        name=form.name.data or "",
        year=form.year.data or 0,
        kind=KIND_OF_TEMPLATE[templates[form.checklist.data]],
        period_from=form.period_from.data or date.max,
        period_to=form.period_to.data or date.min,
        checklist=form.checklist.data,
        parts=tuple(
            PartPlan(board_id, *(field.data or 0 for field in form.size_fields(board_id)))
            for board_id in form.chosen_boards()
        ),
        reviewer_ids=tuple(form.reviewers.data or ()),
    )


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
    seed = StringField("Frö", validators=[required("Skriv fröet.")])
    source = RadioField(
        "Varifrån kommer fröet?",
        choices={kind.value: name for kind, name in SOURCE_NAMES.items()},
        validators=[required("Välj varifrån fröet kommer.")],
    )
    figure = StringField("Vilken siffra, och var står den?", filters=[strip])
    dated = DayField("Dagen då den blev offentlig", validators=[Optional()])

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        super().validate(extra_validators)
        if self.source.data == SourceKind.FIGURE:
            missing = [field for field in (self.figure, self.dated) if not field.data and not field.errors]
            for field in missing:
                field.errors = ["Fyll i, så att andra kan kontrollera siffran."]
        return not self.errors

    @property
    def seed_source(self) -> SeedSource:
        return SeedSource(SourceKind(self.source.data), self.figure.data or "", self.dated.data)


class RetrievalForm(PageForm):
    """Several files ticked, and one button that says where they are."""

    units = BoxesField("Akter", coerce=int, validators=[required("Kryssa för minst en akt.")])
    retrieval = RadioField(
        "Var akterna är",
        choices={kind.value: name for kind, name in RETRIEVAL_NAMES.items()},
        coerce=Retrieval,
        validators=[required("Välj var akterna är med någon av knapparna.")],
    )


def retrieval_form(units: Iterable[SampleUnit]) -> RetrievalForm:
    form = RetrievalForm()
    form.units.choices = {str(unit.id): unit.unit_id for unit in units}
    return form


class ReplaceForm(PageForm):
    reason = RadioField(
        "Varför ersätts akten?",
        choices={reason.value: name for reason, name in REASON_NAMES.items()},
        coerce=ReplacementReason,
        validators=[required("Välj varför akten ersätts.")],
    )


def put_on_fields(form: PageForm, error: InputError) -> None:
    """Show each fault at its field, unless one is shown there already; above the form where no field can be seen."""
    for fault in error.faults:
        field = next((field for field in form if field.name == fault.field), None)
        if field is None or isinstance(field, HiddenField):
            form.form_errors.append(fault.message)
        elif not field.errors:
            field.errors = [fault.message]
