"""The one access decorator. A route without it, or without `public`, keeps the application from starting."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial, wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from audit.accounts import signed_in
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.web import transactions
from audit.web.meanwhile import is_filled_from_something

T = TypeVar("T")
P = ParamSpec("P")
Load = Callable[..., T | None]
PUBLIC = "offentlig"
SIGNED_IN = "inloggad"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Visit(Generic[T]):
    """A permitted request: whose it is, its session and clock, and the record that its address names."""

    scope: Scope
    session: Session
    stamp: Stamp
    record: T


@dataclass(frozen=True)
class Access:
    """What a route declares. Without roles, everybody who is signed in may use it; public needs nothing.

    `writes` is set where looking at the page leaves an entry in the journal.
    """

    roles: frozenset[Role]
    public: bool = False
    writes: bool = False

    def words(self) -> list[str]:
        if self.public:
            return [PUBLIC]
        return sorted(self.roles) if self.roles else [SIGNED_IN]


@dataclass(frozen=True)
class Route:
    """One address of the program, how it may be asked and by whom: role values, »inloggad« or »offentlig«."""

    endpoint: str
    rule: str
    methods: tuple[str, ...]
    roles: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class UndeclaredAccessError(Exception):
    """Routes that say nothing of who may use them."""


def _nothing(session: Session, scope: Scope) -> bool:  # noqa: ARG001
    return True


NOTHING_TO_LOAD = cast(Load[Any], _nothing)


def access(
    *roles: Role, load: Load[T] = NOTHING_TO_LOAD, writes: bool = False, long: bool = False, weak: bool = False
) -> Callable[[Callable[[Visit[T]], ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Let a signed-in account with any of `roles` in, with the record that `load` finds within its scope.

    `load(session, scope, **address parts)` answers None for what does not exist *or* is somebody else's: both are 404,
    so that nobody learns which. The scope it gets holds only the grants of `roles`. `writes` is for the few pages
    that leave an entry in the journal when they are looked at: they too are read from a session that can't write, and
    nothing of them is sent before their entries are kept. `long` is for the few forms whose work takes its time
    before anything is written: their session reads only, so that nobody has to wait for them, and they write in a
    transaction of their own. What they do must bear being asked for twice. `weak`: a second factor may be missing.
    """

    def decorate(view: Callable[[Visit[T]], ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(**parts: Any) -> ResponseReturnValue:
            write = request.method not in SAFE_METHODS and not long
            whole = signed_in.scope(write=write)
            if whole is None:
                return signed_in.ask_to_sign_in()
            if not weak and signed_in.lacks_second_factor():
                return signed_in.ask_for_second_factor()
            if roles and not whole.has(*roles):
                _refuse(whole)
            session = transactions.session(write=write)
            if write and (already_done := _begun(session, whole, parts)):
                return already_done
            scope = _narrowed(whole, frozenset(roles))
            record = load(session, scope, **parts)
            if record is None:
                abort(404)
            if writes and not write:
                transactions.after_success(partial(journal.take_over, noted_in=session))
            stamp = Stamp(transactions.clock()(), whole.account_id)
            return view(Visit(scope, session, stamp, record))

        guarded.access = Access(frozenset(roles), writes=writes)  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Declare that a route is for everybody, signed in or not."""
    view.access = Access(frozenset(), public=True)  # type: ignore[attr-defined]
    return view


def _begun(session: Session, whole: Scope, parts: Mapping[str, Any]) -> ResponseReturnValue | None:
    """Where an already carried-out form led. Else whoever edits something waits here for all who edit the same, before
    it is read: so she sees what they have saved."""
    already_done = signed_in.location_of_finished_form(session, whole)
    if not already_done and is_filled_from_something(request.form):
        transactions.one_at_a_time(session, f"{request.blueprint} {sorted(parts.items())}")
    return already_done


def _narrowed(scope: Scope, roles: frozenset[Role]) -> Scope:
    if not roles:
        return scope
    grants = frozenset(grant for grant in scope.grants if grant[0] in roles)
    return replace(scope, grants=grants)


def _refuse(scope: Scope) -> None:
    stamp = Stamp(transactions.clock()(), scope.account_id)
    endpoint, method = str(request.endpoint), request.method

    def write(session: Session) -> None:
        journal.record(session, stamp, "access:refused", endpoint, method=method)

    transactions.record_anyway(write)
    abort(403)


def declared(app: Flask) -> dict[str, Access]:
    """Every endpoint's access. Raises UndeclaredAccessError naming all that declare none."""
    found: dict[str, Access] = {}
    silent: list[str] = []
    for endpoint, view in app.view_functions.items():
        if endpoint == "static" or endpoint.endswith(".static"):
            found[endpoint] = Access(frozenset(), public=True)
        elif isinstance(kept := getattr(view, "access", None), Access):
            found[endpoint] = kept
        else:
            silent.append(endpoint)
    if silent:
        raise UndeclaredAccessError(f"routes that declare no access: {', '.join(sorted(silent))}")
    return found


def table(app: Flask) -> list[Route]:
    """Every address of `app` with who may use it, sorted by endpoint."""
    roles = {endpoint: tuple(found.words()) for endpoint, found in declared(app).items()}
    lines = [
        Route(
            rule.endpoint, rule.rule, tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), roles[rule.endpoint]
        )
        for rule in app.url_map.iter_rules()
    ]
    return sorted(lines, key=lambda line: (line.endpoint, line.rule))
