"""A child with a policy, hospitals with their lists, and cases that are judged and recorded as they are."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.assessment import AssessmentActs
from activities.case_acts import CaseActs
from activities.orders import AssessOrder, RecordOrder, ReserveOrder
from models.network_membership import NetworkMembership
from models.plan_version import PlanVersion
from models.policy import Policy
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import Assessment
from rules.vocabulary import Benefit, NetworkKind, Ownership, Process
from stores.benefits import accounts, ledger
from stores.benefits.ledger import Movement, Settlement
from stores.database import driver_connection, transaction
from tests.builders import a_hospital, a_policy
from tests.rules.preauthorization.requests import PLANNED_ON, STATED, a_request, moment

OPENED_AT = moment("2026-05-15")
AT_ONCE = timedelta(0)
NETWORK, PUBLIC, OUTSIDE = "MH-WOMEN", "SH-CHILDREN", "SH-ELSEWHERE"

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class World:
    """The tables through the owner of the database, and the acts through the worker's role."""

    owner: Engine
    acts: AssessmentActs
    record: CaseActs

    def policy(self, code: str = "GYX-2021-CZ", **changes: Any) -> Policy:
        """A first policy from 1 March 2026 of a new child, which states everything."""
        with transaction(self.owner) as session:
            plan = session.exec(select(PlanVersion).where(PlanVersion.code == code)).one()
            usual: dict[str, Any] = {
                "plan_version_id": plan.id,
                "effective_on": date(2026, 3, 1),
                "expires_on": date(2027, 2, 28),
                "schedule": STATED | {"inpatient_deductible": "10000.00"},
            }
            return a_policy(session, **usual | changes)

    def state(self, policy: Policy, **schedule: Any) -> None:
        """Let the schedule of the policy state this instead; None leaves a value out."""
        with transaction(self.owner) as session:
            row = session.get_one(Policy, policy.id)
            row.schedule = {k: v for k, v in (row.schedule | schedule).items() if v is not None}
            session.add(row)

    def case(self, policy: Policy, after: timedelta = AT_ONCE, **changes: Any) -> PreAuthorizationCase:
        """A request under the policy: a stay of 18,000 yuan unless it says otherwise."""
        ids = {"member_id": str(policy.member_id), "policy_id": str(policy.id)}
        return PreAuthorizationCase(
            case_number=f"PA-260515-{next(_numbers):06}-7",
            process=Process.PREAUTHORIZATION,
            opened_at=OPENED_AT + after,
            opened_by="guardian:1",
            request=a_request(**ids | changes),
        )

    def judge(self, case: PreAuthorizationCase) -> Assessment:
        """The assessment of the case as it stands."""
        return self.acts.assess_preauthorization(AssessOrder(case=case, as_of=OPENED_AT))

    def keep(self, case: PreAuthorizationCase) -> PreAuthorizationCase:
        """Record the case as it stands."""
        self.record.write_down(RecordOrder(case=case, events=(), texts=(), as_of=OPENED_AT))
        return case

    def judged(self, policy: Policy, **changes: Any) -> PreAuthorizationCase:
        """A case that was judged and recorded."""
        case = self.case(policy, **changes)
        return self.keep(replace(case, assessment=self.judge(case)))

    def reserve(self, case: PreAuthorizationCase, amount: int) -> None:
        """Hold an amount for the stay of a judged case."""
        assert case.assessment is not None
        answer = self.record.reserve_benefit(
            ReserveOrder(
                case_number=case.case_number,
                policy_id=case.request.policy_id,
                episode_id=case.assessment.episode_id,
                benefit=case.assessment.benefit,
                service_on=case.request.planned_on,
                amount=amount,
                key=f"{case.case_number}/reserve/{next(_numbers)}",
                as_of=OPENED_AT,
            )
        )
        assert answer.granted

    def settle(self, case: PreAuthorizationCase, payable: int, deductible: int = 0, visits: int = 0) -> str:
        """Pay for the stay of a judged case; the key of the posting."""
        assert case.assessment is not None
        key = f"{case.case_number}/settle/{next(_numbers)}"
        with transaction(self.owner) as session:
            connection = driver_connection(session)
            found = accounts.find_year(connection, UUID(case.request.policy_id), case.request.planned_on)
            assert found is not None
            year = accounts.lock_year(connection, found)
            kept = year.deductibles.get(Benefit.INPATIENT)
            ledger.consume(
                connection,
                self._movement(case, year.accounts[case.assessment.benefit].account_id, key),
                Settlement(
                    payable=payable,
                    deductible=deductible,
                    deductible_account_id=kept.account_id if kept and deductible else None,
                    visits=visits,
                ),
            )
        return key

    def undo(self, case: PreAuthorizationCase, posting_key: str) -> None:
        """Reverse a payment."""
        assert case.assessment is not None
        with transaction(self.owner) as session:
            connection = driver_connection(session)
            found = accounts.find_year(connection, UUID(case.request.policy_id), case.request.planned_on)
            assert found is not None
            account = accounts.balances(connection, found).accounts[case.assessment.benefit]
            movement = self._movement(case, account.account_id, f"{posting_key}/undo")
            ledger.reverse(connection, movement, posting_key)

    def _movement(self, case: PreAuthorizationCase, account_id: UUID, key: str) -> Movement:
        assert case.assessment is not None
        return Movement(
            account_id=account_id,
            episode_id=UUID(case.assessment.episode_id),
            case_number=case.case_number,
            key=key,
            at=OPENED_AT,
        )

    def count(self, table: type[Any]) -> int:
        """How many rows a table has."""
        with Session(self.owner) as session:
            return len(session.exec(select(table)).all())

    def end_membership(self, on: date) -> None:
        """Let the network hospital leave its lists after that day."""
        with transaction(self.owner) as session:
            listed = select(NetworkMembership).where(NetworkMembership.hospital_code == NETWORK)
            for row in session.exec(listed):
                row.to_on = on
                session.add(row)


def keep_hospitals(session: Session) -> None:
    """One that bills directly from the planned day on, one public, one on no list."""
    session.add_all(
        [
            a_hospital(code=NETWORK, name="美华妇儿医院", brand="美华医疗集团"),
            a_hospital(code=OUTSIDE, name="示例诊所", brand="示例诊所"),
            a_hospital(code=PUBLIC, name="示例市儿童医院", ownership=Ownership.PUBLIC, grade=3),
        ]
    )
    session.flush()
    session.add_all(
        NetworkMembership(
            hospital_code=NETWORK,
            network_list=network_list,
            kind=NetworkKind.DIRECT_BILLING,
            from_on=PLANNED_ON - timedelta(days=60),
        )
        for network_list in ("2021-NATIONAL", "2025-STD")
    )
