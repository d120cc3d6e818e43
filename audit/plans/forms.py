"""The forms of risk analyses and control plans."""

from collections.abc import Iterable

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from audit.controls.rules import CONTROLS
from audit.findings.rules.secrecy import REASON, Hit, together
from audit.improvements.rules import MEASURE_NAMES, MeasureStatus
from audit.plans.models import PlanControl, PlanRisk
from audit.plans.operations import (
    Adoption,
    ControlEntry,
    MeasureEntry,
    RiskEntry,
    SeenAnalysis,
    SeenPlan,
    all_areas,
    strand,
)
from audit.plans.rules import (
    ASSESSMENT_NAMES,
    BASIS_NAMES,
    HANDLING_NAMES,
    LARGEST,
    PERIOD_NAMES,
    STEPS,
    Assessment,
    Basis,
    Handling,
    Judged,
    Period,
    Scale,
)
from audit.registers.rules import RegisterKind
from audit.rounds.rules import KIND_NAMES
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

LINE, TEXT = 200, 6000
NOTHING = ""


def _line(label: str, missing: str = "") -> StringField:
    validators = [required(missing)] if missing else []
    return StringField(label, filters=[strip], validators=[*validators, at_most(LINE)])


def _area(label: str, missing: str = "", rows: int = 3) -> TextAreaField:
    validators = [required(missing)] if missing else []
    return TextAreaField(label, filters=[strip], validators=[*validators, at_most(TEXT)], render_kw={"rows": rows})


class NewYearForm(PageForm):
    board = RadioField("Nämnd", coerce=int, validators=[required("Välj nämnd.")])
    year = IntegerField("År", validators=[required("Skriv året.")])
    copy = BooleanField("Börja med det senaste antagna", default=True)


class RiskForm(PageForm):
    process_name = _line("Process", "Skriv vilken process risken finns i.")
    risk = _area("Risk", "Skriv vad som kan hända.")
    routine = _area("Rutin")
    ongoing = _area("Löpande kontroller")
    likelihood = RadioField("Sannolikhet", coerce=int, validators=[required("Välj hur sannolikt det är.")])
    materiality = RadioField("Väsentlighet", coerce=int, validators=[required("Välj hur väsentligt det är.")])
    handling = RadioField(
        "Hantering",
        choices={str(one): HANDLING_NAMES[one] for one in Handling},
        validators=[required("Välj hur risken hanteras.")],
    )
    reason = _area("Motivering", rows=2)

    def entry(self) -> RiskEntry:
        return RiskEntry(
            process=str(self.process_name.data),
            risk=str(self.risk.data),
            likelihood=self.likelihood.data,
            materiality=self.materiality.data,
            handling=Handling(self.handling.data),
            routine=self.routine.data or "",
            ongoing=self.ongoing.data or "",
            reason=self.reason.data or "",
        )


def risk_form(analysis: SeenAnalysis, risk: PlanRisk | None = None) -> RiskForm:
    """The form with the steps of the analysis' own scale."""
    form = RiskForm(obj=risk, process_name=risk.process) if risk else RiskForm()
    form.likelihood.choices = _steps(analysis.scale.likelihood)
    form.materiality.choices = _steps(analysis.scale.materiality)
    return form


def _steps(names: Iterable[str]) -> dict[str, str]:
    return {str(step): f"{step} {name}" for step, name in zip(STEPS, names, strict=True)}


class ScaleForm(PageForm):
    likelihood = _area("Sannolikhet, steg 1 till 5", "Skriv de fem stegen.", rows=5)
    materiality = _area("Väsentlighet, steg 1 till 5", "Skriv de fem stegen.", rows=5)
    ongoing_from = IntegerField(
        "Löpande kontroll från riskvärde", validators=[NumberRange(1, LARGEST, f"Skriv ett tal från 1 till {LARGEST}.")]
    )
    plan_from = IntegerField(
        "Till internkontrollplanen från riskvärde",
        validators=[NumberRange(1, LARGEST, f"Skriv ett tal från 1 till {LARGEST}.")],
    )

    def scale(self) -> Scale:
        def lines(text: str | None) -> tuple[str, ...]:
            return tuple(line.strip() for line in (text or "").splitlines() if line.strip())

        return Scale(
            lines(self.likelihood.data),
            lines(self.materiality.data),
            int(self.ongoing_from.data or 0),
            int(self.plan_from.data or 0),
        )


def scale_form(scale: Scale) -> ScaleForm:
    return ScaleForm(
        likelihood="\n".join(scale.likelihood),
        materiality="\n".join(scale.materiality),
        ongoing_from=scale.ongoing_from,
        plan_from=scale.plan_from,
        edits=True,
    )


class NoteForm(PageForm):
    note = _area("Inledning", rows=5)


class AdoptForm(PageForm):
    adopted_on = DayField("Dag för beslutet", validators=[required("Ange vilken dag den antogs.")])
    by_role = _line("Antagen av", "Skriv vem som antog den, till exempel nämnden.")
    registry_number = _line("Diarienummer", "Skriv diarienumret.")

    def adoption(self) -> Adoption:
        return Adoption(self.adopted_on.data, str(self.by_role.data), str(self.registry_number.data), reasons_in(self))


def reason_fields(hits: Iterable[Hit]) -> dict[str, object]:
    """A field for why each thing that the secrecy check has found may stand, by its name."""
    return {
        f"{REASON}{name}": _line(f"Varför får »{'«, »'.join(dict.fromkeys(hit.found for hit in these))}« stå?")
        for name, these in together(hits).items()
    }


