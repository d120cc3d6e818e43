"""The form by which a board's targeted sample of hits is chosen."""

from collections.abc import Sequence

from wtforms import SelectField

from audit.rounds.forms import WholeNumberField
from audit.rounds.models import RoundTarget
from audit.rounds.operations import HitOffer
from audit.web.formats import counted, moment
from audit.web.forms import PageForm, required

NONE = "0"


class HitsForm(PageForm):
    stratum = SelectField("Stratum av träffar")
    size = WholeNumberField("Urval", validators=[required("Skriv ett antal.")])
    reserves = WholeNumberField("Reserver", validators=[required("Skriv ett antal. Med 0 dras inga reserver.")])


def hits_form(offers: Sequence[HitOffer], now: RoundTarget | None) -> HitsForm:
    """The form for a board, filled in with what is chosen now."""
    form = HitsForm(
        stratum=str(now.stratum_id) if now else NONE,
        size=now.size if now else 5,
        reserves=now.reserves if now else 0,
    )
    form.stratum.choices = {NONE: "Inget urval ur träffar", **{str(one.stratum.id): _words(one) for one in offers}}
    return form


def _words(offer: HitOffer) -> str:
    framed = "" if offer.in_frame is None else f", {offer.in_frame} i ramen"
    made = moment(offer.stratum.stratum.made_at)
    hits = counted(len(offer.ids), "träff", "träffar")
    return f"{offer.stratum.control.name} {offer.stratum.year}: {hits}{framed} ({made})"
