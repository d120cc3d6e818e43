"""What is said to and heard from the provider of single sign-on (OpenID Connect: code, PKCE, state and nonce)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from audit.ways_in import Provider

CLIENT = "stickprov_sso"
# So far may the provider's clock be off, in seconds.
LEEWAY = 30
PATIENCE = 10
# Who signed in at the provider so many seconds ago has just done so.
JUST_NOW = 120


class NotSignedInError(Exception):
    """Why nobody is let in after having been at the provider, in words; `kind` is for the journal."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True)
class Claims:
    """What the provider has vouched for: who it is, that she showed two factors, that she signed in there just now."""

    subject: str
    username: str
    name: str
    roles: tuple[str, ...] | None
    two_factors: bool
    just_now: bool


def leave_for(app: Any, provider: Provider, *, anew: bool = False) -> Any:
    """The answer that sends a browser of `app` (the Flask application) to the provider.

    State, nonce and the proof of who asked are kept in the browser's signed cookie. `anew`: she is to sign in there
    though she may be signed in already.
    """
    wanted: dict[str, Any] = {"acr_values": provider.acr_values} if provider.acr_values else {}
    if anew:
        wanted |= {"prompt": "login", "max_age": 0}
    elif provider.max_age:
        wanted["max_age"] = provider.max_age
    with _explained():
        client = _client(app, provider)
        # Asked each time: nobody is sent to where nothing answers.
        client.server_metadata.pop("_loaded_at", None)
        _require_same_issuer(client, provider)
        return client.authorize_redirect(provider.answer_address, **wanted)


def come_back(app: Any, provider: Provider, *, anew: bool = False) -> Claims:
    """Who comes back with this request, as the provider vouches in a signed token. Raises NotSignedInError.

    `anew`: she was sent there to sign in anew, and has to have done so.
    """
    with _explained():
        client = _client(app, provider)
        _require_same_issuer(client, provider)
        options = {name: {"essential": True, "values": [value]} for name, value in _expected(provider).items()}
        token = client.authorize_access_token(claims_options=options, leeway=LEEWAY)
    claims = token.get("userinfo")
    if not claims:
        raise NotSignedInError("no_token", "Inloggningstjänsten svarade inte med någon identitet.")
    told = _claims(claims, provider)
    if (anew and not told.just_now) or (provider.max_age and not _within(claims, provider.max_age)):
        raise NotSignedInError(
            "long_ago", "Inloggningstjänsten visade inte att du nyss har loggat in där. Försök igen."
        )
    return told


def _expected(provider: Provider) -> dict[str, str]:
    return {"iss": provider.issuer, "aud": provider.client_id}


def _claims(claims: Any, provider: Provider) -> Claims:
    username = str(claims.get(provider.username_claim) or "")
    if not username:
        words = f"Inloggningstjänsten lämnade inget användarnamn (uppgiften {provider.username_claim})."
        raise NotSignedInError("no_username", words)
    listed = claims.get(provider.roles_claim) or [] if provider.roles_claim else None
    roles = None if listed is None else tuple(map(str, [listed] if isinstance(listed, str) else listed))
    return Claims(
        str(claims["sub"]),
        username,
        str(claims.get("name") or username)[:100],
        roles,
        two_factors=not provider.second_factor.isdisjoint(_ways(claims)),
        just_now=_within(claims, JUST_NOW),
    )


def _ways(claims: Any) -> list[str]:
    """How she was let in at the provider: the classes and methods that it tells of; none are none shown."""
    return [str(claims.get("acr") or ""), *map(str, claims.get("amr") or [])]


def _within(claims: Any, seconds: int) -> bool:
    """Whether she signed in at the provider at most so long before it vouched for her. It has one clock for both."""
    since = claims.get("auth_time")
    return isinstance(since, int | float) and claims["iat"] - since <= seconds + LEEWAY


def _require_same_issuer(client: Any, provider: Provider) -> None:
    said = client.load_server_metadata().get("issuer")
    if said != provider.issuer:
        raise NotSignedInError("issuer", "Inloggningstjänsten uppger sig vara en annan än den som är inställd.")


def _client(app: Any, provider: Provider) -> Any:
    """The client of this provider, which remembers what the provider has told of itself."""
    kept = app.extensions.get(CLIENT)
    if kept is None or kept[0] != provider:
        from authlib.integrations.flask_client import OAuth  # an extra: only who signs on by a provider has it

        client = OAuth(app).register(
            "sso",
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE,
            },
        )
        kept = app.extensions[CLIENT] = (provider, client)
    return kept[1]


@contextmanager
def _explained() -> Iterator[None]:
    """Turns what the libraries raise into words. Their own may hold what was sent, so they are not told."""
    try:
        yield
    except NotSignedInError:
        raise
    except Exception as error:
        known = _known(error)
        if known is None:
            raise
        raise NotSignedInError(*known) from error


def _known(error: Exception) -> tuple[str, str] | None:
    from authlib.integrations.base_client import MismatchingStateError, OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    name = type(error).__name__
    told = WORDS.get(str(getattr(error, "claim", ""))) or WORDS.get(name)
    if told:
        return told
    if isinstance(error, MismatchingStateError):
        return WORDS["state"]
    if isinstance(error, OAuthError):
        return WORDS["refused"]
    if isinstance(error, RequestException):
        return WORDS["away"]
    return WORDS["signature"] if isinstance(error, JoseError | ValueError) else None


WORDS = {
    "state": ("state", "Svaret hörde inte till den här inloggningen. Börja om från inloggningssidan."),
    "nonce": ("nonce", "Svaret hörde till en annan inloggning. Börja om från inloggningssidan."),
    "iss": ("issuer", "Svaret kom från en annan inloggningstjänst än den som är inställd."),
    "aud": ("audience", "Svaret var avsett för ett annat program."),
    "azp": ("audience", "Svaret var avsett för ett annat program."),
    "ExpiredTokenError": ("expired", "Svaret var för gammalt. Börja om från inloggningssidan."),
    "refused": ("refused", "Inloggningstjänsten släppte inte in dig, eller så avbröts inloggningen."),
    "away": ("away", "Inloggningstjänsten svarar inte. Vänta en stund och försök igen."),
    "signature": ("signature", "Svaret från inloggningstjänsten gick inte att lita på."),
}
