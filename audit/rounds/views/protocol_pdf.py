"""The protocol of the draw as PDF: the same as on its page, without any person's name and without protected ids."""

import io

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from audit import documents
from audit.accounts.access import Visit, access
from audit.registers.rules import RegisterKind
from audit.rounds import operations
from audit.rounds.operations import Excerpt, Replacement, SeenRound, SeenSample, SetAside
from audit.rounds.operations.printing import PrintedProtocol, printed_protocol
from audit.rounds.rules import (
    CRITERIA,
    KRONA_RULES,
    TARGET_NAMES,
    Standing,
    Target,
    krona_facts,
    krona_hits,
    reason_name,
)
from audit.rounds.views.protocol import frame_name, protocol_name, recipe_of
from audit.rounds.views.room import READERS, rounds
from audit.web.formats import counted, moment, number, span
from audit.wording import UNITS
from sampling import StratumDraw

Fact = dict[str, str]
RESERVES = ("reserv", "reserver")
NOT_PRINTED = "(skrivs inte ut)"
LONGEST_FOOT = 80


@rounds.get("/omgangar/<int:round_id>/protokoll.pdf")
@rounds.get("/omgangar/<int:round_id>/protokoll/<target>.pdf")
@access(*READERS, load=operations.see_sample, writes=True)
def protocol_pdf(visit: Visit[SeenSample]) -> ResponseReturnValue:
    seen, target = visit.record.seen, visit.record.target
    printed = printed_protocol(visit.session, stamp=visit.stamp, seen=seen, target=target)
    if printed is None:
        abort(404)
    file = documents.pdf_file("rounds/protocol.typ", content(seen, printed), dated=visit.stamp.at)
    name = protocol_name(visit.record, "pdf")
    return send_file(io.BytesIO(file), mimetype=documents.MIME, as_attachment=True, download_name=name)


def content(seen: SeenRound, printed: PrintedProtocol) -> dict[str, object]:
    """What the template is filled with: every text as it is to stand on the page."""
    shown, round_, many = printed.shown, seen.round_, UNITS[seen.round_.kind][1]
    by_krona = shown.protocol.frame.amount_column is not None
    targeted, json_name = shown.target is not Target.BOARD, protocol_name(SeenSample(seen, shown.target))
    return {
        "title": f"Urvalsprotokoll: {TARGET_NAMES[shown.target].lower()}" if targeted else "Urvalsprotokoll",
        "foot": f"Urvalsprotokoll, {round_.name}"[:LONGEST_FOOT],
        "round": round_.name,
        "about": _about(seen),
        "remarks": _remarks(seen, shown),
        "facts": _facts(seen, shown),
        "seed_parts": [{"board": part.board, "value": part.value, "source": part.source} for part in shown.seed_parts],
        "focus": list(shown.focus.values()),
        "rule": [*KRONA_RULES] if by_krona else _rule(shown.target, seen.round_.kind),
        "strata": [_stratum(seen, printed, stratum) for stratum in shown.protocol.strata],
        "replaced": {
            "heading": f"Ersatta {many}",
            "none": f"Inga {many} har ersatts.",
            "caption": f"{_units(seen, len(shown.replacements))} ersatta av nästa reserv",
            "rows": [_replacement(seen, each, printed) for each in shown.replacements],
        },
        "aside": [_aside(seen, one, printed) for one in shown.set_aside],
        "frame_file": frame_name(shown.target),
        "recipe_gives": _recipe_gives(many, by_krona),
        "recipe": recipe_of(shown),
        "verify": f"stickprov verify {json_name} --frame {frame_name(shown.target)}",
    }


def _units(seen: SeenRound, amount: int) -> str:
    return counted(amount, *UNITS[seen.round_.kind])


def _about(seen: SeenRound) -> str:
    round_, many = seen.round_, UNITS[seen.round_.kind][1]
    invented = " Uppgifterna är påhittade." if round_.invented else ""
    written = span(round_.period_from, round_.period_to)
    return f"{many.capitalize()} i den granskade perioden {written}.{invented}"


