"""Letters: the row comes before the rendering, so a number always means the same content."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import QueryableAttribute, selectinload
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models.letter import Letter
from models.letter_delivery import LetterDelivery
from rules.vocabulary import LetterStatus


class LetterMissingError(LookupError):
    """No letter has this number."""


class LetterConflictError(Exception):
    """Another letter, or another rendering, stands where this one should be kept."""


def open_letter(session: Session, row: Letter, deliveries: Sequence[LetterDelivery]) -> Letter:
    """Keep a letter's content and where it goes, before it is rendered; a retry gets what was stored.

    Raises LetterConflictError where the number, or the case's place for this code, is taken.
    """
    values = {name: getattr(row, name) for name in Letter.model_fields}
    written = insert(Letter).values(values).on_conflict_do_nothing().returning(col(Letter.number))
    if session.scalar(written) is not None:
        session.add_all(deliveries)
        session.flush()
    stored = find(session, row.number)
    if stored is None or _place(stored) != _place(row):
        raise LetterConflictError(
            f"{row.case_number} cannot keep its {row.code} no {row.ordinal} as {row.number}: "
            "another letter has that number, or the case another letter in that place"
        )
    return stored


def keep_rendering(
    session: Session, number: str, object_key: str, sha256: str, *, signed_sha256: str
) -> None:
    """Remember the object of the signed letter; LetterConflictError where another one was remembered."""
    letter = session.exec(select(Letter).where(Letter.number == number).with_for_update()).one_or_none()
    if letter is None:
        raise _missing(number)
    if letter.object_key is None:
        letter.object_key, letter.sha256, letter.signed_sha256 = object_key, sha256, signed_sha256
        session.add(letter)
    elif (letter.object_key, letter.sha256) != (object_key, sha256):
        raise LetterConflictError(
            f"{number} was rendered as sha256 {letter.sha256}, now as {sha256}: words or layout of template "
            f"version {letter.template_version} were changed; such a change needs a version of its own"
        )


def cancel(session: Session, number: str) -> None:
    """The letter was taken back before it left; one that was sent stays so."""
    waiting = [col(Letter.number) == number, col(Letter.status) == LetterStatus.PENDING]
    session.execute(update(Letter).values(status=LetterStatus.CANCELLED).where(*waiting))


def find(session: Session, number: str) -> Letter | None:
    """The letter of that number with its deliveries."""
    return session.exec(_with_deliveries().where(Letter.number == number)).one_or_none()


def get(session: Session, number: str) -> Letter:
    """The letter of that number with its deliveries; LetterMissingError where there is none."""
    letter = find(session, number)
    if letter is None:
        raise _missing(number)
    return letter


def by_verification_code(session: Session, code: str) -> Letter | None:
    """The letter that a printed code stands on, however it was typed."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    printed = "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
    return session.exec(_with_deliveries().where(Letter.verification_code == printed)).one_or_none()


def of_case(session: Session, case_number: str) -> Sequence[Letter]:
    """The letters of a case with their deliveries, oldest first."""
    query = _with_deliveries().where(Letter.case_number == case_number)
    return session.exec(query.order_by(col(Letter.issued_at), col(Letter.number))).all()


def _with_deliveries() -> SelectOfScalar[Letter]:
    # A relationship is declared with the type of its rows; on the class it is an attribute to query by.
    kept = [cast("QueryableAttribute[Any]", each) for each in (Letter.deliveries, Letter.version)]
    return select(Letter).options(*map(selectinload, kept))


def _place(letter: Letter) -> tuple[str, str, int]:
    return letter.case_number, letter.code, letter.ordinal


def _missing(number: str) -> LetterMissingError:
    return LetterMissingError(f"no letter has the number {number}: it was never issued")
