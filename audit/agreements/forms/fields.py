"""Fields for numbers as they are written in Swedish: what was typed stays in them."""

from decimal import Decimal
from typing import Any

from wtforms import StringField

from audit.agreements.rules import plain, read_amount, read_share

# How long a heading and a text may be.
TITLE, TEXT = 200, 6000


class AmountField(StringField):
    """A number of 0 or more, as it is written in Swedish. What was typed stays in the field."""

    data: Any

    def __init__(self, label: str, *, decimals: int = 2, **options: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **options)
        self.decimals = decimals

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else plain(Decimal(self.data))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist:
            self.data = read_amount(valuelist[0], decimals=self.decimals)


class CountField(AmountField):
    """A whole number of 0 or more."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, decimals=0, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = None if self.data is None else int(self.data)
        if self.data is not None and self.data >= 2**31:
            self.data = None
            raise ValueError("Talet är för stort.")


class ShareField(StringField):
    """A share as it is written: »1/3« or »33,5 %«."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        read_share(self.data or "")
