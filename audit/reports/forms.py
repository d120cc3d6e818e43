"""The forms of a report: one section's text, the way back to its proposal, and the head."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.reports.rules.composition import HeadText
from audit.web.forms import DayField, PageForm, at_most, required, strip

TEXT, LINE = 200_000, 200


class ReportForm(PageForm):
    """A form that knows what its page showed, so that nobody's later change is written over unseen."""

    seen = HiddenField()

    @property
    def seen_number(self) -> int:
        """The number of the version that the page showed; 0 where there was none."""
        shown = str(self.seen.data or "")
        return int(shown) if shown.isdecimal() else 0


class SectionForm(ReportForm):
    text = TextAreaField(
        "Text",
        filters=[strip],
        validators=[required("Skriv en text. Vill du ha förslaget, välj Återgå till förslaget."), at_most(TEXT)],
        render_kw={"rows": 22},
    )


class BackForm(ReportForm):
    """Nothing but the wish to have the proposal back."""


class HeadForm(ReportForm):
    administration = StringField("Förvaltning", filters=[strip], validators=[at_most(LINE)])
    department = StringField("Avdelning", filters=[strip], validators=[at_most(LINE)])
    officer = StringField("Handläggare", filters=[strip], validators=[at_most(LINE)])
    registry_number = StringField("Diarienummer", filters=[strip], validators=[at_most(LINE)])
    dated_on = DayField("Datum", validators=[Optional()])
    recipient = StringField("Till nämnd", filters=[strip], validators=[at_most(LINE)])

    def head(self) -> HeadText:
        return HeadText(
            administration=self.administration.data or "",
            department=self.department.data or "",
            officer=self.officer.data or "",
            registry_number=self.registry_number.data or "",
            dated_on=self.dated_on.data,
            recipient=self.recipient.data or "",
        )
