"""What a person may do to a case now: the process says what it takes, the policy table who may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from models.case import Case
from rules.advances.values import AdvanceProposal
from rules.cases import CaseBase, FreshDecision, Side
from rules.claims.case import ClaimCase
from rules.claims.values import ClaimProposal
from rules.direct_billing.case import DischargeProposal
from rules.permissions import ROLES, Action, Relation, may
from rules.preauthorization.case import AmendmentDecision, Proposal
from rules.preauthorization.values import Decision
from rules.reimbursement.case import NONDISCLOSURE, ReimbursementCase
from rules.roles import Actor, Role
from rules.vocabulary import Process
from stores.casework import next_case
from workflows.client import REOPENING
from workflows.processes import PROCESSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides beside the stage; ``proposed_by`` is empty where nothing is proposed."""

    process: Process
    stage: str
    proposed_by: str = ""
    beside: frozenset[str] = frozenset()
    held: bool = False
    waiting_on: Side | None = None
    opened_by: str = ""
    fresh: FreshDecision | None = None
    """A decision that can be taken back yet."""
    proposed: int = 0
    """What a second person would sign for, in fen."""
    deciders: frozenset[str] = frozenset()
    """Who decided a version of the claim: others decide and sign the next one."""
    decision_proposed: bool = False
    nondisclosed_by: str = ""
    """Who raised the nondisclosure that is under review: another person concludes it."""
    closed: bool = False
    recoverable: bool = True
    """Whether anything was paid that a closed case could be opened for."""

    @classmethod
    def of_state(cls, case: CaseBase, now: datetime | None = None) -> "Situation":
        """The situation as the workflow tells it; ``now`` is the case's own time."""
        fresh = case.fresh if case.fresh and now and case.fresh.waits(case.version, now) else None
        return cls(
            process=case.process,
            stage=case.stage,
            proposed_by=case.proposed_by,
            beside=case.beside,
            held=case.held,
            waiting_on=case.waiting_on,
            opened_by=case.opened_by,
            fresh=fresh,
            proposed=_proposed(case),
            deciders=case.deciders if isinstance(case, ClaimCase) else frozenset(),
            decision_proposed=isinstance(case, ClaimCase) and case.proposal is not None,
            nondisclosed_by=_raiser(case),
        )

    @classmethod
    def of_row(cls, row: Case) -> "Situation":
        """The situation as it was recorded last."""
        return cls(
            process=row.process,
            stage=row.stage,
            proposed_by="someone" if row.view.get("proposal") else "",
            beside=frozenset(row.view.get("beside", ())),
            held=bool(row.view.get("hold")),
            waiting_on=Side(row.waiting_on) if row.waiting_on else None,
            opened_by=row.opened_by,
            closed=row.closed_at is not None,
            recoverable=_recoverable(row),
        )


def _proposed(case: CaseBase) -> int:
    match getattr(case, "discharge_proposal", None) or getattr(case, "proposal", None):
        case ClaimProposal(payable=amount) | DischargeProposal(payable=amount):
            return amount
        case AdvanceProposal(amount=amount):
            return amount
        case Proposal(amendment=AmendmentDecision(ceiling=amount)):
            return amount
        case Proposal(decision=Decision(approved=amount)):
            return amount
        case _:
            return 0


def _raiser(case: CaseBase) -> str:
    raised = case.nondisclosure if isinstance(case, ReimbursementCase) else None
    return raised.raised_by if raised and raised.open else ""


def allowed_actions(situation: Situation, actor: Actor, relation: Relation) -> tuple[Action, ...]:
    """The acts that this person may do now, in the order of the process."""
    table = PROCESSES[situation.process].table
    return tuple(
        action
        for name in table.actions(situation.stage)
        if may(actor, action := Action(name), relation).allowed and _fits(situation, action, actor, relation)
    )


def _recoverable(row: Case) -> bool:
    return int(row.view.get("recoverable", row.view.get("paid")) or 0) > 0


