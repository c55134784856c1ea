"""Where a family's children were treated and what it came to, visit by visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from rules.vocabulary import Process

MOST = 200

_VISITS = text(
    """
    SELECT cases.case_number, cases.process, cases.stage, cases.closed_at, cases.opened_at,
        cases.planned_on AS treated_on, member.name AS child,
        hospital.name AS hospital, hospital.name_en AS hospital_en,
        coalesce(
            (SELECT bill.billed FROM hospital_bill AS bill WHERE bill.case_number = cases.case_number
                ORDER BY bill.version DESC LIMIT 1),
            cases.requested_amount
        ) AS billed,
        cases.decided_amount AS covered,
        paid.to_family AS paid_to_family, paid.to_hospital AS paid_to_hospital,
        coalesce((
            SELECT sum(amount - received) FROM receivable
            WHERE receivable.case_number = cases.case_number AND status IN ('OPEN', 'DISPUTED')
        ), 0)::bigint AS owed
    FROM cases
    JOIN member ON member.id = cases.member_id
    LEFT JOIN hospital ON hospital.code = cases.hospital_code
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount) FILTER (
                WHERE payee_kind IN ('GUARDIAN', 'INSURED') AND purpose <> 'RETURN'
            ), 0)::bigint AS to_family,
            coalesce(sum(amount) FILTER (
                WHERE payee_kind IN ('HOSPITAL', 'PROVIDER')
            ), 0)::bigint AS to_hospital
        FROM payment WHERE payment.case_number = cases.case_number AND status = 'SETTLED'
    ) AS paid
    WHERE cases.process IN ('DB', 'RC', 'AD') AND cases.member_id IN (
        SELECT member_id FROM guardianship WHERE guardian_id = :guardian_id
    )
    ORDER BY coalesce(cases.planned_on, CAST(cases.opened_at AT TIME ZONE 'Asia/Shanghai' AS date)) DESC,
        cases.case_number DESC
    LIMIT :most
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyVisit:
    """Care that a bill, a claim or an advance stands for; fen. ``covered`` is None until it was decided.

    ``billed`` is the last bill, else what was asked for. ``owed`` is what the family still has to pay us.
    """

    case_number: str
    process: Process
    stage: str
    opened_at: datetime
    closed_at: datetime | None
    treated_on: date | None
    child: str
    hospital: str | None
    hospital_en: str | None
    billed: int | None
    covered: int | None
    paid_to_family: int
    paid_to_hospital: int
    owed: int


def of_family(session: Session, guardian_id: UUID) -> Sequence[FamilyVisit]:
    """Visits and stays of a guardian's children, the latest first; at most `MOST`."""
    rows = session.execute(_VISITS, {"guardian_id": guardian_id, "most": MOST}).mappings()
    return [FamilyVisit(**{**row, "process": Process(row["process"])}) for row in rows]
