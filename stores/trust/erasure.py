"""Erasing what nothing demands any more: words, requests, addresses, letters and files of a case (L-27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from rules.retention import KeptFile

_FILES = """
    SELECT cases.case_number, (cases.closed_at AT TIME ZONE 'Asia/Shanghai')::date AS closed_on,
        coalesce(policy.terminated_on, policy.expires_on) AS contract_ends_on,
        EXISTS (
            SELECT FROM cases AS complaint WHERE complaint.process = 'CP' AND complaint.closed_at IS NULL
                AND complaint.view ->> 'about_case' = cases.case_number
        ) AS held
    FROM cases LEFT JOIN policy ON policy.id = cases.policy_id
"""
_OF_MEMBER = text(f"{_FILES} WHERE cases.member_id = :member_id AND cases.case_number <> :but")
_CONTRACTS = text(
    """
    SELECT number AS case_number, coalesce(terminated_on, expires_on) AS closed_on,
        coalesce(terminated_on, expires_on) AS contract_ends_on
    FROM policy WHERE member_id = :member_id
    """
)
_OLD = text(
    f"""{_FILES} JOIN case_request ON case_request.case_number = cases.case_number
    WHERE cases.closed_at < :before AND case_request.erased_at IS NULL
    ORDER BY cases.closed_at LIMIT :most"""
)

_OBJECTS = text(
    """
    SELECT object_key FROM document WHERE case_number = :number
    UNION SELECT page.object_key FROM upload_page AS page JOIN upload ON upload.id = upload_id
        WHERE case_number = :number
    UNION SELECT object_key FROM letter WHERE case_number = :number AND object_key IS NOT NULL
    UNION SELECT object_key FROM case_mail JOIN case_mail_address AS address ON address.id = address_id
        WHERE case_number = :number AND done_at IS NULL
    """
)
_STATEMENTS = tuple(
    text(statement)
    for statement in (
        "UPDATE case_text SET body = NULL, erased_at = :at WHERE case_number = :number AND body IS NOT NULL",
        "UPDATE case_note SET body = NULL, erased_at = :at WHERE case_number = :number AND body IS NOT NULL",
        "DELETE FROM case_draft WHERE case_number = :number",
        "DELETE FROM case_tag WHERE case_number = :number",
        """UPDATE letter_delivery SET address = NULL FROM letter
            WHERE letter.number = letter_number AND letter.case_number = :number""",
        "UPDATE letter SET content = '{}'::jsonb WHERE case_number = :number",
        """UPDATE decision_line SET description = NULL FROM decision
            WHERE decision.id = decision_id AND decision.case_number = :number AND description IS NOT NULL""",
        "UPDATE decision SET result = NULL WHERE case_number = :number AND result IS NOT NULL",
        """UPDATE supervisor_task SET outcome = 'erased'
            WHERE case_number = :number AND outcome IS NOT NULL""",
        "UPDATE cases SET history_object_key = NULL WHERE case_number = :number",
        "UPDATE hospital_bill SET content = NULL WHERE case_number = :number",
        """DELETE FROM case_mail USING case_mail_address AS address
            WHERE address.id = address_id AND case_number = :number""",
        "DELETE FROM case_mail_address WHERE case_number = :number",
        "DELETE FROM document WHERE case_number = :number",
        "DELETE FROM upload WHERE case_number = :number",
        """UPDATE case_request SET content = NULL, erased_at = :at
            WHERE case_number = :number AND erased_at IS NULL""",
    )
)

_MEMBERS = text(
    """
    UPDATE member
    SET name = 'erased', identity_number = 'erased-' || id, born_on = date_trunc('year', born_on)
    WHERE name <> 'erased'
        AND EXISTS (SELECT FROM policy WHERE policy.member_id = member.id)
        AND NOT EXISTS (
            SELECT FROM policy WHERE policy.member_id = member.id
                AND coalesce(terminated_on, expires_on) >= :contracts_before
        )
        AND NOT EXISTS (
            SELECT FROM cases LEFT JOIN case_request USING (case_number)
            WHERE cases.member_id = member.id AND case_request.erased_at IS NULL
        )
    RETURNING id
    """
)
_GUARDIANS = text(
    """
    UPDATE guardian SET name = 'erased', phone = 'erased', email = NULL, identity_number = 'erased-' || id
    WHERE name <> 'erased' AND id IN (SELECT guardian_id FROM guardianship WHERE member_id = ANY(:members))
        AND NOT EXISTS (
            SELECT FROM guardianship JOIN member ON member.id = member_id
            WHERE guardian_id = guardian.id AND member.name <> 'erased'
        )
    RETURNING id
    """
)

_DOSES = (
    text("DELETE FROM vaccine_dose WHERE member_id = ANY(:members)"),
    text("DELETE FROM vaccine_word WHERE member_id = ANY(:members)"),
)
_ACCOUNTS = text(
    """
    UPDATE bank_account SET holder = 'erased', bank = 'erased',
        number = left('0' || translate(id::text, 'abcdef-', '123456'), 34)
    WHERE holder <> 'erased' AND party = ANY(:parties)
    """
)
"""A number is made of digits, and apart from the others of its owner."""
_PAYERS = text(
    """
    UPDATE money_receipt SET payer = 'erased', payer_account = 'erased', remittance = 'erased'
    FROM receivable
    WHERE receivable.reference = receivable_reference AND debtor = ANY(:parties) AND payer <> 'erased'
    """
)
_BATCHES = text(
    """
    SELECT number, object_key FROM payment_batch
    WHERE closed_at < :before AND object_key IS NOT NULL AND erased_at IS NULL
    ORDER BY number LIMIT :most
    """
)
_BATCH = text("UPDATE payment_batch SET erased_at = :at WHERE number = :number")
_LETTERS = text("SELECT number FROM letter WHERE case_number = :number ORDER BY number")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPeople:
    """How many children and guardians have no name here any more."""

    members: int
    guardians: int


def files_of(session: Session, member_id: UUID, but: str) -> tuple[KeptFile, ...]:
    """Every file of a child but one, which is the request itself; its contracts are files too (L-27)."""
    cases = session.execute(_OF_MEMBER, {"member_id": member_id, "but": but}).mappings()
    contracts = session.execute(_CONTRACTS, {"member_id": member_id}).mappings()
    return tuple(KeptFile(**row) for row in (*cases, *contracts))


def old_files(session: Session, closed_before: datetime, most: int) -> tuple[KeptFile, ...]:
    """Files that were closed before an instant and still hold something, the oldest first."""
    rows = session.execute(_OLD, {"before": closed_before, "most": most}).mappings()
    return tuple(KeptFile(**row) for row in rows)


def objects_of(session: Session, case_number: str) -> Sequence[str]:
    """Keys of the objects that a case keeps: its papers and its letters; its history has a folder."""
    return session.execute(_OBJECTS, {"number": case_number}).scalars().all()


def erase_case(session: Session, case_number: str, at: datetime) -> None:
    """Empty a case: ids, codes, instants and amounts stay for the books; safe to repeat.

    The caller deletes its objects first: what is emptied is not found again.
    """
    for statement in _STATEMENTS:
        session.execute(statement, {"number": case_number, "at": at})


def erase_people(session: Session, contracts_before: date) -> ErasedPeople:
    """Take the names of children whose contracts ended before and whose every file is empty.

    With a guardian's name go the accounts that it was paid to, and those that it paid from.
    """
    members = session.execute(_MEMBERS, {"contracts_before": contracts_before}).scalars().all()
    guardians = session.execute(_GUARDIANS, {"members": members}).scalars().all() if members else []
    for statement in _DOSES:
        session.execute(statement, {"members": members})
    parties = {"parties": [f"guardian:{each}" for each in guardians]}
    session.execute(_ACCOUNTS, parties)
    session.execute(_PAYERS, parties)
    return ErasedPeople(members=len(members), guardians=len(guardians))


def old_batches(session: Session, closed_before: datetime, most: int) -> Sequence[tuple[str, str]]:
    """Files to the bank that nothing keeps any more: number and object key, the oldest first."""
    rows = session.execute(_BATCHES, {"before": closed_before, "most": most}).all()
    return [(row.number, row.object_key) for row in rows]


def erase_batch(session: Session, number: str, at: datetime) -> None:
    """Keep that the file is gone; the caller deleted its object first."""
    session.execute(_BATCH, {"number": number, "at": at})


def letters_of(session: Session, case_number: str) -> Sequence[str]:
    """Numbers of the letters of a case."""
    return session.execute(_LETTERS, {"number": case_number}).scalars().all()
