"""A small provider of single sign-on (OpenID Connect) on this machine, which can be told to misbehave."""

import base64
import hashlib
import html
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "stickprov-prov", "hemligt mellan programmen"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "prov", "use": "sig", "alg": "RS256"}) for _ in range(2))
PAGE = """<!doctype html><html lang="sv"><head><title>Kommunens inloggning</title><link rel="icon" href="data:,"></head>
<body><h1>Kommunens inloggning</h1><a href="{back}">Jag är den jag säger</a></body></html>"""


@dataclass
class IdentityProvider:
    """Whom it vouches for, and what it puts in its tokens instead of the truth."""

    url: str
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "p-1", "preferred_username": "granskare"})
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    says_issuer: str = ""
    # How long ago the person signed in here, in seconds; None is not told.
    since: int | None = None
    # Whether it shows a page of its own before it vouches for the person, as a real one does.
    has_page: bool = False
    # Whether it lets everybody go without an answer.
    is_away: bool = False
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.says_issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent after its person has signed in here."""
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.asked)}"
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        query = self.asked.pop(form.get("code", ""), None)
        right = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if query is None or basic != f"Basic {right}" or proof != query["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60, "nonce": query["nonce"]}
        if query.get("prompt") == "login":
            self.since = 0
        if self.since is not None:
            claims["auth_time"] = now - self.since
        signed = jwt.encode({"alg": "RS256", "kid": "prov"}, {**claims, **self.person, **self.lies}, self.key)
        return 200, {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


@contextmanager
def providing() -> Iterator[IdentityProvider]:
    """A provider that answers until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = IdentityProvider(f"http://127.0.0.1:{server.server_address[1]}")
    server.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        provider, parts = self._provider(), urlsplit(self.path)
        if provider.is_away:
            self.close_connection = True
        elif parts.path == "/authorize" and provider.has_page:
            back = html.escape(provider.authorize(_flat(parts.query)))
            self._send(200, "text/html; charset=utf-8", PAGE.format(back=back).encode())
        elif parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", provider.authorize(_flat(parts.query)))
            self.end_headers()
        elif parts.path == "/jwks":
            self._answer(200, {"keys": [KEY.as_dict(private=False)]})
        else:
            self._answer(200, provider.metadata())

    def do_POST(self) -> None:
        form = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(*self._provider().token(form, self.headers.get("Authorization", "")))

    def _provider(self) -> IdentityProvider:
        return self.server.provider  # type: ignore[attr-defined, no-any-return]

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(content).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
        """Say nothing."""


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
