"""The form for by how much a payment was wrong."""

from decimal import Decimal
from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from audit.reviews.rules.payments import read_kronor
from audit.web.formats import number
from audit.web.forms import PageForm, at_most, required, strip


class KronorField(StringField):
    """An amount in kronor, kept as whole öre. What was typed stays in the field."""

    data: Any

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else number(Decimal(self.data).scaleb(-2), 2)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = read_kronor(valuelist[0])


class SettleAmountForm(PageForm):
    """By how much a payment was wrong, as two who differed come to it, and why."""

    overpaid = KronorField(
        "För mycket utbetalt, kronor", validators=[required("Skriv ett belopp. Skriv 0 om inget var för mycket.")]
    )
    underpaid = KronorField(
        "För lite utbetalt, kronor", validators=[required("Skriv ett belopp. Skriv 0 om inget var för lite.")]
    )
    reason = TextAreaField(
        "Varför", filters=[strip], validators=[required("Skriv varför det beloppet ska gälla."), at_most(1000)]
    )


class PaymentErrorForm(PageForm):
    """`seen` is the number of the amounts that the form was shown with, 0 for none."""

    overpaid = KronorField(
        "För mycket utbetalt, kronor", validators=[required("Skriv ett belopp. Skriv 0 om inget var för mycket.")]
    )
    underpaid = KronorField(
        "För lite utbetalt, kronor", validators=[required("Skriv ett belopp. Skriv 0 om inget var för lite.")]
    )
    seen = IntegerField(widget=HiddenInput(), default=0)