def _remarks(seen: SeenRound, shown: Excerpt) -> list[str]:
    remarks = []
    if later := seen.replaced_by:
        remarks.append(f"Ersatt av en ny dragning {moment(later.created_at)}: {later.replaces_reason}.")
    if seen.replaces:
        remarks.append(f"Det här är en ny dragning som ersätter en tidigare: {seen.round_.replaces_reason}.")
    if not seen.whole:
        remarks.append("Omgången gäller fler nämnder. Här står bara en del av dem. Den går att göra om för sig.")
    for name, size in shown.wanted.items():
        why = "Det fanns inte fler." if name in shown.parts else "Det fanns inga kvar att dra."
        remarks.append(f"{name}: önskat var {_units(seen, size)}. {why}")
    return remarks


def _rule(target: Target, kind: RegisterKind) -> list[str]:
    one, many = UNITS[kind]
    rule = (
        f"Varje {one} i ramen får en lott: SHA-256 av fröet, ett kommatecken och dess id. För varje nämnd dras "
        f"de {many} som har de minsta lotterna, och de närmast följande är reserver."
    )
    beside = (
        "Ett riktat urval dras med samma frö bland de ärenden som uppfyller villkoret och inte drogs, som urval eller "
        "reserv, i nämndens eget urval eller i ett riktat urval före det. Inget ärende dras alltså två gånger. Det "
        "redovisas för sig och säger bara något om de ärenden som det drogs ur."
    )
    return [rule] if target is Target.BOARD else [beside, rule]


def _recipe_gives(many: str, by_krona: bool) -> str:
    if by_krona:
        return "ramens hash, och sedan för varje nämnd beloppens hash och de utbetalningar som träffades, i ordning"
    return f"ramens hash och sedan varje nämnds minsta lotter med {many}nas id, i samma ordning som ovan"


def _fact(name: str, value: str, kind: str = "text") -> Fact:
    return {"name": name, "value": value, "kind": kind}


def _facts(seen: SeenRound, shown: Excerpt) -> list[Fact]:
    frame, targeted = shown.protocol.frame, shown.target is not Target.BOARD
    facts = [_fact("Riktat urval", f"{TARGET_NAMES[shown.target]}: {CRITERIA[shown.target]}")] if targeted else []
    facts += [
        _fact("Storlekarna bestämdes", moment(seen.round_.sizes_fixed_at)),
        _fact("Urvalet drogs", moment(shown.draw.drawn_at)),
        _fact("Frö", shown.protocol.seed, "code"),
    ]
    facts += [] if shown.seed_parts else [_fact("Fröets källa", shown.seed_source)]
    return [
        *facts,
        _fact("Kunde dras" if targeted or shown.left_out else "I ramen", _units(seen, frame.units)),
        _fact("Ramens hash", frame.sha256, "hash"),
        _fact(
            "Ramens kolumner",
            "; ".join(filter(None, (frame.id_column, frame.stratum_column, frame.amount_column))),
            "code",
        ),
        _fact("Metod", shown.protocol.algorithm, "code"),
        *([_fact("Journalens slut före dragningen", head, "hash")] if (head := shown.draw.journal_head) else []),
    ]


def _stratum(seen: SeenRound, printed: PrintedProtocol, stratum: StratumDraw) -> dict[str, object]:
    drawn = (*stratum.sample, *stratum.reserves)
    return {
        "name": stratum.name,
        "facts": _stratum_facts(seen, printed.shown, stratum),
        "notes": _notes(seen, printed.shown, stratum),
        "caption": _caption(seen, stratum),
        "drawn_as": "Belopp och träffar" if stratum.monetary else "Drogs som",
        "sample": len(stratum.sample),
        "units": [
            {
                "place": place,
                "id": NOT_PRINTED if unit.id in printed.hidden else unit.id,
                "hidden": unit.id in printed.hidden,
                "drawn_as": _drawn_as(stratum, place, printed.standings.get(unit.id)),
                "ticket": unit.ticket,
            }
            for place, unit in enumerate(drawn, start=1)
        ],
    }


