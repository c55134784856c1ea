"""The policy table: one answer to every "may I", asked by routes, updates, API and CLI alike."""

from dataclasses import dataclass
from enum import StrEnum

from rules.roles import STAFF_ROLES, Actor, Role


class Action(StrEnum):
    """What people do to a case, or look up about cover and money."""

    SUBMIT = "SUBMIT"
    READ = "READ"
    READ_LETTER = "READ_LETTER"
    UPLOAD = "UPLOAD"
    SUBMIT_DOCUMENTS = "SUBMIT_DOCUMENTS"
    REQUEST_DOCUMENTS = "REQUEST_DOCUMENTS"
    ACCEPT_AS_COMPLETE = "ACCEPT_AS_COMPLETE"
    TRIAGE = "TRIAGE"
    ASK = "ASK"
    REPLY = "REPLY"
    DECIDE = "DECIDE"
    CO_SIGN = "CO_SIGN"
    SEND_BACK = "SEND_BACK"
    NAME_HOSPITAL = "NAME_HOSPITAL"
    REQUEST_AMENDMENT = "REQUEST_AMENDMENT"
    DECIDE_AMENDMENT = "DECIDE_AMENDMENT"
    CANCEL_GUARANTEE = "CANCEL_GUARANTEE"
    REPORT_BILLED = "REPORT_BILLED"
    WITHDRAW = "WITHDRAW"
    ASSIGN = "ASSIGN"
    FLAG_FRAUD = "FLAG_FRAUD"
    RELEASE_HOLD = "RELEASE_HOLD"
    QUOTE = "QUOTE"
    READ_ACCOUNT = "READ_ACCOUNT"
    READ_PAYMENTS = "READ_PAYMENTS"
    APPROVE_PAYMENT = "APPROVE_PAYMENT"
    TURN_DOWN_PAYMENT = "TURN_DOWN_PAYMENT"
    MATCH_RECEIPT = "MATCH_RECEIPT"
    CHECK_ELIGIBILITY = "CHECK_ELIGIBILITY"
    OPEN_VISIT = "OPEN_VISIT"
    CONFIRM_ELIGIBILITY = "CONFIRM_ELIGIBILITY"
    DECIDE_CLAIM = "DECIDE_CLAIM"
    SUBMIT_BILL = "SUBMIT_BILL"
    RULE_LINES = "RULE_LINES"
    AUTHORIZE_DISCHARGE = "AUTHORIZE_DISCHARGE"
    PAY_AGAIN = "PAY_AGAIN"
    PROPOSE_RECOVERY = "PROPOSE_RECOVERY"
    DISPUTE_DEBT = "DISPUTE_DEBT"
    RESUME_DEBT = "RESUME_DEBT"
    WAIVE_DEBT = "WAIVE_DEBT"
    DECODE_PAYLOADS = "DECODE_PAYLOADS"
    DEMONSTRATE = "DEMONSTRATE"
    READ_REPORTS = "READ_REPORTS"
    READ_CALENDAR = "READ_CALENDAR"
    PUBLISH_CALENDAR = "PUBLISH_CALENDAR"
    READ_METRICS = "READ_METRICS"
    CHECK_ENTITLEMENT = "CHECK_ENTITLEMENT"
    RECORD_CALL = "RECORD_CALL"
    OPEN_INVESTIGATION = "OPEN_INVESTIGATION"
    DECIDE_ADVANCE = "DECIDE_ADVANCE"
    SIGN_MANDATE = "SIGN_MANDATE"
    PAY_ADVANCE = "PAY_ADVANCE"
    REQUEST_TOP_UP = "REQUEST_TOP_UP"
    DECIDE_TOP_UP = "DECIDE_TOP_UP"
    NOTIFY_DISCHARGE = "NOTIFY_DISCHARGE"
    SETTLE_BILL = "SETTLE_BILL"
    SUBMIT_LINKED_CLAIM = "SUBMIT_LINKED_CLAIM"
    RECALL_ADVANCE = "RECALL_ADVANCE"
    NAME_ACCOUNT = "NAME_ACCOUNT"
    RETRY_PAYMENT = "RETRY_PAYMENT"
    APPROVE_REFUND = "APPROVE_REFUND"
    AGREE_REFUND_PLAN = "AGREE_REFUND_PLAN"
    DISPUTE_REFUND = "DISPUTE_REFUND"
    ANSWER_DISPUTE = "ANSWER_DISPUTE"
    GIVE_TO_LEGAL = "GIVE_TO_LEGAL"
    WAIVE_REFUND = "WAIVE_REFUND"


