"""News of a payment is about the one that is waited for, and no other."""

from datetime import UTC, datetime

from rules.claims.case import ClaimSubject
from rules.payments.vocabulary import PaymentPurpose
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Payout, Stage

NOW = datetime(2026, 9, 8, 2, 0, tzinfo=UTC)
AHEAD = Payout(key="ahead", purpose=PaymentPurpose.INTERIM, amount=300_00, paid_at=NOW)
REST = Payout(key="rest", purpose=PaymentPurpose.CLAIM, amount=200_00, attempt=2)
OTHER = Payout(key="other", purpose=PaymentPurpose.CLAIM, amount=100_00)


def test_news_is_of_that_key_and_that_attempt_and_of_nothing_that_arrived() -> None:
    case = ReimbursementCase(
        case_number="RC-260908-000001-0",
        opened_at=NOW,
        opened_by="guardian:1",
        stage=Stage.AGREED,
        subject=ClaimSubject(member_id="m", policy_id="p", guardian_id="g", hospital_code="H"),
        payouts=(AHEAD, REST, OTHER),
    )

    assert case.payout("rest", 2) == REST
    assert case.payout("other", 1) == OTHER
    assert case.payout("rest", 1) is None
    assert case.payout("other", 2) is None
    assert case.payout("ahead", 1) is None
    assert case.payout("nothing", 1) is None
