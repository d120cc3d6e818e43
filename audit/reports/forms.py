"""The forms of a report: one section's text, the way back to an earlier one, the head, and what publishing asks."""

from collections.abc import Iterable, Mapping

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from audit.findings.rules.secrecy import REASON, Kind
from audit.reports.rules.composition import HeadText
from audit.reports.rules.secrecy import LEAVE, Judged
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

TEXT, LINE, REASON_LENGTH = 200_000, 200, 500


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


class TableForm(PageForm):
    caption = StringField("Rubrik", filters=[strip], validators=[required("Skriv en rubrik."), at_most(LINE)])
    rows = TextAreaField(
        "Rader",
        filters=[strip],
        validators=[required("Klistra in tabellens rader."), at_most(20_000)],
        render_kw={"rows": 8},
    )
    source = StringField("Källa", filters=[strip], validators=[at_most(LINE)])


class TemplateForm(PageForm):
    file = FileField("Fil", validators=[FileRequired("Välj en fil.")], render_kw={"accept": ".docx"})


class BackForm(ReportForm):
    """Nothing but the wish to have the proposal back."""


class HeadForm(PageForm):
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


class PublishForm(PageForm):
    """What publishing asks for: what has changed since the last version, and why each hit may stand.

    A reason of its own goes before the one that is given for all small counts.
    """

    seen = HiddenField()
    changed = TextAreaField(
        "Vad är ändrat sedan förra versionen?", filters=[strip], validators=[at_most(2_000)], render_kw={"rows": 3}
    )
    small = StringField("Skäl som gäller alla små antal", filters=[strip], validators=[at_most(REASON_LENGTH)])

    def reasons(self, judged: Iterable[Judged]) -> Mapping[str, str]:
        given = {one.name: self[f"{REASON}{one.name}"].data or "" for one in judged}
        small = {one.name: self.small.data or "" for one in judged if one.kind is Kind.SMALL}
        return {name: reason or small.get(name, "") for name, reason in given.items()}

    def left_out(self, judged: Iterable[Judged]) -> frozenset[str]:
        """The tables that are to be left out of what is published."""
        return frozenset(one.name for one in judged if one.of_table and self[f"{LEAVE}{one.name}"].data)


def publish_form(judged: Iterable[Judged]) -> type[PublishForm]:
    """The form with a field for the reason of each of these, and a box to leave out those that are tables."""
    fields: dict[str, object] = {}
    for one in judged:
        reason = StringField(_asks(one), filters=[strip], validators=[at_most(REASON_LENGTH)])
        fields[f"{REASON}{one.name}"] = reason
        if one.of_table:
            fields[f"{LEAVE}{one.name}"] = BooleanField("Lämna tabellen utanför den publicerade rapporten")
    return type("PublishFormWithReasons", (PublishForm,), fields)


def _asks(one: Judged) -> str:
    return "Eget skäl" if one.kind is Kind.SMALL else f"Varför får »{one.hits[0].found}« stå?"


class WordsForm(PageForm):
    words = TextAreaField(
        "Namn och ord", filters=[strip], validators=[at_most(100_000)], render_kw={"rows": 6, "autocomplete": "off"}
    )


class TakeOffForm(PageForm):
    gone = BoxesField("Ord i listan", coerce=int)


class AskForm(PageForm):
    """The wish to have the files made: of the drafts, or of what is published."""

    published = BooleanField("De publicerade versionerna i stället för utkasten")


class DivisionForm(PageForm):
    each = RadioField(
        "Rapport till nämnderna",
        choices={"0": "En gemensam rapport för alla nämnder", "1": "En rapport för varje nämnd"},
        validators=[required("Välj hur nämnderna får rapporten.")],
    )