class Relation(StrEnum):
    """How the actor stands to the case's member or hospital."""

    OWN_FAMILY = "OWN_FAMILY"
    OWN_HOSPITAL = "OWN_HOSPITAL"
    STAFF = "STAFF"
    NONE = "NONE"


class Verdict(StrEnum):
    """NEEDS_SECOND means that the act stands as a proposal until another person signs it."""

    ALLOW = "ALLOW"
    NEEDS_SECOND = "NEEDS_SECOND"
    DENY = "DENY"


_ASKING_SIDE = (Role.GUARDIAN, Role.HOSPITAL_DESK, Role.INTAKE_CLERK)
_DECIDERS = (Role.ADJUSTER, Role.TEAM_LEAD, Role.SUPERVISOR, Role.HEAD)
_LEADERS = (Role.TEAM_LEAD, Role.SUPERVISOR, Role.HEAD)
_SENIORS = (Role.SUPERVISOR, Role.HEAD)
_ADVANCE_STAFF = (Role.ADVANCE_SPECIALIST, *_DECIDERS)
_CASE_STAFF = tuple(sorted(STAFF_ROLES - {Role.ADMINISTRATOR}))

ROLES: dict[Action, tuple[Role, ...]] = {
    Action.SUBMIT: _ASKING_SIDE,
    Action.READ: (Role.GUARDIAN, Role.HOSPITAL_DESK, *_CASE_STAFF),
    Action.READ_LETTER: (Role.GUARDIAN, Role.HOSPITAL_DESK, *_CASE_STAFF),
    Action.UPLOAD: (*_ASKING_SIDE, Role.MEDICAL_REVIEWER, *_ADVANCE_STAFF),
    Action.SUBMIT_DOCUMENTS: (*_ASKING_SIDE, *_ADVANCE_STAFF),
    Action.REQUEST_DOCUMENTS: (Role.INTAKE_CLERK, Role.MEDICAL_REVIEWER, *_DECIDERS),
    Action.ACCEPT_AS_COMPLETE: (Role.INTAKE_CLERK, *_DECIDERS),
    Action.TRIAGE: (Role.INTAKE_CLERK, Role.MEDICAL_REVIEWER, *_DECIDERS),
    Action.ASK: (Role.MEDICAL_REVIEWER, *_DECIDERS),
    Action.REPLY: _ASKING_SIDE,
    Action.DECIDE: _DECIDERS,
    Action.CO_SIGN: _SENIORS,
    Action.SEND_BACK: _SENIORS,
    Action.NAME_HOSPITAL: _ASKING_SIDE,
    Action.REQUEST_AMENDMENT: (*_ASKING_SIDE, *_DECIDERS),
    Action.DECIDE_AMENDMENT: _DECIDERS,
    Action.CANCEL_GUARANTEE: _DECIDERS,
    Action.REPORT_BILLED: (Role.HOSPITAL_DESK, Role.INTAKE_CLERK, *_DECIDERS, Role.SYSTEM),
    Action.WITHDRAW: _ASKING_SIDE,
    Action.ASSIGN: (Role.INTAKE_CLERK, *_DECIDERS),
    Action.FLAG_FRAUD: (Role.MEDICAL_REVIEWER, *_ADVANCE_STAFF),
    Action.RELEASE_HOLD: _SENIORS,
    Action.QUOTE: (Role.GUARDIAN, Role.HOSPITAL_DESK, *_CASE_STAFF),
    Action.READ_ACCOUNT: (Role.GUARDIAN, *_CASE_STAFF),
    Action.READ_PAYMENTS: (Role.FINANCE, Role.SUPERVISOR, Role.HEAD, Role.AUDITOR),
    Action.APPROVE_PAYMENT: (Role.FINANCE,),
    Action.TURN_DOWN_PAYMENT: (Role.FINANCE,),
    Action.MATCH_RECEIPT: (Role.FINANCE,),
    Action.CHECK_ELIGIBILITY: (Role.HOSPITAL_DESK, Role.INTAKE_CLERK, *_DECIDERS),
    Action.OPEN_VISIT: (Role.HOSPITAL_DESK, Role.INTAKE_CLERK),
    Action.CONFIRM_ELIGIBILITY: (Role.INTAKE_CLERK, *_DECIDERS),
    Action.DECIDE_CLAIM: _DECIDERS,
    Action.SUBMIT_BILL: (Role.HOSPITAL_DESK, Role.INTAKE_CLERK),
    Action.RULE_LINES: (Role.MEDICAL_REVIEWER, *_DECIDERS),
    Action.AUTHORIZE_DISCHARGE: _DECIDERS,
    Action.PAY_AGAIN: (Role.FINANCE, *_SENIORS),
    Action.PROPOSE_RECOVERY: _DECIDERS,
    Action.DISPUTE_DEBT: (Role.GUARDIAN, Role.INTAKE_CLERK),
    Action.RESUME_DEBT: _SENIORS,
    Action.WAIVE_DEBT: _SENIORS,
    Action.DECODE_PAYLOADS: (*_LEADERS, Role.AUDITOR),
    Action.DEMONSTRATE: (*_SENIORS,),
    Action.READ_CALENDAR: tuple(sorted(STAFF_ROLES)),
    Action.PUBLISH_CALENDAR: _SENIORS,
    Action.READ_REPORTS: (*_LEADERS, Role.AUDITOR),
    Action.READ_METRICS: (*_SENIORS, Role.AUDITOR, Role.ADMINISTRATOR, Role.SYSTEM),
    Action.CHECK_ENTITLEMENT: (Role.INTAKE_CLERK, *_ADVANCE_STAFF),
    Action.RECORD_CALL: (Role.ADVANCE_SPECIALIST,),
    Action.OPEN_INVESTIGATION: (Role.MEDICAL_REVIEWER, *_ADVANCE_STAFF),
    Action.DECIDE_ADVANCE: _ADVANCE_STAFF,
    Action.SIGN_MANDATE: (Role.GUARDIAN, Role.ADVANCE_SPECIALIST, Role.INTAKE_CLERK),
    Action.PAY_ADVANCE: (Role.ADVANCE_SPECIALIST,),
    Action.REQUEST_TOP_UP: (*_ASKING_SIDE, Role.ADVANCE_SPECIALIST),
    Action.DECIDE_TOP_UP: _ADVANCE_STAFF,
    Action.NOTIFY_DISCHARGE: (*_ASKING_SIDE, Role.ADVANCE_SPECIALIST),
    Action.SETTLE_BILL: (Role.ADVANCE_SPECIALIST,),
    Action.SUBMIT_LINKED_CLAIM: (Role.ADVANCE_SPECIALIST,),
    Action.RECALL_ADVANCE: _ADVANCE_STAFF,
    Action.NAME_ACCOUNT: (Role.GUARDIAN, Role.INTAKE_CLERK, Role.ADVANCE_SPECIALIST),
    Action.RETRY_PAYMENT: (Role.ADVANCE_SPECIALIST, Role.FINANCE),
    Action.APPROVE_REFUND: _SENIORS,
    Action.AGREE_REFUND_PLAN: _ADVANCE_STAFF,
    Action.DISPUTE_REFUND: (Role.GUARDIAN, Role.INTAKE_CLERK, Role.ADVANCE_SPECIALIST),
    Action.ANSWER_DISPUTE: _SENIORS,
    Action.GIVE_TO_LEGAL: _SENIORS,
    Action.WAIVE_REFUND: _SENIORS,
}
"""Roles that may act at all; relation, amount and the case's stage narrow it further."""

