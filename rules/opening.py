"""What a case starts with, of whatever process."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from rules.cases import CaseBase
from rules.payments.values import NewAccount
from rules.receipts import SeenUpdate
from rules.roles import Actor

CaseT = TypeVar("CaseT", bound=CaseBase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening(Generic[CaseT]):
    """The case before anything happened to it; after a continue-as-new, as it was carried over.

    ``account`` is where a family wants its money; it is kept apart, and only its id enters the case (L-35).
    ``seen`` are the acts that were answered before the continue-as-new.
    """

    case: CaseT
    opener: Actor
    account: NewAccount | None = None
    seen: tuple[SeenUpdate, ...] = ()
