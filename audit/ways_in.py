"""How people get in, as one installation has set it: who needs codes, which provider signs on; checked at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

SECRET = "STICKPROV_SSO_CLIENT_SECRET"  # noqa: S105 - the name of a variable
# The page to which the provider sends its answer.
ANSWER = "/logga-in/tjanst/svar"
ROLES = ("samordnare", "granskare", "enhetschef", "lasare", "administrator")
SEE_CASES = "samordnare, granskare, enhetschef"
NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider. Without `roles_claim`, what somebody may do is what her account says.

    `second_factor`: the values of acr or amr by which it vouches for two factors; without any it never does. Whom it
    doesn't vouch for so is asked for the program's own codes, or without `own_codes` refused, where her role needs two.
    `max_age`: how long ago she may have signed in there, in seconds; 0 where that isn't asked.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    username_claim: str
    roles_claim: str
    answer_address: str
    acr_values: str = ""
    second_factor: frozenset[str] = frozenset()
    own_codes: bool = True
    max_age: int = 0


def secret(file: Path, environ: Mapping[str, str]) -> str:
    """The program's own secret at the provider: from the environment, else from its file beside the keys."""
    return environ.get(SECRET, file.read_text("utf-8").strip() if file.is_file() else "")


def named(words: str) -> list[str]:
    """The words of a list with commas between."""
    return [word.strip() for word in words.split(",") if word.strip()]


def faults(chosen: Mapping[str, object], *, client_secret: str) -> list[str]:
    """What is wrong with these settings together."""
    unknown = [word for word in named(str(chosen.get("second_factor_roles", ""))) if word not in ROLES]
    known = ", ".join(ROLES)
    of_roles = [f"Inställningen second_factor_roles: rollen {word} finns inte. Möjliga: {known}." for word in unknown]
    return of_roles + _provider_faults(chosen, client_secret)


def _provider_faults(chosen: Mapping[str, object], client_secret: str) -> list[str]:
    issuer = str(chosen.get("sso_issuer", ""))
    if not issuer:
        return []
    found = []
    if not _is_private(issuer):
        found.append("Inställningen sso_issuer ska börja med https://: svaren därifrån avgör vem som släpps in.")
    if not chosen.get("sso_client_id"):
        found.append("Inställningen sso_client_id saknas: programmets namn hos inloggningstjänsten.")
    if not client_secret:
        found.append(f"Programmets hemlighet hos inloggningstjänsten saknas: lägg den i keys/sso eller i {SECRET}.")
    if not _is_private(str(chosen.get("public_url", ""))):
        found.append("Inställningen public_url saknas eller är inte https://: dit skickar inloggningstjänsten svaret.")
    if find_spec("authlib") is None:
        found.append("Inställningen sso_issuer kräver tillägget sso: pip install 'stickprov[sso]'.")
    return found


def _is_private(address: str) -> bool:
    """Whether what is sent to the address can't be read or changed on its way."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in NEAR))
