"""The proof of an erasure: what was erased, how much, when, on which decision and by which two roles."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Proof:
    """What the proof says. Nobody is named: only roles. Days and moments are in ISO form, moments in UTC."""

    kind: str
    board: str
    what: str
    due_on: str
    decided_by: str
    decided_on: str
    reference: str
    rule_version: int
    proposed_at: str
    proposed_by_role: str
    approved_at: str
    approved_by_role: str
    erased: Mapping[str, int]
    stays: str
    last_copy_gone_on: str


def proof_text(proof: Proof) -> str:
    """The proof as JSON in one form only: sorted keys, no spaces. Its hash is made of this text."""
    return json.dumps(asdict(proof), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()
