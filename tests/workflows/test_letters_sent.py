"""Every letter code is ordered by some process, and sent from its case on the real server by some test."""

import ast
from datetime import date
from pathlib import Path

import pytest

from letters.kinds import LetterCode
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import EstimateItem, Outcome, Stage
from rules.roles import Role
from rules.vocabulary import AuthorizationType, EncounterType
from tests.workflows.cases import actor
from tests.workflows.children import new_child
from tests.workflows.clinic import DIRECT, INDIRECT, Clinic
from workflows.messages import Decide, DecideAmendment, RequestAmendment, Withdraw
from workflows.processes import PROCESSES

ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)

SENT_BY = {
    "test_letters_sent": {"LT-PA-NR", "LT-PA-NA", "LT-PA-RDR", "LT-GOP-AMD-NO"},
    "test_preauthorization_paths": {
        *("LT-ACK", "LT-PA-OK", "LT-PA-PART", "LT-PA-NO", "LT-SUPP", "LT-LAPSE"),
        *("LT-GOP", "LT-GOP-AMD", "LT-GOP-CXL", "LT-GOP-EXP"),
    },
    "test_direct_billing_visits": {"LT-QRY", "LT-EOB", "LT-REM", "LT-REF"},
    "test_direct_billing_debts": {
        *("LT-COPAY", "LT-COPAY-R", "LT-SUSP", "LT-REACT", "LT-RCV", "LT-RFD-R"),
    },
    "test_direct_billing_stays": {"LT-OVP", "LT-GOP-FIN"},
    "test_reimbursement_paths": {
        *("LT-REQ", "LT-ORIG", "LT-DORM", "LT-INV", "LT-RECON", "LT-PREPAY60", "LT-PAYFAIL", "LT-PAID"),
    },
    "test_advance_paths": {
        *("LT-AD-OK", "LT-AD-NO", "LT-AD-MAND", "LT-AD-DELAY", "LT-SETTLE", "LT-RFD"),
    },
    "test_family_requests": {"LT-APPT", "LT-CMP-ACK", "LT-CMP"},
    "test_retention": {"LT-DSR"},
    "test_self_begun": {"LT-VAC", "LT-INC"},
}
"""The module of server tests that sends each code; each is named there by a test that has the server."""

ON_DEMAND = {LetterCode.BREACH_REPORT}
"""Written when somebody asks for it, of no case."""
CODES = {str(code) for code in LetterCode if code not in ON_DEMAND}

SERVER = {"clinic", "visits", "claims", "advances", "requests"}


def named_on_the_server(module: str) -> set[str]:
    """Codes that tests of a module name, where the test is given a server."""
    tree = ast.parse((Path(__file__).parent / f"{module}.py").read_text("utf-8"))
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    served = [test for test in tests if SERVER & {argument.arg for argument in test.args.args}]
    found = [node.value for test in served for node in ast.walk(test) if isinstance(node, ast.Constant)]
    return {value for value in found if isinstance(value, str)}


def test_every_code_is_a_letter_of_some_transition() -> None:
    ordered = {code for process in PROCESSES.values() for row in process.table.rows for code in row.letters}

    assert ordered == CODES


def test_every_code_has_a_test_that_sends_it_from_its_case() -> None:
    assert {code for codes in SENT_BY.values() for code in codes} == CODES


@pytest.mark.parametrize("module", sorted(SENT_BY))
def test_what_is_said_to_be_sent_there_is_named_by_its_tests(module: str) -> None:
    assert SENT_BY[module] <= named_on_the_server(module)


def sent(clinic: Clinic, number: str, code: str) -> bool:
    """Whether the letter left the house."""
    return code in {letter.code for letter in clinic.letters(number)} and clinic.all_sent(number, code)


def test_care_that_needs_no_approval_is_told_so(clinic: Clinic) -> None:
    # What a child's stays have cost already counts towards a trigger.
    child = new_child(clinic.engine)
    number = clinic.open(
        member_id=child.member_id,
        policy_id=child.policy_id,
        encounter=EncounterType.OUTPATIENT,
        kind=AuthorizationType.HIGH_PRICE_ITEM,
        expected_days=0,
        items=(EstimateItem(item="CONSULTATION", description="诊查费", amount=500_00),),
    )

    assert clinic.row(number).stage == Stage.NOT_REQUIRED
    clinic.wait_until(lambda: sent(clinic, number, "LT-PA-NR"), "the letter")


def test_care_after_the_policy_ends_is_not_accepted(clinic: Clinic) -> None:
    number = clinic.open(planned_on=date(2029, 10, 12))

    assert clinic.row(number).stage == Stage.NOT_ACCEPTED
    clinic.wait_until(lambda: sent(clinic, number, "LT-PA-NA"), "the letter")


def test_who_is_redirected_hears_where_to(clinic: Clinic) -> None:
    number = clinic.open(hospital_id=INDIRECT)
    entry = DecisionInput(outcome=Outcome.REDIRECT, network_hospitals=(DIRECT,), reason_code="OON")

    clinic.act(number, ADJUSTER, Decide(decision=entry))

    clinic.wait_until(lambda: sent(clinic, number, "LT-PA-RDR"), "the letter")
    clinic.act(number, DESK, Withdraw(reason="完成"))


def test_a_raise_that_is_declined_is_told_and_leaves_the_letter(clinic: Clinic) -> None:
    number = clinic.open()
    clinic.act(number, ADJUSTER, Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))
    clinic.act(number, DESK, RequestAmendment(ceiling=19_500_00, reason="病情加重"))
    no = AmendmentInput(approve=False, reason_code="EXC-UNLISTED", explanation="未见加重的记录。")

    clinic.act(number, ADJUSTER, DecideAmendment(decision=no))

    clinic.wait_until(lambda: sent(clinic, number, "LT-GOP-AMD-NO"), "the letter")
    guarantee = clinic.look(number).guarantee
    assert guarantee
    assert guarantee.current.ordinal == 1
    clinic.act(number, DESK, Withdraw(reason="完成"))
