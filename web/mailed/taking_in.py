"""What is done with a mail: its files go through the same hands as every upload, then to the case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from intake.mail import MailedFile, TooManyFilesError
from intake.mail_apart import MailUnreadableError, taken_apart
from intake.verdict import Refusal
from models.case_mail import CaseMail
from models.case_mail_address import CaseMailAddress
from rules.findings.mailed import FileTrouble, MailOutcome, kind_by_name
from rules.permissions import Action
from rules.vocabulary import DocumentKind
from stores.papers import uploads
from stores.trust import tokens
from web import problems
from web.access import Caller
from web.api.bodies.action_bodies import SubmitDocumentsBody
from web.backend import Backend
from web.casework.case_access import visible_case
from web.files.refused import FileRefusedError
from web.files.taking import take
from web.problems import ProblemError

MOST_OF_AN_ACT = 50
_UNHEARD = (problems.UNAVAILABLE, problems.FAILED)
LOOKS = 5

Act = Callable[[Backend, Caller, str, SubmitDocumentsBody, str], int]
"""Hands papers to the case, once for a key; the version of the case after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one file: an upload, or why not."""

    name: str
    kind: DocumentKind
    upload_id: UUID | None = None
    refusal: Refusal | FileTrouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a mail."""

    outcome: MailOutcome
    fates: tuple[Fate, ...] = ()
    quiet: bool = False

    @property
    def taken(self) -> int:
        """How many files went to the case."""
        return sum(each.upload_id is not None for each in self.fates)


def take_in(backend: Backend, mail: CaseMail, address: CaseMailAddress, act: Act) -> Taken:
    """Take a mail in; a repeat after a crash finds what the first attempt did, and does the rest.

    ProblemError where a part of the house does not answer: try again later.
    """
    if not mail.sender:
        return Taken(outcome=MailOutcome.AUTOMATIC, quiet=True)
    caller = _caller(backend, address)
    if caller is None:
        return Taken(outcome=MailOutcome.NOT_THEIRS)
    try:
        closed, version = _standing(backend, caller, address.case_number)
        held = taken_apart(backend.blobs.get(mail.object_key))
    except TooManyFilesError:
        return Taken(outcome=MailOutcome.TOO_MANY_FILES)
    except MailUnreadableError:
        return Taken(outcome=MailOutcome.UNREADABLE)
    except ProblemError as refused:
        if refused.kind in _UNHEARD:
            raise
        return Taken(outcome=MailOutcome.NOT_THEIRS)
    if held.automatic:
        return Taken(outcome=MailOutcome.AUTOMATIC, quiet=True)
    if closed:
        return Taken(outcome=MailOutcome.CASE_CLOSED, quiet=held.quiet)
    fates = tuple(_fate(backend, caller, mail.id, place, each) for place, each in enumerate(held.files))
    kept = [each.upload_id for each in fates if each.upload_id]
    given = _handed_in(backend, caller, mail.id, address.case_number, kept, version, act)
    if kept and not given:
        return Taken(outcome=MailOutcome.NOT_NOW, quiet=held.quiet)
    told = tuple(each if each.upload_id in given else _not_given(each) for each in fates)
    return Taken(outcome=_outcome(told), fates=told, quiet=held.quiet)


def _caller(backend: Backend, address: CaseMailAddress) -> Caller | None:
    """The person whose address it is, as they are now."""
    with backend.session() as session:
        found = tokens.principal_of(
            session, address.holder_kind, address.holder_id, address.id, backend.clock.wall()
        )
    if found is None:
        return None
    backend.insurers = found.insurers
    return Caller(principal=found, request_id=None)


def _standing(backend: Backend, caller: Caller, case_number: str) -> tuple[bool, int]:
    """Whether the case is closed, and its version; ProblemError where the person may send it nothing."""
    caller.require(Action.UPLOAD)
    caller.require(Action.SUBMIT_DOCUMENTS)
    seen = visible_case(backend, caller, case_number, Action.SUBMIT_DOCUMENTS)
    return seen.row.closed_at is not None, int(seen.row.view.get("version", 0))


def _fate(backend: Backend, caller: Caller, mail_id: UUID, place: int, file: MailedFile) -> Fate:
    kind, upload_id = kind_by_name(file.name), uuid5(mail_id, str(place))
    if file.trouble:
        return Fate(name=file.name, kind=kind, refusal=file.trouble)
    with backend.session() as session:
        # A run that died left the file kept, or on its way.
        if uploads.find(session, [upload_id]):
            return Fate(name=file.name, kind=kind, upload_id=upload_id)
        uploads.forget(session, upload_id)
    try:
        take(backend, caller, kind, file.name, file.data, upload_id=upload_id)
    except FileRefusedError as why:
        return Fate(name=file.name, kind=kind, refusal=why.refusal)
    return Fate(name=file.name, kind=kind, upload_id=upload_id)


def _outcome(fates: Sequence[Fate]) -> MailOutcome:
    if not fates:
        return MailOutcome.NOTHING_ATTACHED
    return MailOutcome.TAKEN if any(each.upload_id for each in fates) else MailOutcome.NOTHING_TAKEN


def _not_given(file: Fate) -> Fate:
    if file.refusal:
        return file
    return replace(file, upload_id=None, refusal=FileTrouble.NOT_TAKEN_BY_CASE)


def _handed_in(
    backend: Backend,
    caller: Caller,
    mail_id: UUID,
    case_number: str,
    kept: Sequence[UUID],
    version: int,
    act: Act,
) -> set[UUID]:
    """Hand the files to the case, fifty at a time; those that it took."""
    for start in range(0, len(kept), MOST_OF_AN_ACT):
        body = SubmitDocumentsBody(
            action=Action.SUBMIT_DOCUMENTS,
            seen_version=version,
            documents=tuple(kept[start : start + MOST_OF_AN_ACT]),
        )
        try:
            version = _on_the_newest(backend, caller, case_number, body, f"mail/{mail_id}/{start}", act)
        except ProblemError as refused:
            if refused.kind in _UNHEARD:
                raise
            return set(kept[:start])
    return set(kept)


def _on_the_newest(
    backend: Backend, caller: Caller, case_number: str, body: SubmitDocumentsBody, key: str, act: Act
) -> int:
    """Act, and again up to `LOOKS` times where the case moved meanwhile; each look has a key of its own."""
    again = 0
    while True:
        try:
            return act(backend, caller, case_number, body, f"{key}/{again}" if again else key)
        except ProblemError as refused:
            if refused.kind is not problems.STALE or again == LOOKS:
                raise
        again += 1
        _, version = _standing(backend, caller, case_number)
        body = body.model_copy(update={"seen_version": version})
