"""The forms of retention: a decided rule, a proposal, its approval or refusal, and whose data is asked for."""

from datetime import date

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.controls.forms import WholeNumberField
from audit.retention.operations import Decision, RulePlace
from audit.retention.rules import EVENT_NAMES, Event, day_fault, months_fault
from audit.web.forms import DayField, PageForm, at_most, required, strip

ERASE, KEEP = "gallras", "bevaras"


class RuleForm(PageForm):
    """What somebody has decided."""

    keeping = RadioField(
        "Vad är beslutat",
        choices={ERASE: "Gallras efter en tid", KEEP: "Bevaras: gallras aldrig"},
        validators=[required("Välj vad som är beslutat.")],
    )
    months = WholeNumberField("Efter hur många månader", validators=[Optional()])
    event = RadioField("Tiden räknas från att", validators=[required("Välj vad tiden räknas från.")])
    decided_by = StringField(
        "Vem beslutade", filters=[strip], validators=[required("Skriv vem som beslutade."), at_most(200)]
    )
    decided_on = DayField("Beslutets datum", validators=[required("Skriv beslutets datum.")])
    reference = StringField(
        "Nummer eller paragraf", filters=[strip], validators=[required("Skriv beslutets nummer."), at_most(100)]
    )
    seen = HiddenField()

    def complete(self, today: date) -> bool:
        """Whether it can be sent on; a time is needed where something is to be erased."""
        fine, months, on = self.validate_on_submit(), self.months.data, self.decided_on.data
        if self.keeping.data == ERASE and not self.months.errors:
            wrong = "Skriv efter hur många månader. 60 månader är fem år." if months is None else months_fault(months)
            self.months.errors = [wrong] if wrong else []
        if on and not self.decided_on.errors and (wrong := day_fault(on, today)):
            self.decided_on.errors = [wrong]
        return bool(fine) and not self.errors

    @property
    def decision(self) -> Decision:
        months = self.months.data if self.keeping.data == ERASE else None
        on = self.decided_on.data or date.max
        return Decision(months, Event(self.event.data), str(self.decided_by.data), on, str(self.reference.data))

    @property
    def version_seen(self) -> int:
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() and len(seen) < 7 else 0


def rule_form(of: RulePlace, *, fresh: bool) -> RuleForm:
    """The form for a kind, filled with the rule that holds when it is `fresh`."""
    rule = of.rule
    kept = {
        "keeping": (ERASE if rule.months else KEEP) if rule else None,
        "months": rule.months if rule else None,
        "event": rule.event.value if rule else of.kind.events[0].value,
        "decided_by": rule.decided_by if rule else "",
        "decided_on": rule.decided_on if rule else None,
        "reference": rule.reference if rule else "",
        "seen": str(of.seen),
    }
    form = RuleForm(formdata=None, data=kept) if fresh else RuleForm()
    form.event.choices = {event.value: EVENT_NAMES[event] for event in of.kind.events}
    return form


class ProposeForm(PageForm):
    """What is proposed; all of it is named by the page."""

    kind, board_id, of_id = HiddenField(), HiddenField(), HiddenField()


class ApproveForm(PageForm):
    """Nothing but the protection."""


class TurnDownForm(PageForm):
    reason = TextAreaField(
        "Skäl", filters=[strip], validators=[required("Skriv varför."), at_most(1000)], render_kw={"rows": 3}
    )


class CaseForm(PageForm):
    """Whose case. It stands in no address, for addresses are written down everywhere."""

    case_id = StringField(
        "Ärendenummer", filters=[strip], validators=[required("Skriv ärendenumret."), at_most(200)],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip
    form = HiddenField()
