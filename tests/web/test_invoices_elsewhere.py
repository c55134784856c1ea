"""An adjuster sees, before deciding on a hospital's bill, where else its invoices stand; nobody else does."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models import Case, ClaimedInvoice, Decision
from rules.claims.case import ClaimSubject
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import BillInvoice, BillKind, Stage
from rules.findings.findings import FindingKind
from rules.vocabulary import DecisionOutcome, Language, Process
from stores.casework import case_records
from stores.casework.case_queries import SeenCase
from stores.casework.case_records import CaseRecord
from stores.cover import hospital_bills
from tests.builders import NOON, a_case
from tests.rules.direct_billing.desk import bill, line, visit
from tests.stores.test_readings import a_bill, kept
from tests.web.who_may import caller
from web.api.views.billing_views import BillingView
from web.casework import billing_part
from web.templating import module

PAID, ON_PAPER, TAKEN_BACK, ALONE = "0000000101", "0000000102", "0000000103", "0000000104"
CODE = "31060126"


def paid_by(session: Session, number: str) -> Case:
    """A claim of another child that was paid by an invoice."""
    case = a_case(session, process=Process.REIMBURSEMENT)
    decision = Decision(
        case_number=case.case_number,
        version=1,
        outcome=DecisionOutcome.APPROVED,
        decided_by="staff:1",
        decided_at=NOON,
    )
    session.add(decision)
    session.flush()
    session.add(ClaimedInvoice(decision_id=decision.id, key=f"{CODE}:{number}", claimed_at=NOON))
    session.flush()
    return case


def billed(session: Session, *numbers: str) -> Case:
    """A direct-billing case whose bill names these invoices."""
    case = a_case(session, process=Process.DIRECT_BILLING)
    invoices = tuple(BillInvoice(number=each, code=CODE, total=600_00) for each in numbers)
    sent = bill(line("1", 600_00), invoices=invoices)
    hospital_bills.keep(session, case.case_number, 1, BillKind.INTERIM, sent, NOON)
    return case


def record_of(session: Session, case: Case) -> CaseRecord:
    return case_records.read(session, SeenCase(row=case, member_number="M1"))


def billing(record: CaseRecord, letter: str) -> BillingView:
    asked = visit()
    state = DirectBillingCase(
        case_number=record.seen.row.case_number,
        opened_at=NOON,
        opened_by="hospital:MEIHUA-FUER",
        stage=Stage.BILLED,
        subject=ClaimSubject(member_id=asked.member_id, policy_id=asked.policy_id),
        visit=asked,
    )
    shown: BillingView = billing_part.fields(record, state, caller(letter))["billing"]
    return shown


def test_where_the_invoices_of_a_bill_stand_is_shown_to_the_adjuster_alone(engine: Engine) -> None:
    with Session(engine) as session:
        claim = paid_by(session, PAID)
        copy, _ = kept(session, a_bill(ON_PAPER))
        red, _ = kept(session, a_bill("0000000199", reverses=TAKEN_BACK))
        record = record_of(session, billed(session, PAID, ON_PAPER, TAKEN_BACK, ALONE))
        seen = billing(record, "A").invoices_elsewhere

        assert [(each.invoice, each.kind, each.case_number, each.settled) for each in seen] == [
            (PAID, FindingKind.SAME_INVOICE, claim.case_number, True),
            (ON_PAPER, FindingKind.SAME_INVOICE, copy.case_number, False),
            (TAKEN_BACK, FindingKind.INVOICE_REVERSED, red.case_number, False),
        ]
        assert [(each.channel, each.same_member) for each in seen[:1]] == [(Process.REIMBURSEMENT, False)]
        assert billing(record, "D").invoices_elsewhere == () == billing(record, "G").invoices_elsewhere


def test_an_invoice_that_stands_nowhere_else_is_not_spoken_of(engine: Engine) -> None:
    with Session(engine) as session:
        record = record_of(session, billed(session, "0000000105"))

        assert record.invoices_elsewhere == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.CHINESE, ("已用于赔付", "其他被保险人", "理赔")),
        (
            Language.ENGLISH,
            ("a decision was paid by it", "another child", "Invoices of this bill stand"),
        ),
    ],
)
def test_the_page_says_it_beside_the_bill(engine: Engine, language: Language, said: tuple[str, ...]) -> None:
    with Session(engine) as session:
        claim = paid_by(session, "0000000106")
        view = billing(record_of(session, billed(session, "0000000106")), "A")
    case = {"billing": view, "guarantee": None, "reimbursement": None, "advance": None}

    page = str(module("case_parts.html", language).process_facts(case, module("form.html", language), True))

    assert f'href="/cases/{claim.case_number}"' in page
    assert all(words in page for words in said)