_COLLECTED = {
    Process.DIRECT_BILLING: ("COPAY_", "RECOVERY_", "OVERPAYMENT_"),
    Process.REIMBURSEMENT: ("OVERPAYMENT_",),
}
"""Debts that are collected beside the main line of a process."""
_IN_PARTS = ("RECOVERY_", "OVERPAYMENT_")
_UNTOLD = "_PROPOSED"
"""A debt that waits for its second signature: nobody is asked for it yet."""


def _owes(situation: Situation, *kinds: str) -> bool:
    """Whether a debt of such a kind is asked of somebody."""
    return any(each.startswith(kinds) and not each.endswith(_UNTOLD) for each in situation.beside)


def _fits(situation: Situation, action: Action, actor: Actor, relation: Relation) -> bool:
    if situation.closed and action not in REOPENING:
        return False
    match action:
        case Action.PROPOSE_RECOVERY:
            return situation.recoverable and not any(
                each.startswith("RECOVERY_") for each in situation.beside
            )
        case Action.CO_SIGN | Action.SEND_BACK:
            another = bool(situation.proposed_by) and situation.proposed_by != actor.reference
            again = situation.decision_proposed and actor.reference in situation.deciders
            signs = actor.authority >= situation.proposed and not again
            return another and (action is Action.SEND_BACK or signs)
        case Action.DECIDE_CLAIM:
            return actor.reference not in situation.deciders
        case Action.TAKE_BACK_DECISION:
            return situation.fresh is not None and situation.fresh.belongs_to(actor)
        case Action.REQUEST_AMENDMENT:
            return "AMENDMENT" not in situation.beside
        case Action.DECIDE_AMENDMENT:
            return "AMENDMENT" in situation.beside and not situation.held
        case Action.ACKNOWLEDGE_LETTER:
            return "LETTER_ACKNOWLEDGED" not in situation.beside
        case Action.DECLINE_LETTER:
            return "LETTER_DECLINED" not in situation.beside
        case Action.DECIDE:
            return not situation.held
        case Action.FLAG_FRAUD:
            return not situation.held
        case Action.RELEASE_HOLD:
            return situation.held
        case Action.REPLY:
            return relation is not Relation.OWN_HOSPITAL or situation.waiting_on is not Side.GUARDIAN
        case Action.REQUEST_TOP_UP | Action.DECIDE_TOP_UP:
            return ("TOP_UP" in situation.beside) is (action is Action.DECIDE_TOP_UP)
        case Action.SIGN_MANDATE:
            return "MANDATE" in situation.beside
        case Action.PAY_ADVANCE:
            return "PAYABLE" in situation.beside and not situation.held
        case Action.APPROVE_REFUND:
            return "REFUND_CALCULATED" in situation.beside
        case Action.RAISE_NONDISCLOSURE:
            return NONDISCLOSURE not in situation.beside
        case Action.CONCLUDE_NONDISCLOSURE:
            return NONDISCLOSURE in situation.beside and situation.nondisclosed_by != actor.reference
        case Action.PAY_CLAIM_AGAIN:
            return "PAYMENT_FAILED" in situation.beside
        case Action.DISPUTE_DEBT | Action.WAIVE_DEBT | Action.AGREE_REFUND_PLAN if (
            situation.process in _COLLECTED
        ):
            kinds = _IN_PARTS if action is Action.AGREE_REFUND_PLAN else _COLLECTED[situation.process]
            return _owes(situation, *kinds)
        case Action.RESUME_DEBT:
            return any(each.endswith("_DISPUTED") for each in situation.beside)
        case Action.GIVE_TO_LEGAL:
            return any(each.endswith("_OVERDUE") for each in situation.beside)
        case Action.WITHDRAW:
            return relation is not Relation.OWN_HOSPITAL or not situation.opened_by.startswith("guardian:")
        case _:
            return True


