"""What every case carries, whatever its process: stage, clocks, questions, letters, the record of acts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rules.clocks import Milestone, RunningClock, driving_clock, next_milestone
from rules.deadlines import ClockKind
from rules.permissions import SENIORS
from rules.roles import Actor
from rules.vocabulary import DocumentKind, Language, Process

Detail = dict[str, str | int | bool | None]
"""Facts of an event: ids, codes, amounts and hashes; never a name or free text."""


class Side(StrEnum):
    """Who we wait for, or write to."""

    GUARDIAN = "GUARDIAN"
    HOSPITAL = "HOSPITAL"
    US = "US"


class Priority(StrEnum):
    """How a case stands in the queue beside its due instant."""

    NORMAL = "NORMAL"
    HIGH = "HIGH"
    URGENT = "URGENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One act on a case, ready for the append-only record."""

    sequence: int
    kind: str
    at: datetime
    actor: str
    role: str
    from_stage: str
    to_stage: str
    reason_code: str = ""
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """Words that a person wrote; kept in a row that can be erased, named in events by its key."""

    key: str
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionItem:
    """One thing asked; answered singly."""

    item_id: str
    text: str
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A query to one side; the pause of a clock belongs to it."""

    question_id: str
    asked_of: Side
    asked_by: str
    asked_at: datetime
    items: tuple[QuestionItem, ...]
    documents: tuple[DocumentKind, ...] = ()
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether an answer is still missing."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedDocument:
    """A document as the case knows it; the file itself is an object in the store."""

    document_id: str
    kind: DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNews:
    """What one case tells another: a fact of the hearer's table, said once a ``key``. Money in fen."""

    key: str
    fact: str
    sender: str
    amount: int = 0
    reference: str = ""
    detail: Detail = field(default_factory=dict)


