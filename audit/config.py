"""What one installation decides: read from its folder and the environment, checked as a whole at start."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path

DEMO_MARKER = "DEMO"


class SettingsError(Exception):
    """Every fault of the settings, each a sentence of its own."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Tls(StrEnum):
    """How the connection to the mail server is kept private."""

    STARTTLS = "starttls"
    FROM_THE_START = "tls"
    NONE = "ingen"


@dataclass(frozen=True)
class MailServer:
    """The mail server that notices are sent through, who sends them, and where the program is found by its readers."""

    host: str
    port: int
    tls: Tls
    user: str
    password: str = field(repr=False)
    sender: str
    public_url: str


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
    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: str = Tls.STARTTLS
    smtp_user: str = ""
    smtp_sender: str = ""
    smtp_password: str = field(default="", repr=False)

    @property
    def uploads(self) -> Path:
        return self.instance / "uploads"

    @property
    def mail(self) -> MailServer | None:
        """The mail server; None where notices stand on Start only."""
        if not self.smtp_host:
            return None
        return MailServer(
            self.smtp_host,
            self.smtp_port,
            Tls(self.smtp_tls),
            self.smtp_user,
            self.smtp_password,
            self.smtp_sender,
            self.public_url.rstrip("/"),
        )


CHOOSABLE: Mapping[str, type] = {
    "database_url": str,
    "secure_cookies": bool,
    "idle_minutes": int,
    "absolute_minutes": int,
    "max_upload_bytes": int,
    "small_cell_limit": int,
    "closing_minimum": int,
    "public_url": str,
    "smtp_host": str,
    "smtp_port": int,
    "smtp_tls": str,
    "smtp_user": str,
    "smtp_sender": str,
}
SMTP_PASSWORD = "STICKPROV_SMTP_PASSWORD"  # noqa: S105 - the name of a variable


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
        smtp_password=_smtp_password(instance / "keys" / "smtp", environ),
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
    for name in (each.name for each in fields(Settings) if each.name in CHOOSABLE):
        text = environ.get(f"STICKPROV_{name.upper()}")
        if text is not None:
            chosen[name] = _from_text(text, CHOOSABLE[name])
    for name, value in chosen.items():
        faults.extend(_fault(name, value))
    return chosen, faults or _mail_faults(chosen)


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


def _mail_faults(chosen: Mapping[str, object]) -> list[str]:
    """What is wrong with the settings of the mail server together, each of them being of its kind."""
    tls, user, host = chosen.get("smtp_tls", Tls.STARTTLS), chosen.get("smtp_user"), chosen.get("smtp_host")
    faults = []
    if tls not in set(Tls):
        faults.append(f"Inställningen smtp_tls ska vara {', '.join(Tls)}, inte {tls!r}.")
    if not host:
        return faults
    if "@" not in str(chosen.get("smtp_sender", "")):
        faults.append("Inställningen smtp_sender saknas: adressen som brev skickas från.")
    if not str(chosen.get("public_url", "")).startswith(("https://", "http://")):
        faults.append("Inställningen public_url saknas: programmets adress, som länkarna i breven leder till.")
    if user and tls == Tls.NONE and host not in {"localhost", "127.0.0.1", "::1"}:
        faults.append("Inställningen smtp_tls = ingen går inte med smtp_user: lösenordet skulle skickas oskyddat.")
    return faults


def _smtp_password(file: Path, environ: Mapping[str, str]) -> str:
    """The mail server's password: from the environment, else from its file beside the keys; empty where there is none.

    It never stands in settings.toml, which more people read.
    """
    kept = file.read_text("utf-8").strip() if file.is_file() else ""
    return environ.get(SMTP_PASSWORD, kept)


_SWEDISH = {str: "en text", bool: "true eller false", int: "ett heltal"}


def _key(file: Path) -> bytes:
    """The key in `file`, made at first use. It lies outside the database on purpose."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32), "ascii")
    return bytes.fromhex(file.read_text("ascii").strip())
