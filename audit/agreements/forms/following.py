"""The forms of how an agreement goes: reconciliations, joint proposals, meetings."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.agreements.forms.fields import TEXT, TITLE, AmountField
from audit.agreements.operations import MeetingPlan, ProposalPlan, Standing
from audit.agreements.rules import PROPOSAL_NAMES, ProposalStatus, Stated
from audit.web.forms import DayField, PageForm, at_most, required, strip


class ReconcileForm(PageForm):
    """What is stated for a reconciliation. `reconcile_form` adds the fields of each part."""

    comment = TextAreaField("Kommentar", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3})

    def lines(self) -> dict[int, Stated]:
        parts = [int(field.name.partition("_")[2]) for field in self if field.name.startswith("outcome_")]
        return {part: Stated(self[f"outcome_{part}"].data, self[f"forecast_{part}"].data) for part in parts}


def reconcile_form(of: Standing) -> ReconcileForm:
    """The form with outcome and forecast of every party in every area that has a budget."""
    fields: dict[str, Any] = {}
    ids = {name: party for party, name in of.agreed.party_names().items()}
    for one in of.areas:
        area = one.worked.area.name
        for line in one.lines:
            part = of.agreed.parts[of.area_id(area), ids[line.party]].id
            where = f"{line.party}, {area} (kr)"
            fields[f"outcome_{part}"] = AmountField(f"Utfall: {where}", default=line.stated.outcome)
            fields[f"forecast_{part}"] = AmountField(f"Prognos: {where}", default=line.stated.forecast)
    begin = {"comment": of.reconciliation.comment} if of.reconciliation else {}
    form: ReconcileForm = type("ReconcileFormOfParts", (ReconcileForm,), fields)(**begin, edits=True)
    return form


class ProposalForm(PageForm):
    what = TextAreaField(
        "Vad parterna föreslår",
        filters=[strip],
        validators=[required("Skriv vad parterna föreslår."), at_most(TEXT)],
        render_kw={"rows": 4},
    )
    responsible = StringField(
        "Ansvarig", filters=[strip], validators=[required("Skriv vem som ansvarar."), at_most(TITLE)]
    )
    due_on = DayField("Klart senast", validators=[Optional()])
    status = RadioField(
        "Hur långt förslaget har kommit",
        choices={str(status): PROPOSAL_NAMES[status] for status in ProposalStatus},
        default=str(ProposalStatus.PROPOSED),
        validators=[required("Välj hur långt förslaget har kommit.")],
    )

    def plan(self) -> ProposalPlan:
        status = ProposalStatus(self.status.data)
        return ProposalPlan(str(self.what.data), str(self.responsible.data), self.due_on.data, status)


class MeetingForm(PageForm):
    held_on = DayField("Datum", validators=[required("Ange vilken dag mötet hölls.")])
    roles = TextAreaField(
        "Närvarande roller",
        filters=[strip],
        validators=[required("Skriv vilka roller som var med."), at_most(TEXT)],
        render_kw={"rows": 3},
    )
    agenda = TextAreaField(
        "Dagordning",
        filters=[strip],
        validators=[required("Skriv dagordningen."), at_most(TEXT)],
        render_kw={"rows": 5},
    )
    decisions = TextAreaField("Beslut", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 4})
    escalation = TextAreaField(
        "Lyft till stadsdelsdirektörerna", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3}
    )

    def plan(self) -> MeetingPlan:
        assert self.held_on.data  # noqa: S101 - the field is required
        return MeetingPlan(
            held_on=self.held_on.data,
            roles=str(self.roles.data),
            agenda=str(self.agenda.data),
            decisions=self.decisions.data or "",
            escalation=self.escalation.data or "",
        )
