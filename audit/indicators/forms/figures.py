"""The forms of a table of figures, of a check, and of what a person concludes of it."""

from functools import partial

from wtforms import RadioField, SelectField, TextAreaField

from audit.indicators.forms.goals import NONE, choices_of, line, lines
from audit.indicators.forms.pasting import LinesForm
from audit.indicators.operations import CheckPlan, Seen, TablePlan
from audit.indicators.rules.formulas import LONGEST_RULE
from audit.indicators.rules.pasting import LONGEST_UNIT
from audit.indicators.rules.sheets import read_sheet
from audit.indicators.rules.words import CHECK_KIND_NAMES, JUDGEMENT_NAMES, TABLE_KIND_NAMES, CheckKind, TableKind
from audit.web.forms import PageForm, at_most, required, strip


class TableForm(LinesForm):
    """A table of figures with its caption, unit and source."""

    caption = line("Rubrik", 120, "Skriv vad tabellen visar.")
    kind = SelectField("Sort", choices=choices_of(TABLE_KIND_NAMES))
    unit = line("Enhet", LONGEST_UNIT)
    source = line("Källa", 200)

    def plan(self) -> TablePlan | None:
        """What was entered; None, with all faults on the fields, where the lines are no table."""
        read = partial(read_sheet, caption=str(self.caption.data), unit=self.unit.data or "")
        sheet = self.read(read)
        return TablePlan(TableKind(self.kind.data), sheet, self.source.data or "") if sheet else None


class CheckForm(PageForm):
    """How figures are held against each other."""

    kind = SelectField("Sort", choices=choices_of(CHECK_KIND_NAMES))
    title = line("Rubrik", 200, "Skriv vad som prövas.")
    table = SelectField("Tabell")
    formula = TextAreaField(
        "Regel", filters=[strip], validators=[at_most(LONGEST_RULE)], render_kw={"rows": 2, "spellcheck": "false"}
    )
    tolerance = line("Får skilja med", 20)
    quotation = lines("Så säger dokumentet")
    source = line("Källa", 200)

    def plan(self) -> CheckPlan:
        kind, table = CheckKind(self.kind.data), self.table.data
        is_rule = kind is CheckKind.FORMULA
        return CheckPlan(
            kind=kind,
            title=str(self.title.data),
            formula=(self.formula.data or "") if is_rule else "",
            table_id=int(table) if is_rule and table else None,
            tolerance=(self.tolerance.data or "") if is_rule else "",
            quotation=self.quotation.data or "",
            source=self.source.data or "",
        )

    def of(self, seen: Seen) -> "CheckForm":
        """The same with the document's tables to choose among."""
        self.table.choices = [
            (NONE, "Ingen: regeln pekar ut varje siffra"),
            *((str(one.id), one.caption) for one in seen.tables),
        ]
        return self


class SettleForm(PageForm):
    """What a person concludes of figures that contradict each other."""

    judgement = RadioField(
        "Vad du har kommit fram till",
        choices=choices_of(JUDGEMENT_NAMES),
        validators=[required("Välj vad du har kommit fram till.")],
    )
    note = lines("Varför", "Skriv hur du vet det, eller vem som har svarat (roll, inte namn).")
