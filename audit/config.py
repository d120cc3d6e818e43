"""What one installation decides: read from its folder and the environment, checked as a whole at start."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

DEMO_MARKER = "DEMO"


class SettingsError(Exception):
    """Every fault of the settings, each a sentence of its own."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """An installation's settings. Times in minutes, sizes in bytes."""

    instance: Path
    secret_key: bytes
    pseudonym_key: bytes
    database_url: str
    demo: bool = False
    secure_cookies: bool = True
    idle_minutes: int = 30
    absolute_minutes: int = 600
    max_upload_bytes: int = 50_000_000
    small_cell_limit: int = 5
    closing_minimum: int = 5

    @property
    def uploads(self) -> Path:
        return self.instance / "uploads"


CHOOSABLE: Mapping[str, type] = {
    "database_url": str,
    "secure_cookies": bool,
    "idle_minutes": int,
    "absolute_minutes": int,
    "max_upload_bytes": int,
    "small_cell_limit": int,
    "closing_minimum": int,
}


def load(instance: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of `instance`, which is made ready if it is new. Raises SettingsError with every fault."""
    instance = instance.resolve()
    for folder in (instance, instance / "keys", instance / "uploads"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    demo = (instance / DEMO_MARKER).exists()
    chosen, faults = _chosen(instance / "settings.toml", environ)
    if faults:
        raise SettingsError(faults)
    defaults = {"database_url": f"sqlite:///{instance / 'stickprov.db'}", "secure_cookies": not demo}
    return Settings(
        instance=instance,
        secret_key=_key(instance / "keys" / "session"),
        pseudonym_key=_key(instance / "keys" / "pseudonym"),
        demo=demo,
        **{**defaults, **chosen},  # type: ignore[arg-type]
    )


def _chosen(file: Path, environ: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    chosen: dict[str, object] = {}
    faults: list[str] = []
    if file.exists():
        try:
            chosen = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{file}: kan inte läsas ({error}).")
    for name in (field.name for field in fields(Settings) if field.name in CHOOSABLE):
        text = environ.get(f"STICKPROV_{name.upper()}")
        if text is not None:
            chosen[name] = _from_text(text, CHOOSABLE[name])
    for name, value in chosen.items():
        faults.extend(_fault(name, value))
    return chosen, faults


def _from_text(text: str, kind: type) -> object:
    if kind is bool:
        return {"1": True, "true": True, "0": False, "false": False}.get(text.lower(), text)
    return int(text) if kind is int and text.isdigit() else text


def _fault(name: str, value: object) -> list[str]:
    if name not in CHOOSABLE:
        return [f"Inställningen {name} finns inte. Möjliga: {', '.join(CHOOSABLE)}."]
    if type(value) is not CHOOSABLE[name]:
        return [f"Inställningen {name} ska vara {_SWEDISH[CHOOSABLE[name]]}, inte {value!r}."]
    if isinstance(value, int) and not isinstance(value, bool) and value < 1:
        return [f"Inställningen {name} ska vara minst 1, inte {value}."]
    return []


_SWEDISH = {str: "en text", bool: "true eller false", int: "ett heltal"}


def _key(file: Path) -> bytes:
    """The key in `file`, made at first use. It lies outside the database on purpose."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32), "ascii")
    return bytes.fromhex(file.read_text("ascii").strip())
