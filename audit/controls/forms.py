"""The forms of machine controls: what to run with which settings, and how a hit is judged."""

from collections.abc import Mapping, Sequence

from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField

from audit.controls.operations import Wish, WishError
from audit.controls.rules import CONTROLS, LONGEST_NOTE, VERDICT_NAMES, Control, Verdict, needs_note
from audit.registers.operations import SeenExtract
from audit.registers.rules import RegisterKind
from audit.web.formats import span
from audit.web.forms import BoxesField, PageForm, at_most, required, strip

NO_EXTRACT = "0"
EXTRACT_LABELS = {RegisterKind.PAYMENTS: "Utbetalningar", RegisterKind.CASES: "Ärenden"}


class WholeNumberField(IntegerField):
    """A whole number, with its fault in plain Swedish."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(["".join(valuelist[0].split())] if valuelist else valuelist)
        except ValueError:
            raise ValueError("Skriv ett heltal.") from None


class StratumForm(PageForm):
    """Nothing but the protection: what is set aside follows from the judgements."""


class RunForm(PageForm):
    """What to run. Each parameter has a field of its own, named by `parameter_field`."""

    utbetalningar = SelectField("Utdrag med utbetalningar")
    arenden = SelectField("Utdrag med ärenden")
    controls = BoxesField("Kontroller")

    def wish(self) -> Wish:
        """What was asked for; whether it can be run is for the operation to say."""
        chosen = [control for control in CONTROLS if control.id in (self.controls.data or ())]
        return Wish(
            {kind: int(self[kind.value].data) for kind in EXTRACT_LABELS if self[kind.value].data != NO_EXTRACT},
            {control.id: self._values(control) for control in chosen},
        )

    def _values(self, control: Control) -> dict[str, int]:
        given = {one.name: self[parameter_field(control.id, one.name)].data for one in control.parameters}
        return {name: value for name, value in given.items() if value is not None}

    def put(self, error: WishError) -> None:
        self[error.field].errors = [*self[error.field].errors, str(error)]


def parameter_field(control_id: str, name: str) -> str:
    return f"{control_id}-{name}"


def run_form(extracts: Mapping[RegisterKind, Sequence[SeenExtract]]) -> RunForm:
    """The form for the extracts that one may run controls over; the newest of each kind is proposed."""

    class Asked(RunForm):
        pass

    for control in CONTROLS:
        for one in control.parameters:
            label = f"{one.label}, {one.unit} ({one.least}–{one.most})"
            setattr(Asked, parameter_field(control.id, one.name), WholeNumberField(label, default=one.default))
    newest = {kind.value: str(found[0].id) if found else NO_EXTRACT for kind, found in extracts.items()}
    usual = [control.id for control in CONTROLS if extracts[control.kind]]
    form = Asked(data={**newest, "controls": usual})
    for kind, found in extracts.items():
        names = {str(seen.id): _named(seen) for seen in found}
        form[kind.value].choices = {**names, NO_EXTRACT: "Inget utdrag"}
    form.controls.choices = {control.id: control.name for control in CONTROLS}
    return form


def _named(seen: SeenExtract) -> str:
    return f"{seen.extract.file_name}, {span(seen.extract.period_from, seen.extract.period_to)}"


class JudgeForm(PageForm):
    verdict = RadioField(
        "Bedömning",
        choices={one.value: VERDICT_NAMES[one] for one in Verdict},
        validators=[required("Välj en bedömning.")],
    )
    note = TextAreaField("Anteckning", filters=[strip], validators=[at_most(LONGEST_NOTE)], render_kw={"rows": 4})
    seen = HiddenField()

    def complete(self) -> bool:
        """Whether it can be kept; a fault and what is to be looked into further must be explained."""
        if not self.validate_on_submit():
            return False
        if needs_note(Verdict(self.verdict.data)) and not self.note.data:
            self.note.errors = ["Skriv vad du såg. Namn och personnummer ska inte stå här."]
            return False
        return True

    @property
    def base(self) -> int:
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() else 0