def _caption(seen: SeenRound, stratum: StratumDraw) -> str:
    reserves = "" if stratum.monetary else f" och {counted(len(stratum.reserves), *RESERVES)}"
    return f"{_units(seen, len(stratum.sample))} i urvalet{reserves}, i lotternas ordning"


def _stratum_facts(seen: SeenRound, shown: Excerpt, stratum: StratumDraw) -> list[Fact]:
    left = None if shown.target is not Target.BOARD else shown.left_out.get(stratum.name)
    part = left is not None or shown.target is not Target.BOARD
    facts = []
    if left:
        first, last = seen.round_.year - left.years, seen.round_.year
        facts = [
            _fact("I den frysta ramen", _units(seen, left.frame_units)),
            _fact("Den frysta ramens hash", left.frame_sha256, "hash"),
            _fact("Lämnades ute", f"{_units(seen, left.units)} som drogs {first}–{last}"),
        ]
    return [
        *facts,
        _fact("Kunde dras" if part else "I ramen", _units(seen, stratum.population)),
        _fact("Hash av det som kunde dras" if part else "Ramens hash", stratum.sha256, "hash"),
        *(_fact(name, value) for name, value in krona_facts(stratum)),
        *([_fact("Beloppens hash", stratum.monetary.amounts_sha256, "hash")] if stratum.monetary else []),
        *([] if stratum.monetary else [_sizes(seen, stratum)]),
    ]


def _sizes(seen: SeenRound, stratum: StratumDraw) -> Fact:
    reserves = counted(stratum.quota.reserves, *RESERVES)
    return _fact("Bestämt antal", f"{_units(seen, stratum.quota.size)} och {reserves}")


def _notes(seen: SeenRound, shown: Excerpt, stratum: StratumDraw) -> list[str]:
    notes = []
    left = None if shown.target is not Target.BOARD else shown.left_out.get(stratum.name)
    if left:
        could = _units(seen, stratum.population)
        notes.append(
            f"Det urvalet visar gäller bara de {could} som kunde dras, inte de {number(left.units)} som lämnades ute."
        )
    if stratum.missing_reserves:
        enough = counted(len(stratum.reserves), *RESERVES)
        notes.append(f"Ramen räckte till {enough} av de {number(stratum.quota.reserves)} som var bestämda.")
    return notes


def _drawn_as(stratum: StratumDraw, place: int, standing: Standing | None) -> str:
    since = {
        Standing.REPLACED: ", ersatt",
        Standing.CALLED_IN: ", inkallad",
        Standing.SET_ASIDE: ", kunde inte granskas",
    }
    drawn = "Urval" if place <= len(stratum.sample) else "Reserv"
    return (", ".join(krona_hits(stratum, place - 1)) if stratum.monetary else drawn) + (
        since.get(standing, "") if standing else ""
    )


def _replacement(seen: SeenRound, each: Replacement, printed: PrintedProtocol) -> dict[str, str]:
    unit, reserve = (NOT_PRINTED if one.unit_id in printed.hidden else one.unit_id for one in (each.unit, each.reserve))
    return {
        "id": unit,
        "stratum": each.board,
        "reason": reason_name(seen.round_.kind, each.unit.replacement_reason),
        "reserve": reserve,
        "at": moment(each.unit.replaced_at),
    }


def _aside(seen: SeenRound, one: SetAside, printed: PrintedProtocol) -> str:
    unit_id = NOT_PRINTED if one.unit.unit_id in printed.hidden else one.unit.unit_id
    reason = reason_name(seen.round_.kind, one.unit.replacement_reason)
    return f"{unit_id}, {one.board}: {reason}, {moment(one.unit.replaced_at)}"
