"""Words of a hospital advance. Chinese terms: docs/glossary.md."""

from enum import StrEnum


class Stage(StrEnum):
    """Stages of domain 5.0 and 5.4; top-ups and refunds run beside them."""

    REQUESTED = "REQUESTED"
    REJECTED = "REJECTED"
    VERIFIED = "VERIFIED"
    CONTACTED = "CONTACTED"
    DOCS_COMPLETE = "DOCS_COMPLETE"
    INVESTIGATING = "INVESTIGATING"
    APPROVED = "APPROVED"
    SIGNED = "SIGNED"
    ADVANCED = "ADVANCED"
    DISCHARGE_PLANNED = "DISCHARGE_PLANNED"
    SETTLED = "SETTLED"
    IN_CLAIM = "IN_CLAIM"
    REFUND_DUE = "REFUND_DUE"
    BALANCE_DUE = "BALANCE_DUE"
    TERMINATED = "TERMINATED"
    LAPSED = "LAPSED"
    WITHDRAWN = "WITHDRAWN"
    CLOSED = "CLOSED"


FINAL_STAGES = frozenset({Stage.REJECTED, Stage.TERMINATED, Stage.LAPSED, Stage.WITHDRAWN, Stage.CLOSED})

UNPAID = (
    Stage.REQUESTED,
    Stage.VERIFIED,
    Stage.CONTACTED,
    Stage.DOCS_COMPLETE,
    Stage.INVESTIGATING,
    Stage.APPROVED,
    Stage.SIGNED,
)
"""Stages before the hospital has money: here a discharge or a withdrawal ends the case."""


class AdvanceFact(StrEnum):
    """What only an advance hears: of its linked cases, and of money that it asked for."""

    CLAIM_OPENED = "CLAIM_OPENED"
    CLAIM_DETERMINED = "CLAIM_DETERMINED"
    CLAIM_OBJECTED = "CLAIM_OBJECTED"
    CLAIM_CLOSED = "CLAIM_CLOSED"
    PREAUTHORIZATION_OPENED = "PREAUTHORIZATION_OPENED"
    ACCOUNT_KEPT = "ACCOUNT_KEPT"


class MovementKind(StrEnum):
    """How an advance moves. PROMISED and WITHDRAWN are words, the rest is money.

    CONSUMED: the insurer repaid the provider out of the benefit. WAIVED: nobody pays it back any more.
    """

    PROMISED = "PROMISED"
    WITHDRAWN = "WITHDRAWN"
    PAID = "PAID"
    CONSUMED = "CONSUMED"
    REFUNDED = "REFUNDED"
    WAIVED = "WAIVED"


class RefundState(StrEnum):
    """State of a refund of the difference (domain 5.6)."""

    CALCULATED = "CALCULATED"
    APPROVED = "APPROVED"
    NOTICE_SENT = "NOTICE_SENT"
    INSTALMENT_AGREED = "INSTALMENT_AGREED"
    DISPUTED = "DISPUTED"
    OVERDUE = "OVERDUE"
    LEGAL = "LEGAL"
    PAID = "PAID"
    WAIVED = "WAIVED"


class IdentityCheck(StrEnum):
    """How the guardian who signed was identified (R-155, L-26)."""

    SIGNED_IN = "SIGNED_IN"
    IN_PERSON = "IN_PERSON"
    VIDEO_CALL = "VIDEO_CALL"


class DischargeNotice(StrEnum):
    """How the discharge became known: at least a day before, later, or from the hospital alone."""

    IN_TIME = "IN_TIME"
    LATE = "LATE"
    WITHOUT_NOTICE = "WITHOUT_NOTICE"


class AdvanceAnswer(StrEnum):
    """How an advance, or a top-up, is answered."""

    APPROVE = "APPROVE"
    DECLINE = "DECLINE"
