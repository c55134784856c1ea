"""Names are erased when nothing of a child has to be kept any more."""

from datetime import date
from itertools import count

from sqlalchemy import Engine
from sqlmodel import Session

from models import BankAccount, Guardian, Guardianship
from rules.retention import latest
from rules.vocabulary import GuardianRelation, IdentityKind
from stores.trust import erasure
from tests.builders import NOON, a_policy

_accounts = count(1)


def a_family(session: Session, expires_on: date) -> Guardian:
    """A child whose contract ends then, with its guardian."""
    policy = a_policy(
        session, effective_on=expires_on.replace(year=expires_on.year - 1), expires_on=expires_on
    )
    number = f"G{expires_on:%Y%m%d}"
    adult = Guardian(
        name="林建国", phone="12000000001", identity_kind=IdentityKind.PASSPORT, identity_number=number
    )
    session.add(adult)
    session.flush()
    session.add(
        Guardianship(member_id=policy.member_id, guardian_id=adult.id, relation=GuardianRelation.FATHER)
    )
    session.flush()
    return adult


def an_account(session: Session, adult: Guardian) -> BankAccount:
    """An account of the guardian."""
    number = f"62{adult.id.int % 10**15:015}{next(_accounts)}"
    account = BankAccount(
        party=f"guardian:{adult.id}", holder=adult.name, number=number, bank="示例银行", kept_at=NOON
    )
    session.add(account)
    session.flush()
    return account


def test_a_child_and_its_guardian_lose_their_names_ten_years_after_the_contract(engine: Engine) -> None:
    with Session(engine) as session:  # nothing is committed
        gone = a_family(session, date(2026, 11, 21))
        kept = a_family(session, date(2026, 11, 22))
        paid = [an_account(session, each) for each in (gone, gone, kept)]

        erased = erasure.erase_people(session, date(2026, 11, 22))

        assert erased.members >= 1
        session.expire_all()
        assert (gone.name, gone.email, gone.phone) == ("erased", None, "erased")
        assert kept.name == "林建国"
        assert [account.holder for account in paid] == ["erased", "erased", "林建国"]
        assert [account.number.startswith("62") for account in paid] == [False, False, True]
        assert erasure.erase_people(session, date(2026, 11, 22)).members == 0


def test_a_contract_is_kept_though_nothing_was_ever_claimed_on_it(engine: Engine) -> None:
    with Session(engine) as session:  # nothing is committed
        policy = a_policy(session, effective_on=date(2026, 3, 1), expires_on=date(2027, 2, 28))

        kept = erasure.files_of(session, policy.member_id, but="")

    assert latest(kept) == (True, date(2037, 2, 28))
