"""Cases by the words that people look for them with."""

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import col, select

from models.case import Case
from models.claimed_invoice import ClaimedInvoice
from models.decision import Decision
from models.hospital import Hospital
from models.hospital_bill import HospitalBill
from models.member import Member
from models.policy import Policy

MOST_WORDS = 5


def conditions(words: str) -> list[ColumnElement[bool]]:
    """What a case row must meet: every word, of which those after the fifth are not looked at."""
    return [_matches(word) for word in words.split()[:MOST_WORDS]]


def _matches(word: str) -> ColumnElement[bool]:
    """A case by its number, child, member, policy, hospital, or an invoice of its bill or claim."""
    like = f"%{_escaped(word)}%"
    begins = f"{_escaped(word)}%"
    children = select(Member.id).where(or_(col(Member.number).ilike(begins), col(Member.name).ilike(like)))
    policies = select(Policy.id).where(col(Policy.number).ilike(begins))
    places = select(Hospital.code).where(
        or_(col(Hospital.name).ilike(like), col(Hospital.code).ilike(begins))
    )
    return or_(
        col(Case.case_number).ilike(begins),
        col(Case.member_id).in_(children),
        col(Case.policy_id).in_(policies),
        col(Case.hospital_code).in_(places),
        exists(
            select(HospitalBill.case_number).where(
                HospitalBill.case_number == Case.case_number,
                col(HospitalBill.content).contains({"invoices": [{"number": word}]}),
            )
        ),
        exists(
            select(Decision.id)
            .join(ClaimedInvoice, col(ClaimedInvoice.decision_id) == col(Decision.id))
            .where(Decision.case_number == Case.case_number, col(ClaimedInvoice.key).endswith(f":{word}"))
        ),
    )


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
