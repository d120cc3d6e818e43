"""The forms of improvement areas: a new one, a change, a follow-up."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.improvements.operations import AreaChange, Judgement
from audit.improvements.rules import JUDGEMENTS, STATUS_NAMES, AreaStatus
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

TITLE, TEXT = 200, 6000


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
