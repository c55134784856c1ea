"""Who asks, and whether they may: every route names its permission here, or the app does not start."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.routing import Mount

from models.account import Account
from rules.permissions import Action, Relation, may
from rules.roles import Actor, sees_restricted
from rules.vocabulary import Language, PrincipalKind
from stores.casework.case_queries import Sight
from stores.trust import sessions, tokens
from stores.trust.sessions import SignedIn
from stores.trust.standing import Principal
from web import problems
from web.backend import Backend, Uses
from web.browser import SAFE, require_own_origin, require_token, sent_token, session_cookie
from web.languages import language_of
from web.problems import ProblemError
from web.refusals import request_id_of

CODEC_COOKIE = "lipei_codec"

SCHEME = HTTPBearer(
    scheme_name="token",
    description="An API token: one principal each (a family, a hospital desk, a member of staff, a machine).",
    auto_error=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The principal behind a request, as looked up in it."""

    principal: Principal
    request_id: str | None
    signed_in: SignedIn | None = None
    """The browser session; None for a token."""
    language: Language = Language.CHINESE
    """Which of two names of a place this request is answered with."""

    @property
    def actor(self) -> Actor:
        """The caller as the case sees it."""
        return self.principal.actor

    @property
    def reference(self) -> str:
        """The opaque reference, such as ``hospital:SH-1``."""
        return self.actor.reference

    @property
    def is_staff(self) -> bool:
        """Whether the caller works on cases here, as a person or a machine."""
        return self.principal.kind in (PrincipalKind.STAFF, PrincipalKind.SYSTEM)

    @property
    def hospital_code(self) -> str | None:
        """The hospital that the caller speaks for."""
        return self.principal.id if self.principal.kind is PrincipalKind.HOSPITAL else None

    @property
    def guardian_id(self) -> UUID | None:
        """The adult that the caller is."""
        return UUID(self.principal.id) if self.principal.kind is PrincipalKind.GUARDIAN else None

    @property
    def sight(self) -> Sight:
        """Which cases the caller sees."""
        return Sight(
            everything=self.is_staff,
            hospital_code=self.hospital_code,
            guardian_id=self.guardian_id,
            kept=sees_restricted(self.actor),
        )

    @property
    def relation(self) -> Relation:
        """How the caller stands to the cases in sight."""
        if self.is_staff:
            return Relation.STAFF if self.principal.insurers is None else Relation.OWN_INSURER
        if self.hospital_code:
            return Relation.OWN_HOSPITAL
        return Relation.OWN_FAMILY if self.guardian_id else Relation.NONE

    def require(self, action: Action) -> None:
        """Ask the policy table; ProblemError with its sentence where it says no."""
        ruling = may(self.actor, action, self.relation)
        if not ruling.allowed:
            raise ProblemError(problems.FORBIDDEN, ruling.why)


def authenticate(
    request: Request,
    backend: Uses,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(SCHEME)],
    csrf: Annotated[str, Depends(sent_token)],
) -> Caller:
    """The caller behind the token or the browser's session; 401 where there is none, or it ended.

    An address with the character NUL is nobody's: the database takes it in no text.
    """
    if "\0" in request.url.path or "%00" in request.url.path:
        raise problems.not_found("This address")
    secret = credentials.credentials if credentials else _codec_cookie(request)
    if secret:
        return caller_of(request, backend, secret)
    caller = browser_of(request, backend)
    if caller is None or caller.signed_in is None or caller.signed_in.waits_for_code:
        raise _unauthenticated("Send a token: Authorization: Bearer <token>.")
    if request.method not in SAFE:
        if request.url.path.startswith("/api/"):
            raise _unauthenticated("A sign-in in a browser only reads here: send a token to act.")
        require_own_origin(request)
        require_token(csrf, caller.signed_in.csrf)
    _require_own_password(request, caller)
    _require_second_factor(request, backend, caller)
    return caller


def browser_of(request: Request, backend: Backend) -> Caller | None:
    """Who is signed in with this browser, if only with the first factor; None for nobody."""
    secret = request.cookies.get(session_cookie(backend.settings))
    if not secret:
        return None
    with backend.asking() as session:
        found = sessions.find(session, secret, backend.clock.wall())
    if found is None:
        return None
    caller = Caller(
        principal=found.principal,
        request_id=request_id_of(request),
        signed_in=found,
        language=language_of(request),
    )
    backend.insurers = found.principal.insurers
    request.state.actor, request.state.caller = caller.reference, caller
    return caller