_BESIDE_THE_WORK = frozenset(
    {
        Action.ASSIGN,
        Action.CHANGE_PRIORITY,
        Action.EXPLAIN_DELAY,
        Action.FLAG_FRAUD,
        Action.SUBMIT_DOCUMENTS,
        Action.WITHDRAW,
        Action.REQUEST_AMENDMENT,
        Action.CANCEL_GUARANTEE,
        Action.REPORT_BILLED,
        Action.NOTIFY_DISCHARGE,
        Action.REQUEST_TOP_UP,
        Action.RECALL_ADVANCE,
        Action.NAME_HOSPITAL,
        Action.REPLY,
        Action.CONFIRM_READING,
        Action.TAKE_BACK_DECISION,
    }
)
"""Acts that one may do at nearly any time, or that the other side does: none of them is work to be given."""


_AT_TIMES = frozenset(
    {
        Action.DECIDE_AMENDMENT,
        Action.CO_SIGN,
        Action.SEND_BACK,
        Action.PAY_ADVANCE,
        Action.APPROVE_REFUND,
        Action.CONCLUDE_NONDISCLOSURE,
        Action.PAY_CLAIM_AGAIN,
        Action.RELEASE_HOLD,
        Action.DECIDE_TOP_UP,
        Action.RESUME_DEBT,
        Action.GIVE_TO_LEGAL,
        Action.WAIVE_DEBT,
        Action.AGREE_REFUND_PLAN,
        Action.PROPOSE_RECOVERY,
        Action.RAISE_NONDISCLOSURE,
    }
)
"""Acts for which something has to be open beside the stage: without it the case is at rest."""
_ASKERS = {Role.GUARDIAN, Role.HOSPITAL_DESK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Pairs of process and stage with work for somebody: always, or where something is open beside the stage.

    ``signs``: a proposal of somebody else is work as well; for others a case with one waits.
    """

    always: tuple[tuple[str, str], ...]
    at_times: tuple[tuple[str, str], ...]
    signs: bool


def work_of(actor: Actor) -> Work:
    """What the next case of this member of staff may be."""
    return _work_of(actor.roles)


def waits_for(row: Case, actor: Actor) -> bool:
    """Whether there is work of this person in a case, as the next case is chosen."""
    work, here, view = work_of(actor), (row.process, row.stage), row.view
    if row.closed_at or row.waiting_on not in (None, Side.US) or actor.reference in view.get("barred", ()):
        return False
    if view.get("proposal") and not work.signs:
        return False
    stirs = view.get("proposal") or view.get("hold") or {*view.get("beside", ())} - {*next_case.RESTING}
    return here in work.always or (here in work.at_times and bool(stirs))


def works_on(roles: Iterable[Role], process: Process | None = None) -> bool:
    """Whether these roles have work in cases of a process; in cases of any, where none is named."""
    work = _work_of(tuple(sorted(roles)))
    return any(process is None or of == process for of, _ in (*work.always, *work.at_times))


@cache
def _work_of(roles: tuple[Role, ...]) -> Work:
    """Tables and policy are constants: asking every row of them anew would take most of a page's time."""
    actor = Actor("staff:", roles)
    found: dict[tuple[str, str], bool] = {}
    for process, running in PROCESSES.items():
        for stage in sorted({str(stage) for row in running.table.rows for stage in row.stages}):
            acts = _work(process, stage, actor)
            if acts:
                found[process.value, stage] = bool(acts - _AT_TIMES)
    return Work(
        always=tuple(pair for pair, always in found.items() if always),
        at_times=tuple(pair for pair, always in found.items() if not always),
        signs=may(actor, Action.CO_SIGN, Relation.STAFF).allowed,
    )


def _work(process: Process, stage: str, actor: Actor) -> frozenset[Action]:
    """Acts that are work to be given: what families and hospitals do as a rule is not."""
    acts = {Action(name) for name in PROCESSES[process].table.actions(stage)} - _BESIDE_THE_WORK
    own = (act for act in acts if _ASKERS.isdisjoint(ROLES[act]) or act in _OURS_TOO)
    return frozenset(act for act in own if may(actor, act, Relation.STAFF).allowed)


_OURS_TOO = frozenset({Action.REPORT_ATTENDED, Action.REPORT_NO_SHOW})
