"""What anyone who holds a letter may learn from its code: whether it stands, and no health data."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import Session, col, select

from models.case import Case
from models.clock import Clock
from models.guarantee import Guarantee
from models.guarantee_version import GuaranteeVersion
from models.letter import Letter
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.vocabulary import (
    GuaranteeStatus,
    GuaranteeVersionKind,
    GuaranteeVersionState,
    LetterStatus,
)
from stores.papers.letters import by_verification_code


class Standing(StrEnum):
    """Whether a letter that someone holds may still be relied on.

    HELD: its last day has passed, and it stands for care that had begun by then.
    """

    VALID = "VALID"
    HELD = "HELD"
    GENUINE = "GENUINE"
    FINAL = "FINAL"
    DECLINED = "DECLINED"
    REPLACED = "REPLACED"
    USED = "USED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedLetter:
    """A letter that we issued; ``ceiling`` is fen, both dates are inclusive.

    A letter that promises nothing has neither ceiling nor dates; ``newest`` is the version that replaced or
    ended it, and for a declined change the one that stands. The ceiling of a final version is what is paid.
    """

    number: str
    issued_on: date
    standing: Standing
    ceiling: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    newest: str | None = None


_ENDS = (GuaranteeVersionKind.FINAL, GuaranteeVersionKind.CANCELLED, GuaranteeVersionKind.EXPIRED)
_ENDED = {
    GuaranteeStatus.CANCELLED: Standing.CANCELLED,
    GuaranteeStatus.EXPIRED: Standing.EXPIRED,
    GuaranteeStatus.CONSUMED: Standing.USED,
}


def verified(session: Session, code: str, now: datetime) -> VerifiedLetter | None:
    """What stands behind a printed code; None where we issued no such letter. ``now`` is the wall clock."""
    letter = by_verification_code(session, code)
    return of_letter(session, letter, now) if letter else None


def of_file(session: Session, sha256: str, now: datetime) -> VerifiedLetter | None:
    """What stands behind a signed file by its hash; None where no letter on record has it."""
    letter = session.exec(select(Letter).where(Letter.signed_sha256 == sha256)).one_or_none()
    return of_letter(session, letter, now) if letter else None


def of_letter(session: Session, letter: Letter, now: datetime) -> VerifiedLetter:
    """What may be told of a letter to anyone who holds it."""
    issued_on = shanghai_date(letter.issued_at)
    if letter.guarantee_number is None:
        standing = Standing.CANCELLED if letter.status is LetterStatus.CANCELLED else Standing.GENUINE
        return VerifiedLetter(number=letter.number, issued_on=issued_on, standing=standing)
    version = session.get_one(GuaranteeVersion, (letter.guarantee_number, letter.guarantee_ordinal))
    guarantee = session.get_one(Guarantee, letter.guarantee_number)
    standing = _standing(guarantee, version, _case_day(session, letter, now))
    if standing is Standing.EXPIRED and guarantee.status is GuaranteeStatus.VALID and _begun(session, letter):
        standing = Standing.HELD
    newest = _newest(session, guarantee, version)
    if standing is Standing.DECLINED:
        return VerifiedLetter(number=letter.number, issued_on=issued_on, standing=standing, newest=newest)
    return VerifiedLetter(
        number=letter.number,
        issued_on=issued_on,
        standing=standing,
        ceiling=version.ceiling,
        valid_from=version.valid_from_on,
        valid_until=version.valid_until_on,
        newest=newest,
    )


def _case_day(session: Session, letter: Letter, now: datetime) -> date:
    offset = session.exec(
        select(Case.clock_offset_seconds).where(Case.case_number == letter.case_number)
    ).one()
    return shanghai_date(now + timedelta(seconds=offset))


def _begun(session: Session, letter: Letter) -> bool:
    """Whether care began on the letter, so that its bill is waited for."""
    wait = select(Clock.kind).where(
        Clock.case_number == letter.case_number,
        Clock.kind == ClockKind.BILL_WAIT,
        col(Clock.stopped_at).is_(None),
    )
    return session.exec(wait.limit(1)).first() is not None


def _standing(guarantee: Guarantee, version: GuaranteeVersion, today: date) -> Standing:
    if version.kind is GuaranteeVersionKind.DECLINED:
        return Standing.DECLINED
    if version.kind is GuaranteeVersionKind.FINAL:
        corrected = version.state is GuaranteeVersionState.SUPERSEDED
        return Standing.REPLACED if corrected else Standing.FINAL
    if guarantee.status in _ENDED:
        return _ENDED[guarantee.status]
    if version.state is not GuaranteeVersionState.IN_FORCE:
        return Standing.REPLACED
    return Standing.EXPIRED if today > version.valid_until_on else Standing.VALID


def _newest(session: Session, guarantee: Guarantee, version: GuaranteeVersion) -> str | None:
    """The version that stands, or that ended the letter; None for that version itself.

    Who holds a declined change is led to the version that stands alone.
    """
    ends = () if version.kind is GuaranteeVersionKind.DECLINED else _ENDS
    last = (
        select(GuaranteeVersion.ordinal)
        .where(
            GuaranteeVersion.guarantee_number == guarantee.number,
            or_(
                col(GuaranteeVersion.state) == GuaranteeVersionState.IN_FORCE,
                col(GuaranteeVersion.kind).in_(ends),
            ),
        )
        .order_by(col(GuaranteeVersion.ordinal).desc())
        .limit(1)
    )
    ordinal = session.exec(last).one_or_none()
    return f"{guarantee.number}-V{ordinal}" if ordinal and ordinal != version.ordinal else None
