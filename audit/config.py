"""What one installation decides: read from its folder and the environment, checked as a whole at start."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from audit import ways_in
from audit.encryption import keys as encryption_keys

DEMO_MARKER = "DEMO"
SETTINGS = "settings.toml"


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
    second_factor_roles: str = ""
    sso_issuer: str = ""
    sso_client_id: str = ""
    sso_client_secret: str = field(default="", repr=False)
    sso_username_claim: str = "preferred_username"
    sso_roles_claim: str = ""
    sso_acr_values: str = ""
    sso_second_factor: str = ""
    sso_own_codes: bool = True
    sso_max_age_minutes: int = 0
    max_upload_bytes: int = 50_000_000
    small_cell_limit: int = 5
    closing_minimum: int = 5
    journal_head_file: str = ""
    journal_head_mailbox: str = ""
    backup_folder: str = ""
    encryption_key_file: str = ""
    backup_days: int = 7
    backup_weeks: int = 5
    backup_months: int = 6
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
    def sso(self) -> ways_in.Provider | None:
        """The provider of single sign-on; None where there are passwords only."""
        if not self.sso_issuer:
            return None
        return ways_in.Provider(
            self.sso_issuer,
            self.sso_client_id,
            self.sso_client_secret,
            self.sso_username_claim,
            self.sso_roles_claim,
            f"{self.public_url.rstrip('/')}{ways_in.ANSWER}",
            self.sso_acr_values,
            frozenset(ways_in.named(self.sso_second_factor)),
            self.sso_own_codes,
            self.sso_max_age_minutes * 60,
        )

    @property
    def roles_with_second_factor(self) -> frozenset[str]:
        """The roles that may do nothing before they have a second factor."""
        return frozenset(ways_in.named(self.second_factor_roles))

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


# What nobody writes in settings.toml: folder, keys and passwords, and the mark of a demonstration.
NOT_WRITTEN = {"instance", "secret_key", "pseudonym_key", "demo", "sso_client_secret", "smtp_password"}
CHOOSABLE = {each.name: cast(type, each.type) for each in fields(Settings) if each.name not in NOT_WRITTEN}
KEY_BYTES = 32
NEAR = frozenset({"", "localhost", "127.0.0.1", "::1"})
PROTECTED = frozenset({"require", "verify-ca", "verify-full"})
SMTP_PASSWORD = "STICKPROV_SMTP_PASSWORD"  # noqa: S105 - the name of a variable


def load(instance: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of `instance`, which is made ready if it is new. Raises SettingsError with every fault."""
    instance = instance.resolve()
    try:
        for folder in (instance, instance / "keys", instance / "uploads"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        demo = (instance / DEMO_MARKER).exists()
        chosen, faults = _chosen(instance / SETTINGS, environ)
        keys = {name: _key(instance / "keys" / name, faults) for name in ("session", "pseudonym")}
        sso_secret = ways_in.secret(instance / "keys" / "sso", environ)
        faults += ways_in.faults(chosen, client_secret=sso_secret)
        if key_file := str(chosen.get("encryption_key_file", "")):
            faults += encryption_keys.faults(Path(key_file), instance)
        if not demo:
            faults += _unsafe(instance, chosen)
    except OSError as error:
        raise SettingsError([f"Mappen {instance} går inte att använda ({error.strerror or error})."]) from error
    if faults:
        raise SettingsError(faults)
    defaults: dict[str, object] = {"database_url": f"sqlite:///{instance / 'stickprov.db'}"}
    defaults |= {"secure_cookies": not demo, "second_factor_roles": "" if demo else ways_in.SEE_CASES}
    return Settings(
        instance=instance,
        secret_key=keys["session"],
        pseudonym_key=keys["pseudonym"],
        sso_client_secret=sso_secret,
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
    return int(text) if kind is int and text.isdecimal() else text


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
    mailbox = str(chosen.get("journal_head_mailbox", ""))
    if mailbox and not (host and "@" in mailbox):
        faults.append("Inställningen journal_head_mailbox ska vara en e-postadress, och smtp_host måste vara inställd.")
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


def _key(file: Path, faults: list[str]) -> bytes:
    """The key in `file`, made at first use. It lies outside the database on purpose."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(KEY_BYTES), "ascii")
    try:
        key = bytes.fromhex(file.read_text("utf-8").strip())
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        faults.append(f"Nyckeln {file} är skadad: den ska vara minst {2 * KEY_BYTES} siffror 0–9 och bokstäver a–f.")
    return key


def _unsafe(instance: Path, chosen: Mapping[str, object]) -> list[str]:
    """What would give others what is kept here. In a demonstration all of it is invented."""
    faults = [
        f"Filen {file} kan läsas av andra på datorn. Kör: chmod 600 {file}"
        for file in (*sorted((instance / "keys").iterdir()), *_with_password(instance / SETTINGS, chosen))
        if os.name == "posix" and file.stat().st_mode & 0o077
    ]
    address = urlsplit(str(chosen.get("database_url", "")))
    asked = dict(parse_qsl(address.query))
    away = (address.hostname or asked.get("host", "")) not in NEAR and not asked.get("host", "").startswith("/")
    if address.scheme.startswith("postgresql") and away and asked.get("sslmode") not in PROTECTED:
        faults.append(
            "Databasen ligger på en annan dator, så anslutningen måste skyddas: "
            "lägg till sslmode=verify-full i database_url."
        )
    return faults


def _with_password(file: Path, chosen: Mapping[str, object]) -> list[Path]:
    return [file] if file.exists() and urlsplit(str(chosen.get("database_url", ""))).password else []