_OUTSIDE = {Role.GUARDIAN: Relation.OWN_FAMILY, Role.HOSPITAL_DESK: Relation.OWN_HOSPITAL}


_SEE_EVERY_TEAM = (*_SENIORS, Role.AUDITOR)


def sees_every_team(actor: Actor) -> bool:
    """Whether board and reports show all teams; a team lead sees the own one alone."""
    return actor.has(*_SEE_EVERY_TEAM)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict and the sentence that explains it to the person."""

    verdict: Verdict
    why: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the act may go on, if only as a proposal."""
        return self.verdict is not Verdict.DENY


def may(actor: Actor, action: Action, relation: Relation, amount: int = 0) -> Ruling:
    """Rule on one act; ``amount`` in fen is what the act decides.

    An amount above the actor's authority becomes a proposal, never a refusal.
    """
    roles = [role for role in actor.roles if role in ROLES[action]]
    if not roles:
        names = ", ".join(role.lower().replace("_", " ") for role in ROLES[action])
        return Ruling(Verdict.DENY, f"This needs one of the roles: {names}.")
    if all(role in _OUTSIDE and _OUTSIDE[role] is not relation for role in roles):
        return Ruling(Verdict.DENY, "This case belongs to another family or hospital.")
    if amount > actor.authority:
        return Ruling(Verdict.NEEDS_SECOND, "The amount is above your authority; a second person signs.")
    return Ruling(Verdict.ALLOW)