def reasons_in(form: PageForm) -> dict[str, str]:
    """The reasons that were given, by the name of what is judged together."""
    given = {field.short_name: str(field.data or "") for field in form if field.short_name.startswith(REASON)}
    return {name.removeprefix(REASON): reason for name, reason in given.items()}


def adopt_form(hits: Iterable[Hit]) -> type[AdoptForm]:
    """The form of an adoption, with a field for the reason of each thing that was found."""
    return type("AdoptFormWithReasons", (AdoptForm,), reason_fields(hits))


class SureForm(PageForm):
    """Nothing but a button: a new version, a row or a draft that goes."""


# ---- Controls -------------------------------------------------------------------------------------------------------


class ControlForm(PageForm):
    risk = SelectField("Risk")
    process_name = _line("Process")
    moment = _area("Kontrollmoment", "Skriv vad som kontrolleras.", rows=2)
    method = _area("Metod", "Skriv hur det kontrolleras.", rows=2)
    frequency = _line("Frekvens", "Skriv hur ofta kontrollen görs.")
    periods = BoxesField(
        "Följs upp",
        choices={str(one): f"{one}, {PERIOD_NAMES[one].lower()}" for one in Period},
        validators=[required("Välj när kontrollen följs upp.")],
    )
    responsible = _line("Ansvarig", "Skriv vilken roll som ansvarar.")
    report_to = _line("Rapport till", "Skriv vem som får rapporten.")
    basis = RadioField(
        "Resultatet",
        choices={str(one): BASIS_NAMES[one] for one in Basis},
        default=str(Basis.OWN),
        validators=[required("Välj var resultatet kommer från.")],
    )
    round_kind = SelectField(
        "Omgången granskar", choices={NOTHING: "–", **{str(kind): KIND_NAMES[kind] for kind in RegisterKind}}
    )
    area = SelectField("Bara ett område i granskningsmallen")
    control_id = SelectField("Maskinell kontroll", choices={NOTHING: "–", **{one.id: one.name for one in CONTROLS}})

    def entry(self) -> ControlEntry:
        basis, risk = Basis(self.basis.data), int(self.risk.data) if self.risk.data else None
        kind = self.round_kind.data if basis is Basis.ROUND else None
        return ControlEntry(
            moment=str(self.moment.data),
            method=str(self.method.data),
            frequency=str(self.frequency.data),
            periods=tuple(Period(one) for one in self.periods.data or ()),
            responsible=str(self.responsible.data),
            report_to=str(self.report_to.data),
            risk_root_id=risk,
            process="" if risk else self.process_name.data or "",
            basis=basis,
            round_kind=RegisterKind(kind) if kind else None,
            area=(self.area.data or None) if basis is Basis.ROUND else None,
            control_id=(self.control_id.data or None) if basis is Basis.MACHINE else None,
        )


def control_form(plan: SeenPlan, control: PlanControl | None = None, risk_root_id: int | None = None) -> ControlForm:
    """The form with the plan's own risks; `risk_root_id` is the one that a new control is born from."""
    if control:
        risk, process = str(control.risk_root_id or NOTHING), control.process
        form = ControlForm(obj=control, risk=risk, process_name=process)
    else:
        form = ControlForm(risk=str(risk_root_id or NOTHING), periods=[str(one) for one in Period])
    risks = [] if plan.analysis is None else plan.analysis.into_plan()
    named = {strand(risk): f"{risk.process}: {risk.risk}" for risk in risks}
    if control and control.risk_root_id and control.risk_root_id not in named:
        gone = plan.risks[control.risk_root_id]
        named[control.risk_root_id] = f"{gone.process}: {gone.risk} (tas inte längre in i planen)"
    form.risk.choices = {NOTHING: "Ingen risk: krav från annat håll", **{str(one): name for one, name in named.items()}}
    form.area.choices = {NOTHING: "Hela granskningen", **all_areas()}
    return form


# ---- Follow-ups -----------------------------------------------------------------------------------------------------


class JudgeForm(PageForm):
    assessment = RadioField(
        "Bedömning",
        choices={str(one): ASSESSMENT_NAMES[one] for one in Assessment},
        validators=[required("Välj hur det gick.")],
    )
    outcome = _area("Resultat")
    deviation = _area("Avvikelse")

    def judged(self) -> Judged:
        return Judged(Assessment(self.assessment.data), self.outcome.data or "", self.deviation.data or "")


class HandInForm(PageForm):
    summary = _area("Sammanfattande bedömning", "Skriv en sammanfattande bedömning.", rows=4)


class TakeBackForm(PageForm):
    reason = _line("Varför den tas tillbaka", "Skriv varför uppföljningen tas tillbaka.")


class PlanMeasureForm(PageForm):
    what = _area("Vad som görs", "Skriv vad som görs.")
    responsible = _line("Ansvarig", "Skriv vilken roll som ansvarar.")
    due_on = DayField("Klar senast", validators=[required("Ange när åtgärden ska vara klar.")])
    status = RadioField(
        "Hur långt åtgärden har kommit",
        choices={str(status): MEASURE_NAMES[status] for status in MeasureStatus},
        default=str(MeasureStatus.PLANNED),
        validators=[required("Välj hur långt åtgärden har kommit.")],
    )
    done_on = DayField("Blev klar", validators=[Optional()])
    note = _area("Anteckning", rows=2)

    def entry(self) -> MeasureEntry:
        assert self.due_on.data  # noqa: S101 - the field is required
        return MeasureEntry(
            what=str(self.what.data),
            responsible=str(self.responsible.data),
            due_on=self.due_on.data,
            status=MeasureStatus(self.status.data),
            done_on=self.done_on.data,
            note=self.note.data or "",
        )
