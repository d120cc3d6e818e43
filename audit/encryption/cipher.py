"""One key and what it seals: AES-256-GCM, the key's name before a nonce and the sealed text, all of it as text."""

import base64
import hashlib
import os

MARK = "krypt1"
NONCE = 12
LIBRARY = "cryptography"


class UnreadableError(Exception):
    """A text that this key didn't seal, or not for this place; its text is the place, never what stood there."""


def name_of(secret: bytes) -> str:
    """What a key is called where it is asked for: nobody finds the key by it."""
    return hashlib.sha256(b"stickprov\n" + secret).hexdigest()[:8]


def key_named_in(sealed: str) -> str:
    """The name of the key that sealed a text; empty for what is no sealed text."""
    parts = sealed.split(".")
    return parts[1] if len(parts) == 3 and parts[0] == MARK else ""


class Cipher:
    """Seals texts, each for its place (»table.column«), and opens them there and nowhere else."""

    def __init__(self, secret: bytes) -> None:
        from cryptography.exceptions import InvalidTag  # an extra: most installations do without
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._refusals = ValueError, InvalidTag
        self.key_name = name_of(secret)
        self._head = f"{MARK}.{self.key_name}."
        self._key = AESGCM(secret)

    def seal(self, place: str, text: str) -> str:
        nonce = os.urandom(NONCE)
        sealed = self._key.encrypt(nonce, text.encode(), place.encode())
        return self._head + base64.b64encode(nonce + sealed).decode("ascii")

    def open(self, place: str, sealed: object) -> str:
        """The text. Raises UnreadableError for any that was not sealed here, by this key and as it stands."""
        if not isinstance(sealed, str) or not sealed.startswith(self._head):
            raise UnreadableError(place)
        try:
            raw = base64.b64decode(sealed[len(self._head) :], validate=True)
            return self._key.decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
        except self._refusals:
            raise UnreadableError(place) from None