class LetterState(StrEnum):
    """How far a letter has come, as its case was told. DELAYED is still tried, BOUNCED left and came back.

    Of both, and of FAILED, a supervisor knows. CANCELLED never leaves: its decision was taken back.
    """

    ORDERED = "ORDERED"
    DELAYED = "DELAYED"
    SENT = "SENT"
    FAILED = "FAILED"
    BOUNCED = "BOUNCED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterItem:
    """A letter that the case owes. ``ordinal`` counts letters of one code on the case.

    ``awaited``: the case is told when it has left. Of any other one it hears only what went wrong.
    """

    code: str
    ordinal: int
    to: Side
    ordered_at: datetime
    send_after: datetime
    state: LetterState = LetterState.ORDERED
    number: str = ""
    awaited: bool = False

    @property
    def key(self) -> str:
        """Name of the letter within its case."""
        return f"{self.code}/{self.ordinal}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNews:
    """What a case is told of a letter that it ordered; ``problem`` is the type of what went wrong."""

    key: str
    state: LetterState
    mailed: bool = False
    problem: str = ""

    @property
    def event(self) -> str:
        """Kind of the event that this is."""
        return f"LETTER_{self.state}"

    def detail(self, code: str, number: str) -> Detail:
        """The event's facts, of the letter with that code and number."""
        said: Detail = {"problem": self.problem} if self.problem else {"mailed": self.mailed}
        return {"code": code, "letter": number, **said}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNews:
    """What a case is told of a paper that was read: a finding, with its evidence. ``refers``: to a person."""

    key: str
    refers: bool
    detail: Detail


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNews:
    """What a case is told of a consent that it needs (L-29): the family took it back, or it stands again.

    ``need`` names purpose and recipient; ``to_hospital``: without it nothing new is told to the hospital.
    """

    key: str
    need: str
    stands: bool
    to_hospital: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshDecision:
    """What a case remembers of a decision while its letters wait out their undo window.

    ``by`` are the references of who made and who signed it; ``version`` is the one that it made. ``stage``,
    ``open_clocks``, ``letters`` (how many there were) and ``withheld`` are what stood before it.
    ``holds_back``: what follows from it beside its letters is done at ``until``, by the case itself.
    """

    by: tuple[str, ...]
    until: datetime
    stage: str
    open_clocks: tuple[ClockKind, ...]
    letters: int
    withheld: tuple[str, ...]
    version: int = 0
    holds_back: bool = False

    def waits(self, version: int, now: datetime) -> bool:
        """Whether nothing has happened since, and the letters have not left yet."""
        return version == self.version and now < self.until

    def belongs_to(self, actor: Actor) -> bool:
        """Whether this person may take it back: it is theirs, or they lead those who decide."""
        return actor.reference in self.by or actor.has(*SENIORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBase:
    """State that all processes share. ``schema`` guards the shape across continue-as-new.

    ``clock_offset_seconds`` is case time minus wall clock: zero but for demonstrations and tests.
    ``urgency`` is what people say, and decides on targets; ``priority`` is the place in the queue, which
    escalation raises too. ``watchers`` hear of every escalation that follows.
    """

    schema: int = 1
    case_number: str
    process: Process
    stage: str = ""
    version: int = 0
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    clock_offset_seconds: float = 0.0
    language: Language = Language.CHINESE
    undo_window_seconds: int = 30
    clocks: tuple[RunningClock, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    documents: tuple[AttachedDocument, ...] = ()
    letters: tuple[LetterItem, ...] = ()
    assignee: str = ""
    watchers: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    urgency: Priority = Priority.NORMAL
    escalated: bool = False
    hold: str = ""
    unconsented: tuple[str, ...] = ()
    """Consents that the case needs and the family took back; while nobody released it, nothing is decided."""
    consent_released: bool = False
    mute_to_hospital: bool = False
    withheld: tuple[str, ...] = ()
    """Codes of letters that the hospital would have got; they leave when the consent stands again."""
    fresh: FreshDecision | None = None
    """The newest decision, where its letters had to wait."""
    event_count: int = 0
    calendar_version: str = ""
    heard: tuple[str, ...] = ()
    """Keys of the last news from other cases."""

    @property
    def final(self) -> bool:
        """Whether nothing more can happen."""
        raise NotImplementedError

    @property
    def stands_at(self) -> datetime | None:
        """When what was held back of the newest decision is done; None where nothing is."""
        return self.fresh.until if self.fresh and self.fresh.holds_back else None

    @property
    def consent_absent(self) -> bool:
        """Whether decisions wait because the family took a consent back, and nobody released the case."""
        return bool(self.unconsented) and not self.consent_released

    @property
    def held(self) -> bool:
        """Whether decisions wait for a supervisor."""
        return bool(self.hold) or self.consent_absent

    @property
    def waiting_on(self) -> Side:
        """Whose move it is."""
        raise NotImplementedError

    @property
    def money_left(self) -> bool:
        """Whether money was ordered to leave for it."""
        return False

    @property
    def member_id(self) -> str:
        """The child that the case is about."""
        raise NotImplementedError

    @property
    def department(self) -> str:
        """Name of the hospital's department; empty where none is known."""
        return ""

    @property
    def named_hospitals(self) -> tuple[str, ...]:
        """Codes of hospitals that a letter offers instead."""
        return ()

    @property
    def policy_id(self) -> str:
        """The policy that the case is about; empty where there is none. Its insurer may have a calendar."""
        return ""

    @property
    def amount(self) -> int:
        """What the case is about, in fen, as far as targets depend on it."""
        return 0

    @property
    def hospital(self) -> str:
        """Code of the hospital; empty where there is none."""
        return ""

    @property
    def proposed_by(self) -> str:
        """Who made the decision that waits for a second person; empty where none waits."""
        return ""

    @property
    def barred(self) -> frozenset[str]:
        """Who did their part: what comes next is another person's (four eyes)."""
        return frozenset({self.proposed_by} - {""})

    @property
    def missing(self) -> tuple[DocumentKind, ...]:
        """Documents still missing, in checklist order: each is asked for once."""
        return ()

    @property
    def beside(self) -> frozenset[str]:
        """Names of what runs beside the main state, such as AMENDMENT (domain 5.0)."""
        return frozenset()

    @property
    def people(self) -> frozenset[str]:
        """References of those whom letters about the case may name."""
        return frozenset({self.assignee, *(question.asked_by for question in self.questions)}) - {""}

    def with_documents(self, *handed_in: AttachedDocument) -> tuple[AttachedDocument, ...]:
        """The documents with those added that are not there yet."""
        known = {held.document_id for held in self.documents}
        return (*self.documents, *(each for each in handed_in if each.document_id not in known))

    def clock(self, kind: ClockKind) -> RunningClock | None:
        """The open clock of that kind."""
        return next((clock for clock in self.clocks if clock.kind == kind and clock.open), None)

    def driving_clock(self) -> RunningClock | None:
        """The clock that is due first drives escalation (domain 4.3.9); a paused one only where none runs."""
        return driving_clock(self.clocks)

    def paused_since(self) -> datetime | None:
        """When the case's time stopped for an open question, if it did."""
        stops = [pause.from_at for clock in self.clocks for pause in clock.pauses if pause.to_at is None]
        return min(stops, default=None)

    def next_milestone(self) -> tuple[RunningClock, Milestone] | None:
        """The next thing that time alone will do to this case."""
        return next_milestone(self.clocks)

    def open_question(self) -> OpenQuestion | None:
        """The query that waits for an answer, if any."""
        return next((question for question in self.questions if question.open), None)
