"""The file with the keys, outside the installation: one a line, the newest last; the database tells which it needs."""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path

from audit.encryption.cipher import LIBRARY, name_of

KEY_BYTES = 32
OWNER_ONLY = 0o600
ABOUT = "# Nycklar till krypterade kolumner i Stickprov: en per rad, den nyaste sist. Ha en kopia på ett annat ställe."

MISSING = (
    "Nyckelfilen {0} finns inte. Lägg dit den, eller ange var den ligger (encryption_key_file). "
    "Är databasen inte krypterad än, kör: stickprov encryption on --key-file {0}"
)


def read(file: Path) -> dict[str, bytes]:
    """The keys by their names, the newest last. The file is one that `faults` finds nothing in."""
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    found = [bytes.fromhex(line) for line in lines if line and not line.startswith("#")]
    return {name_of(secret): secret for secret in found}


def add(file: Path) -> str:
    """Put a new key last, in a file that is made where there is none. Gives its name."""
    secret = secrets.token_bytes(KEY_BYTES)
    before = file.read_text("utf-8") if file.exists() else f"{ABOUT}\n"
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"{before.rstrip()}\n{secret.hex()}\n")
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)
    return name_of(secret)


def place_faults(file: Path, instance: Path) -> list[str]:
    """Why the keys can't lie there."""
    if not file.is_absolute():
        return [f"Inställningen encryption_key_file ska vara hela sökvägen till nyckelfilen, inte {file}."]
    if file.resolve().is_relative_to(instance.resolve()):
        return [f"Nyckelfilen {file} ligger i installationens mapp. Lägg den någon annanstans: den ska inte följa med."]
    if find_spec(LIBRARY) is None:
        return ["Inställningen encryption_key_file kräver tillägget encryption: pip install 'stickprov[encryption]'."]
    return []


def faults(file: Path, instance: Path) -> list[str]:
    """What is wrong with the file, each a sentence that says what to do; nothing where its keys can be read."""
    if found := place_faults(file, instance):
        return found
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            return [f"Nyckelfilen {file} kan läsas av andra på datorn. Kör: chmod 600 {file}"]
        keys = read(file)
    except FileNotFoundError:
        return [MISSING.format(file)]
    except OSError as error:
        return [f"Nyckelfilen {file} går inte att läsa ({error.strerror or error})."]
    except ValueError:
        keys = {}
    if not keys or any(len(secret) != KEY_BYTES for secret in keys.values()):
        return [f"Nyckelfilen {file} är skadad: varje rad ska vara en nyckel, {2 * KEY_BYTES} siffror 0–9 och a–f."]
    return []
