"""A table that is pasted or in a file: one of the two, its lines read or every fault told."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from flask_wtf.file import FileField
from wtforms import TextAreaField

from audit.comparison.rules import Line, PasteFault, lines_of
from audit.indicators.operations import lines_in
from audit.registers.refusals import UnreadableError
from audit.web.forms import PageForm, at_most

FAULTS_SHOWN = 100
R = TypeVar("R")


class LinesForm(PageForm):
    """Lines of a table, pasted or in a file."""

    pasted = TextAreaField("Tabell", validators=[at_most(200_000)], render_kw={"rows": 10, "wrap": "off"})
    file = FileField("Eller en fil", render_kw={"accept": ".csv,.txt,.tsv,.xlsx"})

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """One of the two has to be given, and not both."""
        super().validate(extra_validators)
        pasted, file = bool((self.pasted.data or "").strip()), bool(self.file.data)
        if pasted == file:
            both = "Välj antingen tabellen eller filen."
            self.pasted.errors = [both if file else "Klistra in tabellen, eller välj en fil."]
        return not self.errors

    def lines(self) -> list[Line]:
        """The lines; none with a fault on the field where the file can't be read."""
        if not self.file.data:
            return lines_of(str(self.pasted.data))
        try:
            return lines_in(self.file.data.read())
        except UnreadableError as error:
            self.file.errors = [f"Filen går inte att läsa. Välj {error}."]
            return []

    def read(self, parse: Callable[[list[Line]], tuple[R, list[PasteFault]]]) -> R | None:
        """What `parse` makes of the lines; None, with every fault on the field that they came by."""
        lines = self.lines()
        if self.errors:
            return None
        made, faults = parse(lines)
        if not faults:
            return made
        field = self.file if self.file.data else self.pasted
        field.errors = [str(fault) for fault in faults[:FAULTS_SHOWN]]
        if len(faults) > FAULTS_SHOWN:
            field.errors.append(f"Och {len(faults) - FAULTS_SHOWN} fel till.")
        return None
