"""The forms of an agreement itself: head and parties, areas, base figures, files, adopting, following on."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField, SubmitField, TextAreaField

from audit.agreements.forms.fields import TEXT, TITLE, AmountField, CountField, ShareField
from audit.agreements.operations import Agreed, AgreementPlan, AreaPlan, BaseFigures, PartPlan, SeenArea
from audit.agreements.rules import BASE_MONTHS, KEY_NAMES, MONTH_NAMES, Key
from audit.rounds.forms import WholeNumberField
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

NONE = ""

# ---- The agreement itself ----------------------------------------------------------------------------------------


class AgreementForm(PageForm):
    year = WholeNumberField("År", validators=[required("Skriv vilket år överenskommelsen gäller.")])
    title = StringField("Rubrik", filters=[strip], validators=[required("Skriv en rubrik."), at_most(TITLE)])
    boards = BoxesField("Nämnder som är parter", coerce=int)
    others = TextAreaField("Andra parter", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 2})
    source = StringField("Källa", filters=[strip], validators=[at_most(TITLE)])
    stated_changes = TextAreaField(
        "Förändringar från föregående år, som dokumentet själv säger dem",
        filters=[strip],
        validators=[at_most(TEXT)],
        render_kw={"rows": 5},
    )

    def plan(self, *, invented: bool = False) -> AgreementPlan:
        others = tuple(line.strip() for line in (self.others.data or "").splitlines() if line.strip())
        return AgreementPlan(
            year=self.year.data or 0,
            title=str(self.title.data),
            board_ids=tuple(self.boards.data or ()),
            others=others,
            source=self.source.data or "",
            stated_changes=self.stated_changes.data or "",
            invented=invented,
        )


def filled(agreed: Agreed) -> dict[str, Any]:
    """What the form of an agreement begins with."""
    old = agreed.agreement
    return {
        "year": old.year,
        "title": old.title,
        "source": old.source,
        "stated_changes": old.stated_changes,
        "boards": [party.board_id for party in agreed.parties if party.board_id],
        "others": "\n".join(party.name for party in agreed.parties if not party.board_id),
    }


class FollowForm(PageForm):
    year = WholeNumberField("År", validators=[required("Skriv vilket år utkastet ska gälla.")])


class AdoptForm(PageForm):
    adopted_on = DayField("Antagen den", validators=[required("Ange vilken dag den antogs.")])


class DocumentForm(PageForm):
    file = FileField("Fil", validators=[FileRequired("Välj en fil.")], render_kw={"accept": ".pdf,.docx,.xlsx"})


class RemoveForm(PageForm):
    submit = SubmitField("Ta bort området")


# ---- Areas ---------------------------------------------------------------------------------------------------------


class AreaForm(PageForm):
    """An area of cost. `area_form` adds the fields of each party."""

    name = StringField("Område", filters=[strip], validators=[required("Skriv vad området heter."), at_most(TITLE)])
    paragraph = StringField("Var regeln står", filters=[strip], validators=[at_most(TITLE)])
    covers = TextAreaField("Vad kostnaderna avser", filters=[strip], validators=[at_most(TEXT)], render_kw={"rows": 3})
    key = SelectField("Fördelningsnyckel", choices={NONE: "Inte vald än"} | {str(key): KEY_NAMES[key] for key in Key})
    performer = SelectField("Utförare")
    amount = AmountField("Årets kostnad (kr)")
    rate = AmountField("Utförarens administrativa avdrag (%)", decimals=4)
    posts = AmountField("Antal tjänster")

    def plan(self, party_ids: Iterable[int]) -> AreaPlan:
        performer = self.performer.data
        return AreaPlan(
            name=str(self.name.data),
            paragraph=self.paragraph.data or "",
            covers=self.covers.data or "",
            key=Key(self.key.data) if self.key.data else None,
            performer_id=int(performer) if performer else None,
            amount=self.amount.data,
            rate=self.rate.data,
            posts=self.posts.data,
            parts={party: self._part(party) for party in party_ids},
        )

    def _part(self, party: int) -> PartPlan:
        def of(name: str) -> Any:
            return self[f"{name}_{party}"].data

        return PartPlan(
            of("shares"), of("billed"), of("allocation"), of("deduction"), of("direct"), of("share") or None
        )


def area_form(agreed: Agreed, seen: SeenArea | None = None) -> AreaForm:
    """The form of an area with a row of fields for each party, filled in with the area."""
    fields: dict[str, Any] = {}
    for party, name in agreed.party_names().items():
        part = agreed.parts.get((seen.area.id or 0, party)) if seen else None
        for field, made in _part_fields(name).items():
            made.kwargs["default"] = getattr(part, field, None)
            fields[f"{field}_{party}"] = made
    area = seen.area if seen else None
    begin = {} if area is None else {**area.model_dump(), "performer": str(area.performer_id or NONE), "key": area.key}
    form: AreaForm = type("AreaFormOfParties", (AreaForm,), fields)(**begin, edits=area is not None)
    form.performer.choices = {NONE: "Inte angiven"} | {str(party): name for party, name in agreed.party_names().items()}
    return form


def _part_fields(name: str) -> dict[str, Any]:
    return {
        "shares": BooleanField(f"{name} deltar i kostnaden"),
        "billed": BooleanField(f"{name} ska debiteras"),
        "allocation": AmountField(f"Tilldelning för {name} (kr)"),
        "deduction": AmountField(f"Eget avdrag för {name} (%)", decimals=4),
        "direct": AmountField(f"Egen kostnad för {name} (kr)"),
        "share": ShareField(f"Fast andel för {name}", filters=[strip], validators=[at_most(20)]),
    }


# ---- Base figures ---------------------------------------------------------------------------------------------------


class BaseForm(PageForm):
    """Base figures. `base_form` adds the fields of each party."""

    def figures(self, party_ids: Iterable[int]) -> dict[int, BaseFigures]:
        return {party: self._of(party) for party in party_ids}

    def _of(self, party: int) -> BaseFigures:
        cases = {month: self[f"cases_{party}_{month}"].data for month in BASE_MONTHS}
        stated = {month: count for month, count in cases.items() if count is not None}
        return BaseFigures(self[f"population_{party}"].data, stated)


def base_form(agreed: Agreed) -> BaseForm:
    """The form of an agreement's base figures: six months and the population of each party."""
    fields: dict[str, Any] = {}
    year = agreed.agreement.year - 1
    for party in agreed.parties:
        fields[f"population_{party.id}"] = CountField(f"Befolkning i {party.name}", default=party.population)
        months = agreed.cases.get(party.id or 0, {})
        for month in BASE_MONTHS:
            label = f"Ärenden i {MONTH_NAMES[month]} {year} för {party.name}"
            fields[f"cases_{party.id}_{month}"] = CountField(label, default=months.get(month))
    form: BaseForm = type("BaseFormOfParties", (BaseForm,), fields)(edits=True)
    return form
