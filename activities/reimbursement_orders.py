"""What a reimbursement claim asks of the tables, and what it gets back."""

from dataclasses import dataclass
from datetime import datetime

from rules.adjudication.claim import Claim
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import FileCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOrder:
    """Look at the file of a claim as it is now."""

    case: ReimbursementCase
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """What was found, and the claim with what the tables know filled in: hospital, approval, bills."""

    check: FileCheck
    claim: Claim | None = None
    authorized_by: tuple[str, ...] = ()
