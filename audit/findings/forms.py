"""The forms of observations, of sharing them, of meetings and of the unit's replies."""

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.findings.operations import Draft, GivenReply, GivenRuling, Talk
from audit.findings.rules import CAUSE_NAMES, RULING_NAMES, SEVERITY_NAMES, Cause, Ruling, Severity, Stance
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

ALL_BOARDS = 0
TITLE, TEXT = 200, 6000
STANCES = {
    Stance.AGREES: "Ja, vi håller med",
    Stance.PARTLY: "Delvis",
    Stance.DISAGREES: "Nej, vi håller inte med",
}


class ObservationForm(PageForm):
    title = StringField("Rubrik", filters=[strip], validators=[required("Skriv en rubrik."), at_most(TITLE)])
    severity = RadioField(
        "Allvarlighet",
        choices={str(severity): name for severity, name in SEVERITY_NAMES.items()},
        validators=[required("Välj hur allvarlig bristen är.")],
    )
    board = SelectField("Gäller", coerce=int, validators=[required("Välj vilken nämnd iakttagelsen gäller.")])
    seen = TextAreaField(
        "Vad granskningen visade",
        filters=[strip],
        validators=[required("Skriv vad granskningen visade."), at_most(TEXT)],
        render_kw={"rows": 8},
    )
    norm = TextAreaField("Ställs mot", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 4})
    assessment = TextAreaField("Bedömning", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 5})
    cause = SelectField(
        "Orsak", choices={str(cause): name for cause, name in CAUSE_NAMES.items()}, default=str(Cause.UNKNOWN)
    )
    cause_text = TextAreaField("Mer om orsaken", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3})
    recommendation = TextAreaField("Rekommendation", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 4})
    questions = BoxesField("Frågor som iakttagelsen bygger på")
    answers = BoxesField("Enskilda svar som iakttagelsen bygger på", coerce=int)
    attribute = HiddenField(filters=[strip])

    def draft(self) -> Draft:
        return Draft(
            title=str(self.title.data),
            seen=str(self.seen.data),
            norm=self.norm.data or "",
            cause=Cause(self.cause.data),
            cause_text=self.cause_text.data or "",
            attribute_id=self.attribute.data or "",
            assessment=self.assessment.data or "",
            recommendation=self.recommendation.data or "",
            severity=Severity(self.severity.data),
            board_id=self.board.data or None,
            question_ids=tuple(self.questions.data or ()),
            answer_ids=tuple(self.answers.data or ()),
        )


class ShareForm(PageForm):
    observations = BoxesField("Iakttagelser att dela", coerce=int)


class RemoveForm(PageForm):
    """Nothing but the confirmation."""


class MeetingForm(PageForm):
    held_on = DayField(
        "Datum",
        validators=[required("Ange vilken dag samtalet hölls.")],
    )
    participants = StringField(
        "Roller som var med",
        filters=[strip],
        validators=[required("Skriv vilka roller som var med."), at_most(TITLE)],
    )
    notes = TextAreaField("Vad som togs upp", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 6})

    def talk(self) -> Talk:
        assert self.held_on.data  # noqa: S101 - the field is required
        return Talk(self.held_on.data, str(self.participants.data), self.notes.data or "")


class TurnDownForm(PageForm):
    reason = StringField("Varför (om du vill)", filters=[strip], validators=[at_most(TITLE)])


class ReplyForm(PageForm):
    stance = RadioField(
        "Håller ni med om iakttagelsen?",
        choices={str(stance): words for stance, words in STANCES.items()},
        validators=[required("Välj om ni håller med eller inte.")],
    )
    text = TextAreaField("Enhetens synpunkter", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 5})
    correction = TextAreaField("Fel i sak", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3})
    measure = TextAreaField("Åtgärd", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3})
    responsible = StringField("Vem som gör det", filters=[strip], validators=[at_most(TITLE)])
    due_on = DayField("Klart senast", validators=[Optional()])

    def given(self) -> GivenReply:
        return GivenReply(
            stance=Stance(self.stance.data),
            text=self.text.data or "",
            correction=self.correction.data or "",
            measure=self.measure.data or "",
            responsible=self.responsible.data or "",
            due_on=self.due_on.data,
        )


class RulingForm(PageForm):
    ruling = RadioField(
        "Vad blir det av påpekandet?",
        choices={str(ruling): words for ruling, words in RULING_NAMES.items()},
        validators=[required("Välj om du godtar påpekandet eller inte.")],
    )
    reason = TextAreaField(
        "Skäl",
        filters=[strip],
        validators=[required("Skriv varför. Enheten läser det."), at_most(TEXT)],
        render_kw={"rows": 4},
    )
    answers = BoxesField("Svar som granskas om", coerce=int)

    def given(self) -> GivenRuling:
        return GivenRuling(Ruling(self.ruling.data), str(self.reason.data), tuple(self.answers.data or ()))
