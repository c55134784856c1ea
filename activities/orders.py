"""What workflows ask of activities, and what they get back. Money in fen; every order carries ``as_of``."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.any_case import AnyCase
from rules.cases import CaseEvent, FreeText, LetterItem, LetterNews, Priority
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.findings.confirmed import ConfirmedReading
from rules.notices import Notice
from rules.preauthorization.case import PreAuthorizationCase
from rules.replanning import Replanning
from rules.vocabulary import Benefit, Process


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOrder:
    """Plan a clock from its start, by the calendar in force; ``replaces`` carries its pauses.

    Its target follows from what the case is now, for a clock that begins or is planned anew for a ``change``
    of urgency.
    """

    case_number: str
    kind: ClockKind
    started_at: datetime
    process: Process
    policy_id: str = ""
    hospital: str = ""
    assignee: str = ""
    amount: int = 0
    urgency: Priority = Priority.NORMAL
    bound_on: date | None = None
    replaces: RunningClock | None = None
    change: Replanning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveOrder:
    """Hold ``amount`` of the benefit for the episode: the whole, not the difference.

    ``seen_version`` is the accumulator version that the decider saw; None means none was shown.
    """

    case_number: str
    policy_id: str
    episode_id: str
    benefit: Benefit
    service_on: date
    amount: int
    key: str
    as_of: datetime
    seen_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveAnswer:
    """Whether the benefit is held now. ``available`` is what the episode could have at most.

    ``stated`` is False where neither plan nor schedule states a limit, so that nothing can be held.
    """

    granted: bool
    amount: int
    asked: int
    available: int
    version: int
    moved: bool = False
    stated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOrder:
    """Give back what the episode's reserve of this benefit still holds."""

    case_number: str
    policy_id: str
    episode_id: str
    benefit: Benefit
    service_on: date
    key: str
    as_of: datetime
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessOrder:
    """Judge what a pre-authorization asks for."""

    case: PreAuthorizationCase
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOrder:
    """Project the case and append its events; an older state never overwrites a newer one.

    ``earlier`` are events that somebody else writes for the case, here in case that he was killed.
    ``releases`` are reserves to be given back with it. ``letters`` are owed since the last record, and leave
    once this one is written. ``confirmed`` is what people said that papers say.
    """

    case: AnyCase
    events: tuple[CaseEvent, ...]
    texts: tuple[FreeText, ...]
    as_of: datetime
    notices: tuple[Notice, ...] = ()
    earlier: tuple[CaseEvent, ...] = ()
    letters: tuple[LetterItem, ...] = ()
    releases: tuple[ReleaseOrder, ...] = ()
    confirmed: tuple[ConfirmedReading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLetter:
    """A letter on its way, worded from the case as it stood when the letter was ordered.

    ``ahead`` is how far case time is before the server's.
    """

    case: AnyCase
    letter: LetterItem
    ahead: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackOrder:
    """Keep letters from leaving: all of them or none."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLetterOrder:
    """Put on record what became of a letter whose case has ended meanwhile."""

    case_number: str
    number: str
    code: str
    news: LetterNews
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOrder:
    """Word, render and keep one letter of the case as it stands."""

    case: AnyCase
    letter: LetterItem
    number: str
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOrder:
    """Send a kept letter to its reader; ``address`` is one of theirs that it did not go to before."""

    case_number: str
    number: str
    as_of: datetime
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookOrder:
    """Tell one endpoint of a letter; ``recipient`` is the hash of its delivery."""

    number: str
    recipient: str
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAnswer:
    """Whether an endpoint took a trial, and what its server said."""

    taken: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAnswer:
    """How the letter left: by mail, or only to the portal where no address is known."""

    mailed: bool
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits to be sent: how many mails, and the hashes of the webhooks' recipients."""

    mails: int
    webhooks: tuple[str, ...]
