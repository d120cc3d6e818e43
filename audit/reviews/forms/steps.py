"""The forms of what is done with a review: signing, opening again, returning, leaving, settling, spreading."""

from collections.abc import Iterable
from typing import Self

from wtforms import IntegerField, RadioField, SelectField, SubmitField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from audit.reviews.rules import AreaQuestions
from audit.reviews.rules.spreading import Spot
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip
from checklists import Checklist


class AreaForm(PageForm):
    """An area's questions; their fields are read by `answers_in`."""

    submit = SubmitField("Spara")


class SignForm(PageForm):
    submit = SubmitField("Signera")


class DueForm(PageForm):
    """The day by which every review of a round should be signed; empty for none."""

    due_on = DayField("Granskningen ska vara klar senast", validators=[Optional()])


class ReopenForm(PageForm):
    reason = TextAreaField(
        "Varför öppnas granskningen igen?",
        filters=[strip],
        validators=[required("Skriv varför granskningen öppnas igen."), at_most(1000)],
    )
    submit = SubmitField("Öppna granskningen igen")


class DeclareForm(PageForm):
    reason = TextAreaField(
        "Varför är du jävig?",
        filters=[strip],
        validators=[required("Skriv kort varför. Samordnaren läser det."), at_most(1000)],
    )


class WithdrawForm(PageForm):
    reason = TextAreaField(
        "Varför återkallas granskningen?",
        filters=[strip],
        validators=[required("Skriv varför granskningen återkallas."), at_most(1000)],
    )


REMARK = "anm_"


def remark_form(areas: Iterable[AreaQuestions]) -> PageForm:
    """A form with room for a remark at every question."""
    fields = {
        f"{REMARK}{question.id}": TextAreaField(
            f"Anmärkning på fråga {number}", filters=[strip], validators=[at_most(1000)]
        )
        for area in areas
        for number, question in enumerate(area.questions, start=area.first)
    }
    form: PageForm = type("RemarkForm", (PageForm,), fields)()
    return form


def remarks_in(form: PageForm) -> dict[str, str]:
    """What is remarked, by question; empty fields are left out."""
    return {
        field.name.removeprefix(REMARK): str(field.data)
        for field in form
        if field.name.startswith(REMARK) and field.data
    }


class ResolveForm(PageForm):
    resolution = TextAreaField("Vad du har gjort", filters=[strip], validators=[at_most(1000)])


class SettleForm(PageForm):
    """The answer that two who differed come to, and why."""

    value = RadioField("Svaret som ska gälla", validators=[required("Välj vilket svar som ska gälla.")])
    reason = TextAreaField(
        "Varför", filters=[strip], validators=[required("Skriv varför det svaret ska gälla."), at_most(1000)]
    )

    def offer(self, checklist: Checklist) -> Self:
        self.value.choices = [(option.code, option.label) for option in checklist.scale]
        return self


class ConfirmForm(PageForm):
    number = IntegerField(widget=HiddenInput(), validators=[required("Ladda om sidan och läs förslaget igen.")])


class ShareForm(PageForm):
    percent = SelectField("Andel som granskas av två", coerce=int)

    def offer(self, shares: Iterable[int]) -> Self:
        self.percent.choices = [(share, f"{share} procent" if share else "Inga") for share in shares]
        return self


class SpreadForm(PageForm):
    """The questions that a comment concerns too."""

    questions = BoxesField("Frågor", validators=[required("Kryssa minst en fråga.")])

    def offer(self, spots: Iterable[Spot]) -> Self:
        self.questions.choices = [(spot.question.id, str(spot.number)) for spot in spots]
        return self


class BeginForm(PageForm):
    """A button alone."""
