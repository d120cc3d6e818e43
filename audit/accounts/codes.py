"""One-time codes and recovery codes, made of random salts and a key that lies outside the database.

What the database holds of them, salts and keyed hashes, is of no use without the key.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import segno

STEP = 30
# The clock of a telephone may be half a minute off.
STEPS_OFF = (0, -1, 1)
RECOVERY_CODES = 10
ISSUER = "Stickprov"


def new_salt() -> str:
    return secrets.token_hex(16)


def secret(key: bytes, salt: str) -> str:
    """What the app on the telephone keeps, in base 32: 160 bits, as RFC 4226 asks for."""
    return base64.b32encode(_derived(key, f"one-time codes:{salt}")[:20]).decode()


def qr_code(key: bytes, salt: str, username: str) -> str:
    """The QR code that the app reads, as an SVG picture in an address of its own."""
    address = pyotp.TOTP(secret(key, salt)).provisioning_uri(name=username, issuer_name=ISSUER)
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4, light="white", xmldecl=False)


def step_of(key: bytes, salt: str, code: str, *, now: datetime) -> int | None:
    """The half minute in which `code` is right, near `now`; None if it is wrong."""
    if not is_one_time(code):
        return None
    app, current = pyotp.TOTP(secret(key, salt), interval=STEP), int(now.timestamp()) // STEP
    right = [step for step in (current + off for off in STEPS_OFF) if hmac.compare_digest(app.generate_otp(step), code)]
    return right[0] if right else None


def recovery_codes(key: bytes, salt: str) -> list[str]:
    """The codes to keep on paper: 24 signs (120 bits) in groups of four."""
    return [_grouped(_derived(key, f"recovery:{salt}:{number}")) for number in range(RECOVERY_CODES)]


def recovery_hash(key: bytes, code: str) -> str:
    """What is stored of a recovery code (in its normal form)."""
    return _derived(key, f"recovery code:{code}").hex()


def normal_code(text: str) -> str:
    """A code as it is compared: without spaces and hyphens, letters large."""
    return "".join(text.split()).replace("-", "").replace("–", "").upper()


def is_one_time(code: str) -> bool:
    """Whether a code (in its normal form) is one of the app's, and not one kept on paper."""
    return len(code) == 6 and code.isascii() and code.isdecimal()


def _derived(key: bytes, what: str) -> bytes:
    return hmac.new(key, f"second factor:{what}".encode(), hashlib.sha256).digest()


def _grouped(derived: bytes) -> str:
    signs = base64.b32encode(derived[:15]).decode()
    return "-".join(signs[first : first + 4] for first in range(0, len(signs), 4))
