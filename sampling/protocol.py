"""The protocol of a draw: all that another person needs to repeat it, and how it is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sampling.draw import DrawError, DrawFault, DrawnUnit, Quota, StratumDraw, draw_strata, quota_faults, text_faults
from sampling.frame import Frame
from sampling.text import clean

ALGORITHM = "sha256-smallest-tickets-1"
MONETARY_ALGORITHM = "sha256-monetary-units-1"


@dataclass(frozen=True)
class FrameRecord:
    """What the protocol remembers of the frame: its hash, its number of units and where they stood.

    `stratum_column` is None if the frame wasn't divided, `amount_column` unless every krona had the same chance.
    """

    sha256: str
    units: int
    id_column: str
    stratum_column: str | None
    amount_column: str | None = None


@dataclass(frozen=True)
class Protocol:
    """A draw as it was made; `seed_source` says in words where the seed came from.

    `algorithm` is ALGORITHM where every unit had the same chance, MONETARY_ALGORITHM where every krona had.
    """

    algorithm: str
    seed: str
    seed_source: str | None
    frame: FrameRecord
    strata: tuple[StratumDraw, ...]


def make_protocol(
    *,
    frame: Frame,
    seed: str,
    quotas: Mapping[str, Quota],
    id_column: str,
    stratum_column: str | None,
    seed_source: str | None = None,
) -> Protocol:
    """Make the draw and write down what it was made from.

    Args:
        frame: the checked frame.
        seed: any text that isn't empty when trimmed and holds no control characters.
        quotas: one per stratum of the frame, by its name.
        id_column: the frame file's column of ids.
        stratum_column: its column of strata, or None if the frame isn't divided.
        seed_source: where the seed came from, in words, or None.

    Returns:
        The protocol, with every text in its cleaned form.

    Raises:
        DrawError: with all faults in the texts and the quotas.
    """
    columns = {"id_column": id_column, "stratum_column": stratum_column}
    faults = texts_faults({"seed": seed, "seed_source": seed_source, **columns})
    faults += quota_faults(frame=frame, quotas=quotas)
    if faults:
        raise DrawError(faults)
    return Protocol(
        algorithm=ALGORITHM,
        seed=clean(seed),
        seed_source=cleaned(seed_source),
        frame=FrameRecord(frame.sha256, frame.units, clean(id_column), cleaned(stratum_column)),
        strata=draw_strata(frame=frame, seed=seed, quotas=quotas),
    )


def texts_faults(texts: Mapping[str, str | None]) -> list[DrawFault]:
    """What is wrong with the texts of a protocol, by their fields; None is no text."""
    return [fault for field, text in texts.items() if text is not None for fault in text_faults(field, text)]


def cleaned(text: str | None) -> str | None:
    """The text in its cleaned form, if there is one."""
    return None if text is None else clean(text)


def protocol_to_json(protocol: Protocol) -> dict[str, object]:
    """Give the protocol as the dictionary that is written to a JSON file.

    Args:
        protocol: the draw.

    Returns:
        Plain dictionaries, lists, texts and numbers. Keys may be added in later versions, never changed.
    """
    written: dict[str, Any] = {"algorithm": protocol.algorithm, "seed": protocol.seed}
    if protocol.seed_source is not None:
        written["seed_source"] = protocol.seed_source
    written["frame"] = {
        "sha256": protocol.frame.sha256,
        "units": protocol.frame.units,
        "id_column": protocol.frame.id_column,
        "stratum_column": protocol.frame.stratum_column,
    }
    if protocol.frame.amount_column is not None:
        written["frame"] |= {"amount_column": protocol.frame.amount_column}
    written["strata"] = {stratum.name: _stratum_to_json(stratum) for stratum in protocol.strata}
    return written


def _stratum_to_json(stratum: StratumDraw) -> dict[str, object]:
    return {
        "population": stratum.population,
        "sha256": stratum.sha256,
        "size": stratum.quota.size,
        "reserves_wanted": stratum.quota.reserves,
        "sample": _sample_to_json(stratum),
        "reserves": [_unit_to_json(unit) for unit in stratum.reserves],
        **_monetary_to_json(stratum),
    }


def _sample_to_json(stratum: StratumDraw) -> list[dict[str, Any]]:
    units = [_unit_to_json(unit) for unit in stratum.sample]
    if stratum.monetary is None:
        return units
    hit = zip(units, stratum.monetary.amounts, stratum.monetary.hits, strict=True)
    return [unit | {"amount_ore": amount, "hits": hits} for unit, amount, hits in hit]


def _monetary_to_json(stratum: StratumDraw) -> dict[str, object]:
    if stratum.monetary is None:
        return {}
    drawn = stratum.monetary
    told = {
        "amounts_sha256": drawn.amounts_sha256,
        "payments": drawn.payments,
        "apart": drawn.apart,
        "total_ore": drawn.total,
        "interval_ore": str(drawn.interval),
        "start_ore": str(drawn.start),
    }
    return {"monetary": told}


def _unit_to_json(unit: DrawnUnit) -> dict[str, Any]:
    return {"id": unit.id, "ticket": unit.ticket}


def protocol_to_text(protocol: Protocol) -> str:
    """Give the protocol as the text of a JSON file: the same draw always gives the same characters.

    Args:
        protocol: the draw.

    Returns:
        Indented JSON that ends with a line feed, to be stored in UTF-8.
    """
    return json.dumps(protocol_to_json(protocol), ensure_ascii=False, indent=2) + "\n"
