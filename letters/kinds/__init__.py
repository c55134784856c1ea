"""One frozen dataclass a letter, grouped by process."""

from letters.kinds.code import LetterCode
from letters.kinds.guarantee import (
    BillingTerms,
    Coded,
    FamilyShare,
    Guarantee,
    GuaranteeAmendment,
    GuaranteeCancellation,
    GuaranteeEvent,
    GuaranteeExpiry,
    GuaranteeLetter,
    GuaranteeVersion,
    ItemCeiling,
    NotCovered,
)
from letters.kinds.letter import SHANGHAI, Letter
from letters.kinds.parties import (
    Contact,
    Guardian,
    Hotline,
    Insured,
    Organization,
    PolicyReference,
    Recipient,
    RecipientRole,
    Signatory,
    Verification,
)

__all__ = [
    "KINDS",
    "SHANGHAI",
    "BillingTerms",
    "Coded",
    "Contact",
    "FamilyShare",
    "Guarantee",
    "GuaranteeAmendment",
    "GuaranteeCancellation",
    "GuaranteeEvent",
    "GuaranteeExpiry",
    "GuaranteeLetter",
    "GuaranteeVersion",
    "Guardian",
    "Hotline",
    "Insured",
    "ItemCeiling",
    "Letter",
    "LetterCode",
    "NotCovered",
    "Organization",
    "PolicyReference",
    "Recipient",
    "RecipientRole",
    "Signatory",
    "Verification",
]

KINDS: dict[LetterCode, type[Letter]] = {
    kind.code: kind for kind in (GuaranteeLetter, GuaranteeAmendment, GuaranteeCancellation, GuaranteeExpiry)
}
"""The dataclass of every letter code."""
