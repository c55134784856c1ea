"""A benefit of the policy year as a decision on a case finds it: what is left, and what the stay holds."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from rules.vocabulary import Benefit

_STANDING = """
SELECT account.limit_amount AS granted, account.consumed, account.reserved,
    coalesce((
        SELECT sum(held.amount) FROM benefit_reserve AS held
        WHERE held.account_id = account.id AND held.episode_id = %(episode)s AND held.state = 'OPEN'
    ), 0)::bigint AS held_by_stay,
    coalesce((
        SELECT max(need.amount) FROM reserve_need AS need
        WHERE need.account_id = account.id AND need.episode_id = %(episode)s
            AND need.case_number <> %(case)s
    ), 0)::bigint AS needed_elsewhere,
    year_version(year.id) AS version
FROM member_year AS year
JOIN benefit_account AS account ON account.member_year_id = year.id AND account.benefit = %(benefit)s
WHERE year.policy_id = %(policy)s AND %(on)s BETWEEN year.starts_on AND year.ends_on
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitStanding:
    """Fen. ``held_by_stay`` is part of ``reserved``; ``version`` moves with every movement in the year.

    ``needed_elsewhere`` is the most that another case of the stay needs of what the stay holds.
    """

    granted: int
    consumed: int
    reserved: int
    held_by_stay: int
    needed_elsewhere: int
    version: int

    @property
    def left(self) -> int:
        """What nobody holds or has had."""
        return self.granted - self.consumed - self.reserved

    def left_after(self, held: int) -> int:
        """What would be left if the stay held ``held`` fen instead."""
        return self.left + self.held_by_stay - held


def benefit_standing(
    connection: psycopg.Connection,
    policy: UUID,
    benefit: Benefit,
    on: date,
    episode: UUID | None,
    case_number: str,
) -> BenefitStanding | None:
    """The account on that day, as that case finds it; None where it has not been opened yet."""
    asked = {
        "policy": policy,
        "benefit": benefit.value,
        "on": on,
        "episode": episode,
        "case": case_number,
    }
    with connection.cursor(row_factory=class_row(BenefitStanding)) as cursor:
        return cursor.execute(_STANDING, asked).fetchone()
