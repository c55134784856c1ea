"""The case of whatever process, told apart by its process where it travels as data."""

from typing import Annotated

from pydantic import Field

from rules.advances.case import AdvanceCase
from rules.direct_billing.case import DirectBillingCase
from rules.preauthorization.case import PreAuthorizationCase
from rules.reimbursement.case import ReimbursementCase

AnyCase = Annotated[
    PreAuthorizationCase | DirectBillingCase | AdvanceCase | ReimbursementCase,
    Field(discriminator="process"),
]
"""A process adds its case here."""