def _require_own_password(request: Request, caller: Caller) -> None:
    """Whoever came in with a password that another person was shown first sets an own one."""
    waits = caller.signed_in is not None and caller.signed_in.sets_password
    if waits and not request.url.path.startswith(("/security", "/sign-out")):
        raise ProblemError(problems.OWN_PASSWORD, "Set your own password first, on the page /security.")


def _require_second_factor(request: Request, backend: Backend, caller: Caller) -> None:
    """Where the house asks for one, staff without a second factor only get to the page that sets it up."""
    asked = backend.settings.second_factor_required and caller.principal.kind is PrincipalKind.STAFF
    if not asked or caller.signed_in is None or request.url.path.startswith(("/security", "/sign-out")):
        return
    with backend.session() as session:
        account = session.get(Account, caller.signed_in.account_id) if caller.signed_in.account_id else None
        has = account is not None and sessions.has_second_factor(session, account)
    if not has:
        raise ProblemError(problems.SECOND_FACTOR, "Set up a second factor first, on the page /security.")


def caller_of(request: Request, backend: Backend, secret: str) -> Caller:
    """The caller whose token this is; 401 where it is nobody's."""
    with backend.asking() as session:
        principal = tokens.principal(session, secret, at=backend.clock.wall())
    if principal is None:
        raise _unauthenticated("This token is unknown, has ended or was revoked: ask for a new one.")
    request.state.actor = principal.actor.reference
    backend.insurers = principal.insurers
    return Caller(principal=principal, request_id=request_id_of(request), language=language_of(request))


def _codec_cookie(request: Request) -> str | None:
    """Temporal's own pages can send no token of ours; the codec, and it alone, takes one from a cookie."""
    return request.cookies.get(CODEC_COOKIE) if request.url.path.startswith("/codec/") else None


def _unauthenticated(why: str) -> ProblemError:
    return ProblemError(problems.UNAUTHENTICATED, why, headers={"WWW-Authenticate": "Bearer"})


class Gate:
    """Something that a route asks whether its caller may come in.

    Gates wait for nothing: as coroutines they need no thread, which would cost more than the answer.
    """


class Permission(Gate):
    """The permission of a route: the caller may do at least one of these acts to what is in sight."""

    def __init__(self, *actions: Action, relation: Relation | None = None) -> None:
        """Name the acts, and whose page it is where it is only for families, hospitals or staff."""
        self.actions = actions
        self.relation = relation

    async def __call__(self, caller: Annotated[Caller, Depends(authenticate)]) -> Caller:
        """Let the caller in, or not."""
        return self.admit(caller)

    def admit(self, caller: Caller) -> Caller:
        """The caller; 403 with the table's sentence where none of the acts is theirs."""
        if self.relation not in (None, caller.relation.side):
            raise ProblemError(problems.FORBIDDEN, "This page is for others: go back to your own.")
        rulings = [may(caller.actor, action, caller.relation) for action in self.actions]
        if not any(ruling.allowed for ruling in rulings):
            raise ProblemError(problems.FORBIDDEN, rulings[0].why)
        return caller


class OwnSession(Gate):
    """The permission of pages about one's own sign-in: whoever is signed in with a browser."""

    async def __call__(self, caller: Annotated[Caller, Depends(authenticate)]) -> Caller:
        """Let the caller in; 403 for a token, which has no session."""
        if caller.signed_in is None:
            raise ProblemError(problems.FORBIDDEN, "This page is for people who signed in with a browser.")
        return caller


async def anyone() -> None:
    """The permission of a route that is open to all: it shows nothing of a person."""


def require_permissions(app: FastAPI) -> None:
    """Refuse to build an app with a route that names no permission."""
    bare = sorted(_without_permission(app))
    if bare:
        raise RuntimeError(
            f"{', '.join(bare)} name no permission: add Depends(Permission(Action.…)) or Depends(anyone)"
        )


def _without_permission(app: FastAPI) -> Iterator[str]:
    for context in iter_route_contexts(app.routes):
        if isinstance(context.route, Mount):
            continue  # static files of our own
        route: Any = context
        if not isinstance(context.route, APIRoute) or not _names_permission(route.dependant):
            yield str(context.path)


def _names_permission(dependant: Dependant) -> bool:
    return any(
        isinstance(inner.call, Gate) or inner.call is anyone or _names_permission(inner)
        for inner in dependant.dependencies
    )
