"""What a requested stay can draw on: its accounts of the policy year, and the cost of its illness so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlmodel import Session

from rules.preauthorization.diagnoses import diagnosis_groups
from rules.preauthorization.facts import Balances, Promise, RequestFacts
from rules.vocabulary import Benefit
from stores.benefits.accounts import PolicyYear, open_year
from stores.database import driver_connection

_BALANCES = text(
    """
    SELECT year_version(year.id) AS version, year.counted_visits + year.reserved_visits AS visits,
        account.limit_amount AS granted,
        account.limit_amount - account.reserved - account.consumed + coalesce(reserve.amount, 0) AS remaining,
        deductible.limit_amount AS deductible, deductible.limit_amount - deductible.used AS deductible_left
    FROM member_year AS year
    LEFT JOIN benefit_account AS account ON account.member_year_id = year.id AND account.benefit = :benefit
    LEFT JOIN deductible_account AS deductible
        ON deductible.member_year_id = year.id AND deductible.benefit = :deductible
    LEFT JOIN benefit_reserve AS reserve
        ON reserve.account_id = account.id AND reserve.episode_id = :episode_id AND reserve.state = 'OPEN'
    WHERE year.policy_id = :policy_id AND :planned_on BETWEEN year.starts_on AND year.ends_on
    """
)
_AROUND = text(
    """
    WITH alike AS (
        SELECT cases.case_number, cases.episode_id
        FROM cases JOIN case_request USING (case_number)
        WHERE cases.policy_id = :policy_id AND cases.case_number <> :case_number
            AND EXISTS (
                SELECT FROM jsonb_array_elements(case_request.content -> 'diagnoses') AS diagnosis
                WHERE upper(left(diagnosis ->> 'code', 3)) = ANY(:groups)
            )
    ), account AS (
        SELECT benefit_account.id
        FROM benefit_account JOIN member_year AS year ON year.id = benefit_account.member_year_id
        WHERE year.policy_id = :policy_id AND :planned_on BETWEEN year.starts_on AND year.ends_on
    ), paid AS (
        SELECT entry.amount
        FROM ledger_entry AS entry JOIN account ON account.id = entry.account_id
        WHERE entry.kind = 'CONSUME' AND entry.case_number IN (SELECT case_number FROM alike)
            AND NOT EXISTS (SELECT FROM ledger_entry AS undone WHERE undone.reverses_id = entry.id)
    ), held AS (
        SELECT reserve.amount
        FROM benefit_reserve AS reserve JOIN account ON account.id = reserve.account_id
        WHERE reserve.state = 'OPEN' AND reserve.episode_id <> :episode_id
            AND reserve.episode_id IN (SELECT episode_id FROM alike)
    )
    SELECT coalesce((SELECT sum(amount) FROM paid), 0) + coalesce((SELECT sum(amount) FROM held), 0) AS spent,
        (
            SELECT json_agg(json_build_array(need.case_number, need.amount) ORDER BY need.case_number)
            FROM reserve_need AS need JOIN benefit_account ON benefit_account.id = need.account_id
            WHERE need.episode_id = :episode_id AND need.case_number <> :case_number AND need.amount > 0
                AND benefit_account.benefit = :benefit
        ) AS promises
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Fen paid, and reserved by other stays, in this policy year for diagnoses of the same groups (A-16).

    ``promises`` are those of other letters of the stay, from the account that the care draws on (A-29).
    """

    spent_on_group: int
    promises: tuple[Promise, ...]


def balances(session: Session, facts: RequestFacts, episode_id: UUID) -> Balances:
    """What the stay can draw on, its own reserve counted as free; nothing where the policy does not hold.

    Opens the accounts of the year, or brings them to what plan and schedule state now. ValueError: they state
    less than was used.
    """
    policy, benefit = facts.policy, facts.benefit
    holds = policy.effective_on <= facts.request.planned_on <= policy.expires_on
    if benefit is None or benefit.not_covered or not holds:
        return Balances()
    values = {
        "policy_id": UUID(facts.request.policy_id),
        "episode_id": episode_id,
        "planned_on": facts.request.planned_on,
        "benefit": benefit.limit_account,
        "deductible": benefit.deductible_account,
    }
    row = session.execute(_BALANCES, values).one_or_none()
    stated = (benefit.limit.value, benefit.deductible.value if benefit.deductible_account else None)
    if row is None or _differs(stated, (row.granted, row.deductible)):
        open_year(driver_connection(session), _policy_year(facts))
        row = session.execute(_BALANCES, values).one()
    return _balances(row)


def surroundings(session: Session, facts: RequestFacts, case_number: str, episode_id: UUID) -> Surroundings:
    """What other cases of the child did, by whatever stay they belong to."""
    benefit = facts.benefit
    values = {
        "policy_id": UUID(facts.request.policy_id),
        "episode_id": episode_id,
        "planned_on": facts.request.planned_on,
        "case_number": case_number,
        "groups": list(diagnosis_groups(facts.request.diagnoses)),
        "benefit": benefit.limit_account if benefit and not benefit.not_covered else None,
    }
    row = session.execute(_AROUND, values).one()
    promises = tuple(Promise(number, amount) for number, amount in row.promises or ())
    return Surroundings(spent_on_group=int(row.spent), promises=promises)


def _balances(row: Row[Any]) -> Balances:
    return Balances(
        remaining=row.remaining, deductible_left=row.deductible_left, visits=row.visits, version=row.version
    )


def _policy_year(facts: RequestFacts) -> PolicyYear:
    """The period of the policy is its year, whatever its length (A-39)."""
    benefits = facts.terms.by_encounter.values()
    return PolicyYear(
        member_id=UUID(facts.policy.member_id),
        policy_id=UUID(facts.request.policy_id),
        starts_on=facts.policy.effective_on,
        ends_on=facts.policy.expires_on,
        limits=_stated((benefit.limit_account, benefit.limit.value) for benefit in benefits),
        deductibles=_stated((benefit.deductible_account, benefit.deductible.value) for benefit in benefits),
    )


def _stated(amounts: Iterable[tuple[Benefit | None, int | None]]) -> dict[Benefit, int]:
    return {benefit: amount for benefit, amount in amounts if benefit is not None and amount is not None}


def _differs(stated: Sequence[int | None], kept: Sequence[int | None]) -> bool:
    return any(amount is not None and amount != held for amount, held in zip(stated, kept, strict=True))
