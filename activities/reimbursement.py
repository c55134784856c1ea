"""Looks at a claim's file: the hospital, the approval, the bills, the papers that are wanted."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.reimbursement_orders import FileAnswer, FileOrder
from rules.adjudication.claim import Approval, Claim
from rules.adjudication.provider import provider_of
from rules.china_time import shanghai_date
from rules.payments.payee import age_on
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.checklist import (
    ClaimSituation,
    is_small,
    originals_required,
    required_documents,
)
from rules.reimbursement.values import BillFound, FileCheck
from rules.vocabulary import Benefit
from stores.benefits.claim_facts import ClaimFacts, Occasion, claim_facts
from stores.benefits.cover_facts import hospital_on
from stores.casework import claim_files
from stores.casework.episodes import Stay, episode_of, open_episode
from stores.cover.parties import PartyMissingError
from stores.database import driver_connection, transaction
from stores.papers import paper_findings


class ClaimFileActs:
    """Acts on the file of a claim."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    def check_file(self, order: FileOrder) -> FileAnswer:
        """Look at the file; safe twice, for an episode's id follows from its case."""
        try:
            with transaction(self._engine) as session:
                return _check(session, order)
        except PartyMissingError as missing:
            raise ApplicationError(str(missing), type="PARTY_MISSING", non_retryable=True) from missing


def _check(session: Session, order: FileOrder) -> FileAnswer:
    case, member_id = order.case, UUID(order.case.subject.member_id)
    on = case.claim.encounter.on if case.claim else shanghai_date(order.as_of)
    occasion = Occasion(policy_id=UUID(case.policy_id), on=on, facility="")
    facts = claim_facts(driver_connection(session), occasion)
    family = claim_files.household(session, member_id, case.opened_by)
    situation = ClaimSituation(
        age=age_on(family.born_on, shanghai_date(order.as_of)),
        accident=case.accident,
        discharged=case.until_on is not None,
        guardian_is_parent=family.guardian_is_parent,
        held_before=claim_files.held_for_good(session, member_id, case.case_number),
    )
    known = FileCheck(
        required=required_documents(facts.plan, case.claim, situation),
        guardian_id=family.guardian_id,
        papers_questioned=paper_findings.refers(session, case.case_number),
    )
    if case.claim is None:
        return FileAnswer(check=known)
    return _claim(session, order, case.claim, facts, known)


def _claim(
    session: Session, order: FileOrder, written: Claim, facts: ClaimFacts, known: FileCheck
) -> FileAnswer:
    case = order.case
    approvals = _approvals(session, case, written)
    claim = replace(
        _at_hospital(session, case, written, facts),
        submitted_on=written.submitted_on or shanghai_date(case.received_at or order.as_of),
        approval=Approval.APPROVED if approvals else written.approval,
    )
    payee = f"guardian:{known.guardian_id}" if known.guardian_id else f"member:{case.subject.member_id}"
    check = replace(
        known,
        bills=_bills(session, claim),
        originals_required=originals_required(facts.plan, claim, on_paper=case.paper_originals),
        episode_id=_episode(session, order, claim),
        payee_known=bool(case.account_id) or claim_files.has_account(session, payee),
        small=is_small(claim),
    )
    return FileAnswer(check=check, claim=claim, authorized_by=approvals)


def _at_hospital(session: Session, case: ReimbursementCase, claim: Claim, facts: ClaimFacts) -> Claim:
    """The hospital as the tables know it; one that they don't know stays as it was written."""
    if not case.hospital:
        return claim
    benefit = facts.terms.by_encounter.get(claim.encounter.type)
    account = benefit.limit_account if benefit else Benefit.OUTPATIENT_EMERGENCY
    hospital = hospital_on(session, case.hospital, claim.encounter.on)
    provider = provider_of(hospital, facts.plan, account, claim.encounter.on, claim.provider.department)
    return replace(claim, provider=provider)


def _approvals(session: Session, case: ReimbursementCase, claim: Claim) -> tuple[str, ...]:
    if not case.hospital:
        return ()
    return claim_files.approvals(session, UUID(case.subject.member_id), case.hospital, claim.encounter)


def _bills(session: Session, claim: Claim) -> tuple[BillFound, ...]:
    used = claim_files.claimed_before(session, [invoice.key for invoice in claim.invoices])
    return tuple(
        BillFound(key=invoice.key, state=invoice.state, claimed_before=invoice.key in used)
        for invoice in claim.invoices
    )


def _episode(session: Session, order: FileOrder, claim: Claim) -> str:
    case = order.case
    if case.subject.episode_id:
        return case.subject.episode_id
    member_id = UUID(case.subject.member_id)
    stay = Stay(
        case_number=case.case_number,
        opened_at=case.opened_at,
        member_id=member_id,
        hospital_code=case.hospital,
        planned_on=claim.encounter.on,
        groups=tuple(code[:3].upper() for code in claim.encounter.diagnoses),
    )
    found = episode_of(session, stay)
    open_episode(session, found, member_id=member_id, at=case.opened_at)
    return str(found)
