"""The forms of register extracts: the file, what its columns and words mean, the freeze, and published counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import NumberRange

from audit.registers.models import StagedUpload
from audit.registers.operations import Delivery
from audit.registers.rules import COLUMNS, RegisterKind
from audit.registers.rules.codes import DEFAULT_LISTS
from audit.registers.rules.framing import Period, period_fault
from audit.registers.rules.words import KIND_TITLES
from audit.web.forms import DayField, PageForm, at_most, required, strip

RECOGNISE = {"": "Känn igen själv"}
ENCODINGS = {**RECOGNISE, "utf-8": "UTF-8", "cp1252": "Windows-1252", "cp850": "DOS (CP850)", "mac_roman": "Mac"}
SEPARATORS = {**RECOGNISE, ";": "Semikolon", "tab": "Tabb", ",": "Komma"}
LEFT_OUT = {"": "Läs inte in"}
KINDS = {kind.value: title for kind, title in KIND_TITLES.items()}


def choices(options: Mapping[str, str]) -> list[SelectChoice]:
    """The choices of a field: value → label."""
    return [SelectChoice(value, label) for value, label in options.items()]


def _first_day() -> DayField:
    return DayField("Från och med", validators=[required("Skriv den granskade periodens första dag.")])


def _last_day() -> DayField:
    return DayField("Till och med", validators=[required("Skriv den granskade periodens sista dag.")])


class _PeriodForm(PageForm):
    period_from: DayField
    period_to: DayField

    @property
    def period(self) -> Period:
        """The reviewed period of a form that is valid."""
        return self.period_from.data or date.min, self.period_to.data or date.min

    def holds(self, today: date) -> bool:
        """Whether the form was sent and everything in it can be used."""
        if not self.validate_on_submit():
            return False
        if fault := period_fault(*self.period, today):
            self.period_to.errors = [fault]
        return not self.errors


# ---- Upload -------------------------------------------------------------------------------------------------------


class UploadForm(_PeriodForm):
    file = FileField("Fil", validators=[FileRequired("Välj en fil.")], render_kw={"accept": ".csv,.txt,.tsv,.xlsx"})
    kind = RadioField(
        "Vad innehåller filen?",
        choices=choices(KINDS),
        validators=[required("Välj vad filen innehåller.")],
    )
    period_from, period_to = _first_day(), _last_day()
    encoding = SelectField("Teckenkodning", choices=choices(ENCODINGS))
    separator = SelectField("Skiljetecken", choices=choices(SEPARATORS))

    def delivery(self) -> Delivery:
        """The file as it was sent, of a form that is valid."""
        return Delivery(
            data=self.file.data.read(),
            name=self.file.data.filename or "",
            kind=RegisterKind(self.kind.data),
            period=self.period,
            encoding=self.encoding.data or None,
            separator={"tab": "\t", "": None}.get(self.separator.data, self.separator.data),
        )


# ---- Columns and words --------------------------------------------------------------------------------------------


class MappingForm(_PeriodForm):
    """What each heading means, and the reviewed period. `mapping_form` adds a choice for each heading."""

    headings: Sequence[str] = ()
    required_columns: Mapping[str, str] = {}

    def choices_of_columns(self) -> list[tuple[str, Any]]:
        """Each heading with its field, in the order of the file."""
        return [(heading, self[_column_field(index)]) for index, heading in enumerate(self.headings)]

    @property
    def mapping(self) -> dict[str, str | None]:
        return {heading: field.data or None for heading, field in self.choices_of_columns()}

    def holds(self, today: date) -> bool:
        fine = super().holds(today)
        return self.is_submitted() and self._each_column_once() and self._nothing_missing() and fine

    def _each_column_once(self) -> bool:
        taken: set[str] = set()
        for _, field in self.choices_of_columns():
            if field.data and field.data in taken:
                field.errors = [*field.errors, "En annan kolumn betyder redan det här. Välj en av dem."]
            taken.add(field.data)
        return not self.errors

    def _nothing_missing(self) -> bool:
        chosen = {field.data for _, field in self.choices_of_columns()}
        missing = [label for name, label in self.required_columns.items() if name not in chosen]
        self.form_errors = [f"Välj vilken kolumn i filen som är {label}." for label in missing]
        return not missing


def _column_field(index: int) -> str:
    return f"column_{index}"


def mapping_form(upload: StagedUpload) -> MappingForm:
    """The form for an upload, with what is proposed or was chosen last."""
    columns = COLUMNS[upload.kind]
    meanings = LEFT_OUT | {each.name: each.label + (" (krävs)" if each.required else "") for each in columns}
    own = type("UploadMappingForm", (MappingForm,), {
        "headings": upload.reading["header"],
        "required_columns": {each.name: each.label for each in columns if each.required},
        **{
            _column_field(index): SelectField(heading, choices=choices(meanings))
            for index, heading in enumerate(upload.reading["header"])
        },
        "period_from": _first_day(),
        "period_to": _last_day(),
    })  # fmt: skip
    proposed = {
        _column_field(index): upload.mapping.get(heading) or ""
        for index, heading in enumerate(upload.reading["header"])
    }
    form: MappingForm = own(data={**proposed, "period_from": upload.period_from, "period_to": upload.period_to})
    return form


WORD_PREFIX = "ord:"
OWN_CODE = "="


def word_choices(column: str, word: str) -> dict[str, str]:
    """What a word in a coded column may mean: value → label."""
    return {
        "": "Ingenting: ordet är ett fel",
        **DEFAULT_LISTS.get(column, {}),
        OWN_CODE: f"En egen kod: »{word}«",
    }


class WordsForm(PageForm):
    """What words in coded columns mean. The words' own fields are named after column and word."""

    def choices(self, sent: Mapping[str, str], words: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str | None]:
        """(column, word) → code or None, for those of `words` that were sent with a meaning they may have."""
        found: dict[tuple[str, str], str | None] = {}
        for word in words:
            column, text = word["column"], word["word"]
            code = sent.get(f"{WORD_PREFIX}{column}:{text}")
            if code is not None and code in word_choices(column, text):
                found[column, text] = text if code == OWN_CODE else code or None
        return found


class FreezeForm(PageForm):
    seen = HiddenField()


class CancelForm(PageForm):
    """Nothing but the button."""


# ---- Published counts ---------------------------------------------------------------------------------------------


class CountForm(PageForm):
    board = SelectField("Nämnd", coerce=int)
    kind = SelectField("Vad räknas?", choices=choices(KINDS))
    year = IntegerField(
        "År", validators=[required("Skriv årtalet."), NumberRange(1990, 2100, "Skriv ett årtal mellan 1990 och 2100.")]
    )
    label = StringField(
        "Benämning",
        filters=[strip],
        validators=[required("Skriv vad antalet gäller, till exempel hushåll per månad."), at_most(80)],
    )
    value = IntegerField(
        "Antal",
        validators=[required("Skriv antalet."), NumberRange(0, 1_000_000, "Skriv ett antal mellan 0 och 1 000 000.")],
    )
    source = StringField(
        "Källa", filters=[strip], validators=[required("Skriv vilket dokument antalet står i."), at_most(200)]
    )
