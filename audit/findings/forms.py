"""The forms of observations, of sharing them, of meetings and of the unit's replies."""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.findings.operations import Draft, GivenReply, Talk
from audit.findings.rules import SEVERITY_NAMES, Severity
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

ALL_BOARDS = 0
TITLE, TEXT = 200, 6000
AGREES, DISAGREES = "ja", "nej"


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
    assessment = TextAreaField("Bedömning", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 5})
    recommendation = TextAreaField("Rekommendation", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 4})
    questions = BoxesField("Frågor som iakttagelsen bygger på")
    answers = BoxesField("Enskilda svar som iakttagelsen bygger på", coerce=int)

    def draft(self) -> Draft:
        return Draft(
            title=str(self.title.data),
            seen=str(self.seen.data),
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


class ReplyForm(PageForm):
    agrees = RadioField(
        "Håller ni med om iakttagelsen?",
        choices={AGREES: "Ja, vi håller med", DISAGREES: "Nej, vi håller inte med"},
        validators=[required("Välj om ni håller med eller inte.")],
    )
    text = TextAreaField("Enhetens synpunkter", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 5})
    measure = TextAreaField("Åtgärd", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3})
    due_on = DayField("Klart senast", validators=[Optional()])

    def given(self) -> GivenReply:
        return GivenReply(
            agrees=self.agrees.data == AGREES,
            text=self.text.data or "",
            measure=self.measure.data or "",
            due_on=self.due_on.data,
        )
