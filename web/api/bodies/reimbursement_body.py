"""A claim after payment, or the report that one will come, as families and staff send it."""

from typing import Any

from rules.vocabulary import Language
from web.api.bodies import claim_body
from web.api.bodies.claim_body import AccountBody, ClaimBody
from web.api.bodies.fields import Code, Day
from web.api.bodies.opened import OpeningBody

EXAMPLE: dict[str, Any] = {
    "member_number": "M2021000003",
    "policy_number": "2607-YX-3",
    "hospital": "SHENCHENG",
    "claim": claim_body.EXAMPLE,
    "form_signed_on": "2026-11-20",
    "account": {"holder": "陈立", "number": "6222 0200 0000 0000 000", "bank": "示例银行"},
    "documents": [],
}
REPORT: dict[str, Any] = {
    "member_number": "M2021000003",
    "policy_number": "2607-YX-3",
    "hospital": "SHENCHENG",
}


class ReimbursementBody(OpeningBody):
    """Whose care was paid for; without ``claim`` it is a report, answered with what to send."""

    member_number: Code
    """Number on the child's card."""
    policy_number: Code
    """Number of the policy that insures this child."""
    hospital: Code | None = None
    """Code of the hospital."""
    claim: ClaimBody | None = None
    form_signed_on: Day | None = None
    """Day on which a guardian signed the claim form."""
    account: AccountBody | None = None
    """Where the money is to go."""
    language: Language = Language.CHINESE
    """Language of the letters."""
