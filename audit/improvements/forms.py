"""The forms of improvement areas: a new one, a change, a measure, evidence, a follow-up."""

from dataclasses import replace

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.improvements.operations import AreaChange, Judgement, MeasurePlan, Shown
from audit.improvements.rules import JUDGEMENTS, MEASURE_NAMES, STATUS_NAMES, AreaStatus, MeasureStatus
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

TITLE, TEXT = 200, 6000
NO_OBSERVATION = "ingen"


class AreaForm(PageForm):
    title = StringField("Rubrik", filters=[strip], validators=[required("Skriv en rubrik."), at_most(TITLE)])
    description = TextAreaField(
        "Vad som ska bli bättre",
        filters=[strip],
        validators=[required("Skriv vad som ska bli bättre."), at_most(TEXT)],
        render_kw={"rows": 6},
    )
    owner = StringField("Ansvarig", filters=[strip], validators=[required("Skriv vem som ansvarar."), at_most(TITLE)])
    due_on = DayField("Klart senast", validators=[Optional()])

    def change(self) -> AreaChange:
        return AreaChange(
            title=str(self.title.data),
            description=str(self.description.data),
            owner=str(self.owner.data),
            due_on=self.due_on.data,
        )


class NewAreaForm(AreaForm):
    boards = BoxesField("Gäller", coerce=int, validators=[required("Välj minst en nämnd.")])
    observations = BoxesField("Iakttagelser som området kommer ur", coerce=int)
    questions = BoxesField("Frågor som visar hur det går")
    measures = BoxesField("Åtgärder som enheten har uppgett", coerce=int)


class EditAreaForm(AreaForm):
    observations = BoxesField("Iakttagelser som hör till området", coerce=int)
    questions = BoxesField("Frågor som visar hur det går")
    reworded = BoxesField("Mät med den nya lydelsen")

    def change(self) -> AreaChange:
        return replace(
            super().change(),
            question_ids=tuple(self.questions.data or ()),
            observation_ids=tuple(self.observations.data or ()),
            reworded=tuple(self.reworded.data or ()),
        )


class MeasureForm(PageForm):
    what = TextAreaField(
        "Vad som görs",
        filters=[strip],
        validators=[required("Skriv vad som görs."), at_most(TEXT)],
        render_kw={"rows": 4},
    )
    responsible = StringField(
        "Ansvarig", filters=[strip], validators=[required("Skriv vem som ansvarar."), at_most(TITLE)]
    )
    due_on = DayField("Klar senast", validators=[Optional()])
    status = RadioField(
        "Hur långt åtgärden har kommit",
        choices={str(status): MEASURE_NAMES[status] for status in MeasureStatus},
        default=str(MeasureStatus.PLANNED),
        validators=[required("Välj hur långt åtgärden har kommit.")],
    )
    done_on = DayField("Blev klar", validators=[Optional()])
    note = TextAreaField("Anteckning", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3})

    def plan(self) -> MeasurePlan:
        return MeasurePlan(
            what=str(self.what.data),
            responsible=str(self.responsible.data),
            due_on=self.due_on.data,
            status=MeasureStatus(self.status.data),
            done_on=self.done_on.data,
            note=self.note.data or "",
        )


class EvidenceForm(PageForm):
    text = TextAreaField(
        "Vad som visar hur det går", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 4}
    )
    document = StringField("Dokumentets namn", filters=[strip], validators=[at_most(TITLE)])
    observation = SelectField("Iakttagelse", default=NO_OBSERVATION)
    shown_on = DayField("Datum", validators=[required("Ange vilken dag underlaget gäller.")])

    def shown(self) -> Shown:
        assert self.shown_on.data  # noqa: S101 - the field is required
        chosen = self.observation.data
        return Shown(
            shown_on=self.shown_on.data,
            text=self.text.data or "",
            document=self.document.data or "",
            observation_id=int(chosen) if chosen and chosen != NO_OBSERVATION else None,
        )


class FollowUpForm(PageForm):
    status = RadioField(
        "Bedömning",
        choices={str(status): STATUS_NAMES[status] for status in JUDGEMENTS},
        validators=[required("Välj hur området står.")],
    )
    note = TextAreaField(
        "Vad bedömningen bygger på",
        filters=[strip],
        validators=[required("Skriv vad bedömningen bygger på."), at_most(TEXT)],
        render_kw={"rows": 5},
    )
    exception = TextAreaField(
        "Skäl att stänga området ändå", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3}
    )
    followed_on = DayField("Datum för bedömningen", validators=[required("Ange datum för bedömningen.")])

    def judgement(self, round_id: int | None) -> Judgement:
        assert self.followed_on.data  # noqa: S101 - the field is required
        return Judgement(
            status=AreaStatus(self.status.data),
            note=str(self.note.data),
            exception=self.exception.data or "",
            followed_on=self.followed_on.data,
            round_id=round_id,
        )
