"""The database forbids what must never be true."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlmodel import Session, SQLModel, col, select

from models import (
    ApiToken,
    BenefitAccount,
    Case,
    Consent,
    Decision,
    DecisionLine,
    Guarantee,
    GuaranteeVersion,
    Guardian,
    Guardianship,
    Intake,
    Letter,
    NetworkMembership,
    Policy,
    StaffRole,
)
from models.staff import Staff
from rules.roles import Role
from rules.vocabulary import (
    Benefit,
    ConsentPurpose,
    DecisionOutcome,
    GuaranteeVersionKind,
    GuaranteeVersionState,
    GuardianRelation,
    IdentityKind,
    Language,
    LetterStatus,
    NetworkKind,
    PolicyStatus,
    PrincipalKind,
    Process,
)
from tests.builders import NOON, a_case, a_hospital, a_member, a_member_year, a_plan_version, a_policy


def refused(session: Session, constraint: str, *rows: SQLModel) -> None:
    """Assert that the database refuses the rows and names the constraint."""
    with pytest.raises(IntegrityError, match=constraint):
        _keep(session, rows)


def _keep(session: Session, rows: Sequence[SQLModel]) -> None:
    with session.begin_nested():
        session.add_all(rows)
        session.flush()


def membership(hospital: str, from_on: date, to_on: date | None, **changes: Any) -> NetworkMembership:
    usual: dict[str, Any] = {"network_list": "2025-STD", "kind": NetworkKind.DIRECT_BILLING}
    return NetworkMembership(hospital_code=hospital, from_on=from_on, to_on=to_on, **usual | changes)


def test_a_hospital_is_not_twice_in_one_list_on_one_day(engine: Engine) -> None:
    with Session(engine) as session:
        hospital = a_hospital()
        session.add(hospital)
        session.add(membership(hospital.code, date(2026, 1, 1), date(2026, 6, 30)))
        session.flush()

        last_day = membership(hospital.code, date(2026, 6, 30), None)
        refused(session, "ex_network_membership_period", last_day)
        session.add(membership(hospital.code, date(2026, 7, 1), None))
        session.add(membership(hospital.code, date(2026, 1, 1), None, benefit=Benefit.DENTAL))
        session.add(membership(hospital.code, date(2026, 1, 1), None, kind=NetworkKind.NETWORK))
        session.flush()


def test_two_versions_of_a_plan_are_not_on_sale_on_one_day(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(a_plan_version(code="A", version="1", in_force_to=date(2025, 12, 31)))
        session.flush()

        same_day = a_plan_version(code="A", version="2", in_force_from=date(2025, 12, 31))
        refused(session, "ex_plan_version_in_force", same_day)
        session.add(a_plan_version(code="A", version="2", in_force_from=date(2026, 1, 1)))
        session.flush()


def test_a_policy_ends_no_earlier_than_it_begins(engine: Engine) -> None:
    with Session(engine) as session:
        policy = a_policy(session, expires_on=date(2026, 1, 1))

        policy.expires_on = date(2025, 12, 31)
        refused(session, "ck_policy_period_order")


def test_a_terminated_policy_says_since_when(engine: Engine) -> None:
    with Session(engine) as session:
        policy = a_policy(session)

        policy.status = PolicyStatus.TERMINATED
        refused(session, "ck_policy_terminated_on")
        policy.terminated_on = date(2026, 5, 1)
        session.flush()


def test_a_child_has_one_primary_guardian(engine: Engine) -> None:
    with Session(engine) as session:
        member = a_member()
        parents = [
            Guardian(
                name="林某", phone="13900000000", identity_kind=IdentityKind.PASSPORT, identity_number=number
            )
            for number in ("E1", "E2")
        ]
        session.add_all([member, *parents])
        session.flush()
        bonds = [
            Guardianship(member_id=member.id, guardian_id=parent.id, relation=GuardianRelation.OTHER)
            for parent in parents
        ]
        session.add(bonds[0])
        session.flush()

        refused(session, "uq_guardianship_primary", bonds[1])


def test_only_words_of_the_vocabulary_are_stored(engine: Engine) -> None:
    with Session(engine) as session:
        policy = a_policy(session)
        session.commit()

        with pytest.raises(IntegrityError, match="ck_policy_status"):
            session.connection().exec_driver_sql(
                "UPDATE policy SET status = 'LOST' WHERE id = %s", (policy.id,)
            )


def test_a_case_is_found_in_the_queue_by_its_due_instant_or_at_its_end(engine: Engine) -> None:
    with Session(engine) as session:
        due = a_case(session, due_at=NOON)
        paused = a_case(session)
        session.commit()

        queue = session.exec(select(Case.case_number).order_by(col(Case.queue_at), Case.case_number)).all()

        assert queue == [due.case_number, paused.case_number]
        assert due.queue_at == NOON


def test_a_case_closes_after_it_opened(engine: Engine) -> None:
    with Session(engine) as session:
        case = a_case(session, closed_at=NOON)

        case.closed_at = NOON - timedelta(seconds=1)
        refused(session, "ck_cases_closed_after_opened")


def decision(case: Case, **changes: Any) -> Decision:
    usual: dict[str, Any] = {
        "version": 1,
        "outcome": DecisionOutcome.DECLINED,
        "decided_by": "staff:1",
        "decided_at": NOON,
    }
    return Decision(case_number=case.case_number, **usual | changes)


def test_nobody_co_signs_their_own_decision(engine: Engine) -> None:
    with Session(engine) as session:
        case = a_case(session)

        refused(session, "ck_decision_two_people", decision(case, co_signed_by="staff:1"))
        session.add(decision(case, co_signed_by="staff:2"))
        session.flush()
        refused(session, "uq_decision_case_number_version", decision(case))


@pytest.mark.parametrize("approved", [-1, 101])
def test_a_line_is_approved_for_no_more_than_was_asked(engine: Engine, approved: int) -> None:
    with Session(engine) as session:
        parent = decision(a_case(session))
        usual: dict[str, Any] = {"decision_id": parent.id, "item": "MRI", "asked_amount": 100}
        session.add_all([parent, DecisionLine(ordinal=1, approved_amount=100, **usual)])
        session.flush()

        too_much = DecisionLine(ordinal=2, approved_amount=approved, **usual)
        refused(session, "ck_decision_line_approved_amount", too_much)


def version(ordinal: int, state: GuaranteeVersionState) -> GuaranteeVersion:
    return GuaranteeVersion(
        guarantee_number="GOP-20261123-000001",
        ordinal=ordinal,
        kind=GuaranteeVersionKind.INITIAL,
        state=state,
        ceiling=100,
        valid_from_on=date(2026, 12, 1),
        valid_until_on=date(2026, 12, 15),
        made_at=NOON,
    )


def test_one_version_of_a_guarantee_is_in_force(engine: Engine) -> None:
    with Session(engine) as session:
        case = a_case(session)
        session.add(Guarantee(number="GOP-20261123-000001", case_number=case.case_number))
        session.flush()
        session.add(version(1, GuaranteeVersionState.IN_FORCE))
        session.add(version(2, GuaranteeVersionState.SUPERSEDED))
        session.flush()

        refused(session, "uq_guarantee_version_in_force", version(3, GuaranteeVersionState.IN_FORCE))
        refused(session, "uq_guarantee_case_number", Guarantee(number="GOP-2", case_number=case.case_number))


def letter(case: Case, number: str, **changes: Any) -> Letter:
    usual: dict[str, Any] = {
        "code": "LT-GOP",
        "ordinal": 1,
        "language": Language.CHINESE,
        "content": {},
        "template_version": "1",
        "issued_at": NOON,
        "send_after": NOON,
    }
    return Letter(number=number, case_number=case.case_number, **usual | changes)


def test_a_letter_of_one_kind_and_ordinal_exists_once_a_case(engine: Engine) -> None:
    with Session(engine) as session:
        case = a_case(session)
        session.add(letter(case, "L1"))
        session.flush()

        refused(session, "uq_letter_case_number_code_ordinal", letter(case, "L2"))
        refused(
            session, "ck_letter_sent_was_rendered", letter(case, "L3", ordinal=2, status=LetterStatus.SENT)
        )


def test_a_key_of_a_principal_claims_one_case_number(engine: Engine) -> None:
    with Session(engine) as session:
        usual: dict[str, Any] = {
            "idempotency_key": "k",
            "body_hash": "h",
            "process": Process.PREAUTHORIZATION,
            "received_at": NOON,
        }
        session.add(Intake(principal="hospital:1", case_number="PA-1", **usual))
        session.flush()
        session.expunge_all()

        refused(session, "pk_intake", Intake(principal="hospital:1", case_number="PA-2", **usual))
        refused(session, "uq_intake_case_number", Intake(principal="hospital:2", case_number="PA-1", **usual))


def test_an_account_never_holds_more_than_its_limit(engine: Engine) -> None:
    with Session(engine) as session:
        year = a_member_year(session, INPATIENT=100)
        account = session.exec(select(BenefitAccount).where(BenefitAccount.member_year_id == year.id)).one()
        account.reserved, account.consumed = 40, 60
        session.flush()

        account.reserved = 41
        refused(session, "ck_benefit_account_within_limit")


def test_a_consent_stands_once_a_purpose_and_recipient(engine: Engine) -> None:
    with Session(engine) as session:
        member = a_member()
        guardian = Guardian(
            name="林某", phone="139", identity_kind=IdentityKind.PASSPORT, identity_number="E1"
        )
        session.add_all([member, guardian])
        session.flush()
        usual: dict[str, Any] = {
            "member_id": member.id,
            "guardian_id": guardian.id,
            "purpose": ConsentPurpose.MEDICAL_RECORDS,
            "recipient": "FS",
            "form_version": "1",
            "given_at": NOON,
        }
        session.add(Consent(**usual, withdrawn_at=NOON))
        session.add(Consent(**usual))
        session.flush()

        refused(session, "uq_consent_standing", Consent(**usual))


def test_families_and_machines_hold_no_staff_role(engine: Engine) -> None:
    with Session(engine) as session:
        staff = Staff(account="zhang", name="张某")
        session.add(staff)
        session.flush()

        refused(session, "ck_staff_role_staff_only", StaffRole(staff_id=staff.id, role=Role.GUARDIAN))


def test_a_secret_belongs_to_one_token(engine: Engine) -> None:
    with Session(engine) as session:
        usual: dict[str, Any] = {
            "secret_sha256": "a" * 64,
            "principal_kind": PrincipalKind.HOSPITAL,
            "label": "desk",
            "issued_at": NOON,
        }
        session.add(ApiToken(principal_id="SH-1", **usual))
        session.flush()

        refused(session, "uq_api_token_secret_sha256", ApiToken(principal_id="SH-2", **usual))


def test_rows_are_loaded_only_where_asked_for(engine: Engine) -> None:
    with Session(engine) as session:
        policy_id = a_policy(session).id
        session.commit()
        session.expunge_all()

        policy = session.get_one(Policy, policy_id)
        with pytest.raises(InvalidRequestError, match="lazy='raise'"):
            _ = policy.member


def test_an_unknown_member_has_no_case(engine: Engine) -> None:
    with Session(engine) as session:
        case = a_case(session)

        case.member_id = uuid4()
        refused(session, "fk_cases_member_id")
