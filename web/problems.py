"""What goes wrong, told so that the caller can go on: problem details of RFC 9457."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from starlette.responses import JSONResponse


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem; the reference at ``/docs`` explains each under its name."""

    name: str
    status: int
    title: str
    remedy: str


MALFORMED = ProblemKind(
    "malformed", 400, "The request cannot be read", "Correct what `detail` names, then send it again."
)
UNAUTHENTICATED = ProblemKind(
    "unauthenticated",
    401,
    "Who is asking?",
    "Send a valid token: `Authorization: Bearer …`. Tokens end and can be revoked.",
)
FORBIDDEN = ProblemKind(
    "forbidden",
    403,
    "This is not yours to do",
    "Another person has to do it: `detail` says with which role.",
)
SECOND_FACTOR = ProblemKind(
    "second-factor",
    403,
    "A second factor is needed",
    "Set one up at `/security`; tokens of programs are not asked for it.",
)
OWN_PASSWORD = ProblemKind(
    "own-password",
    403,
    "Set your own password first",
    "Somebody else was shown the one that you signed in with: set another at `/security`.",
)
NOT_FOUND = ProblemKind(
    "not-found",
    404,
    "There is no such thing here",
    "Check the number. What belongs to another family or hospital looks the same.",
)
NOT_ALLOWED = ProblemKind("not-allowed", 405, "This address takes another method", "See `Allow`.")
STALE = ProblemKind(
    "stale",
    409,
    "The case has changed since you saw it",
    "`changes` lists what happened and by whom. Look at it, then act again with the new `version`.",
)
NOT_NOW = ProblemKind(
    "not-now",
    409,
    "The case does not take this now",
    "Its stage does not allow it: `allowed_actions` of the case lists what it takes.",
)
INSUFFICIENT_BENEFIT = ProblemKind(
    "insufficient-benefit",
    409,
    "The benefit does not suffice",
    "Decide again with at most `available` yuan.",
)
TOO_LARGE = ProblemKind("too-large", 413, "The request is too large", "Send less at once.")
TOO_SLOW = ProblemKind(
    "too-slow",
    408,
    "The request did not arrive",
    "Send it again; a large file goes in parts, which go on after a break.",
)
UNSUPPORTED_MEDIA = ProblemKind(
    "unsupported-media",
    415,
    "This kind of content is not taken",
    "Send one of the kinds that `detail` names.",
)
INVALID = ProblemKind(
    "invalid", 422, "Some fields need correcting", "`errors` names each field and says what is wrong with it."
)
KEY_REUSED = ProblemKind(
    "key-reused",
    422,
    "This idempotency key was used for another request",
    "Give each request a key of its own; repeat a request with the same key and the same body only.",
)
TOO_MANY = ProblemKind(
    "too-many",
    429,
    "Too many requests",
    "Wait `Retry-After` seconds, then ask again.",
)
FAILED = ProblemKind(
    "failed",
    500,
    "Something broke on our side",
    "Repeat the request with the same key: nothing happens twice. If it fails again, report `request_id`.",
)
UNAVAILABLE = ProblemKind(
    "unavailable",
    503,
    "A part of the service does not answer",
    "Repeat the same request with the same key after `Retry-After` seconds: nothing happens twice.",
)

KINDS = (
    MALFORMED,
    UNAUTHENTICATED,
    FORBIDDEN,
    SECOND_FACTOR,
    NOT_FOUND,
    NOT_ALLOWED,
    STALE,
    NOT_NOW,
    INSUFFICIENT_BENEFIT,
    TOO_LARGE,
    TOO_SLOW,
    UNSUPPORTED_MEDIA,
    INVALID,
    KEY_REUSED,
    TOO_MANY,
    FAILED,
    UNAVAILABLE,
)
RETRY_AFTER_SECONDS = 5


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; ``field`` is its path, such as ``items.0.amount``."""

    field: str
    message: str


class ProblemError(Exception):
    """A request that ends with problem details instead of a result."""

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """``more`` are members beside the standard ones, such as the new version of a case."""
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.more = dict(more or {})

    def response(self, request_id: str | None) -> JSONResponse:
        """The problem as the caller gets it."""
        content: dict[str, Any] = {
            "type": f"/docs#{self.kind.name}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "request_id": request_id,
            **self.more,
        }
        if self.errors:
            content["errors"] = [asdict(error) for error in self.errors]
        return JSONResponse(
            content, self.kind.status, headers=self.headers, media_type="application/problem+json"
        )


def invalid(*errors: FieldError) -> ProblemError:
    """Fields that need correcting."""
    named = ", ".join(error.field for error in errors)
    return ProblemError(INVALID, f"Correct {named}.", errors=errors)


def not_found(what: str) -> ProblemError:
    """Nothing there, or nothing that the caller may know of."""
    return ProblemError(NOT_FOUND, f"{what} is not known to you: check the number.")


def too_many(seconds: int) -> ProblemError:
    """One address asks too often; it may again after so many seconds."""
    return ProblemError(TOO_MANY, f"Ask again in {seconds} seconds.", headers={"Retry-After": str(seconds)})


def unavailable(part: str) -> ProblemError:
    """A part that we need does not answer; whether the request had an effect is not known."""
    return ProblemError(
        UNAVAILABLE,
        f"{part} does not answer. Whether your request took effect is not known yet: repeat it with the same "
        "Idempotency-Key, which never does a thing twice.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
