"""Who is paid and where: what the rows know of a payee, and accounts that were named."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.bank_account import BankAccount
from models.columns import new_id
from models.fund import Fund
from models.guardian import Guardian
from models.guardianship import Guardianship
from models.hospital import Hospital
from models.member import Member
from models.policy import Policy
from rules.payments.payee import Account, PayeeFacts
from rules.payments.values import NewAccount, Payee
from rules.payments.vocabulary import PayeeKind
from rules.vocabulary import DocumentKind, GuardianRelation


class FundMissingError(LookupError):
    """No account is kept for whoever should pay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A payee as the rows name it; ``relation`` and ``proof`` of a guardian."""

    name: str
    relation: GuardianRelation | None = None
    proof: DocumentKind | None = None


def fund_of(session: Session, policy_id: str, wanted: str) -> Fund:
    """The fund that pays or is paid: the one named, else that of the policy's insurer. FundMissingError."""
    code = wanted
    if not code:
        insurer = session.exec(select(Policy.insurer_code).where(Policy.id == UUID(policy_id))).one()
        code = f"insurer:{insurer}"
    fund = session.get(Fund, code)
    if fund is None:
        raise FundMissingError(f"{code} has no fund: give it one with `lipei finance fund`, then it goes on")
    return fund


def keep_account(session: Session, account: NewAccount, *, at: datetime, on_file: bool = False) -> UUID:
    """Keep an account, or find it kept; its id."""
    row = {
        "id": new_id(),
        "party": account.party,
        "holder": account.holder.strip(),
        "number": "".join(account.number.split()),
        "bank": account.bank.strip(),
        "bank_code": account.bank_code.strip(),
        "on_file": on_file,
        "kept_at": at,
    }
    kept = (
        insert(BankAccount)
        .values(row)
        .on_conflict_do_update(
            index_elements=["party", "number", "holder", "bank_code"], set_={"bank": row["bank"]}
        )
        .returning(col(BankAccount.id))
    )
    return session.scalars(kept).one()


def account_of(session: Session, payee: Payee) -> BankAccount | None:
    """The account named where it is the payee's own; where none is named, the newest one on file."""
    if payee.account_id:
        named = session.get(BankAccount, UUID(payee.account_id))
        return named if named and named.party == payee.reference else None
    return session.exec(
        select(BankAccount)
        .where(BankAccount.party == payee.reference, col(BankAccount.on_file))
        .order_by(col(BankAccount.kept_at).desc())
        .limit(1)
    ).first()


def payee_facts(
    session: Session, *, payee: Payee, policy_id: str, account: BankAccount | None, amount: int, on: date
) -> PayeeFacts:
    """What is known of the payee, for the rules to judge."""
    member = session.exec(
        select(Member)
        .join(Policy, col(Policy.member_id) == col(Member.id))
        .where(Policy.id == UUID(policy_id))
    ).one()
    known = _known(session, payee, member)
    return PayeeFacts(
        kind=payee.kind,
        known=known is not None,
        name=known.name if known else "",
        account=Account(holder=account.holder, number=account.number) if account else None,
        amount=amount,
        on=on,
        born_on=member.born_on,
        relation=known.relation if known else None,
        proof=known.proof if known else None,
    )


def _known(session: Session, payee: Payee, member: Member) -> Known | None:
    prefix, _, name = payee.reference.partition(":")
    match payee.kind, prefix:
        case PayeeKind.HOSPITAL, "hospital":
            hospital = session.get(Hospital, name)
            return Known(name=hospital.name) if hospital else None
        case PayeeKind.PROVIDER, "provider":
            provider = session.get(Fund, payee.reference)
            return Known(name=provider.name) if provider else None
        case PayeeKind.INSURED, "member":
            return Known(name=member.name) if str(member.id) == name else None
        case PayeeKind.GUARDIAN, "guardian":
            return _guardian(session, name, member)
    return None


def _guardian(session: Session, guardian_id: str, member: Member) -> Known | None:
    try:
        wanted = UUID(guardian_id)
    except ValueError:
        return None
    bond = session.get(Guardianship, (member.id, wanted))
    guardian = session.get(Guardian, wanted)
    if bond is None or guardian is None:
        return None
    return Known(
        name=guardian.name,
        relation=GuardianRelation(bond.relation),
        proof=DocumentKind(bond.proof) if bond.proof else None,
    )
