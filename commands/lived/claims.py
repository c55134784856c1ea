"""Adjudication cases as real cases: a desk's bill, or a family's claim, decided by scripted people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from checks.adjudication import Findings, WrittenClaim, after, engine_answer, found, untouched, written_claim
from checks.entries import CaseEntry, FieldProblemError
from commands.lived.billing import Billed, carried_by_a_bill, live_bill, provider_on
from commands.lived.deciding import decide
from commands.lived.hospitals import as_listed, close_brand, keep_hospital
from commands.lived.insured import Cover, Insured, insure, new_mark
from commands.lived.people import CLERK, guardian
from commands.lived.stage import Stage, opening_at, papers
from models.decision import Decision
from rules.adjudication.claim import Accumulators, Claim, Invoice
from rules.adjudication.result import Outcome
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.plan import PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.china_time import at_shanghai
from rules.claims.case import ClaimCase, ClaimSubject
from rules.money import format_yuan
from rules.opening import Opening
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage as ClaimStage
from rules.vocabulary import Benefit, DocumentKind, Process
from stores.benefits.claim_facts import Occasion, claim_facts
from stores.database import driver_connection, transaction
from workflows.messages_reimbursement import ReceiveOriginals


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A case file's case on a stack: who is insured, where the care was, and the claim in marked names."""

    written: WrittenClaim
    plan: PlanVersion
    insured: Insured
    hospital: str
    claim: Claim
    mark: str


def live_claim(stage: Stage, entry: CaseEntry) -> Mapping[str, object]:
    """What the workflows answer to an adjudication case. FieldProblemError."""
    written = written_claim(entry)
    engine_answer(entry, written)
    scene, findings, episode_id = _lived(stage, written)
    return {**found(entry, findings), "after": _after(stage, entry, scene, episode_id)}


def lived_findings(stage: Stage, written: WrittenClaim) -> Findings:
    """What the workflows find in a claim that no file holds."""
    return _lived(stage, written)[1]


def _lived(stage: Stage, written: WrittenClaim) -> tuple[Scene, Findings, str]:
    """Scene, findings, and the stay that the claim belongs to."""
    scene = _scene(stage, written)
    billed = _billed(stage, scene)
    if billed is not None and billed.refused_for:
        return scene, _turned_away(written, billed), ""
    if billed is None and written.claim.channel is ClaimChannel.DIRECT_BILLING:
        scene = _scene(stage, written)  # another child: the desk's attempt may hold benefit of the first one
    case = stage.see(billed.number) if billed else _claimed(stage, scene)
    assert isinstance(case, ClaimCase)
    return scene, _findings(stage, case), case.subject.episode_id


def _turned_away(written: WrittenClaim, billed: Billed) -> Findings:
    return Findings(
        outcome=Outcome.REFUSE,
        insurer=0,
        member=sum(line.amount for line in written.claim.lines),
        reasons=frozenset(billed.refused_for),
        flags=frozenset(),
    )


def _scene(stage: Stage, written: WrittenClaim) -> Scene:
    mark = new_mark()
    if written.plan is None:
        raise FieldProblemError(
            ("plan",),
            "is not in the catalogue, so nobody is insured by it: leave --through-workflows out",
        )
    claim, before = _marked(written, mark)
    with transaction(stage.engine) as session:
        cover = Cover(
            plan=written.plan, policy=written.policy, schedule=written.schedule, before=before, mark=mark
        )
        insured = insure(session, cover)
        closed = dict(_closed(before))
        shut_on = closed.get(claim.provider.brand or "")
        hospital = keep_hospital(session, claim.provider, _lists(written, claim), closed_on=shut_on)
        for brand, closed_on in closed.items():
            close_brand(session, brand, closed_on)
    return Scene(
        written=written, plan=written.plan, insured=insured, hospital=hospital, claim=claim, mark=mark
    )


def _marked(written: WrittenClaim, mark: str) -> tuple[Claim, Accumulators]:
    """Bills and closed brands of this run alone: a stack that checked the file before has seen the others."""
    claim, before = written.claim, written.before
    invoices = tuple(_bill(invoice, mark) for invoice in claim.invoices)
    lines = tuple(
        replace(line, invoice=f"{line.invoice}~{mark}") if line.invoice else line for line in claim.lines
    )
    seen = frozenset(f"{key}~{mark}" for key in before.seen_invoices)
    provider = claim.provider
    if before.brands_closed_on:
        if provider.brand in before.brands.values():
            provider = replace(provider, brand=f"{provider.brand}~{mark}")
        brands = {benefit: f"{brand}~{mark}" for benefit, brand in before.brands.items()}
        before = before._replace(brands=brands)
    claim = replace(claim, invoices=invoices, lines=lines, provider=provider)
    return claim, before._replace(seen_invoices=seen)


def _bill(invoice: Invoice, mark: str) -> Invoice:
    return replace(invoice, number=f"{invoice.number}~{mark}")


def _closed(before: Accumulators) -> set[tuple[str, date]]:
    return {(before.brands[benefit], day) for benefit, day in before.brands_closed_on.items()}


def _lists(written: WrittenClaim, claim: Claim) -> tuple[str, ...]:
    """The lists that make a hospital what the case says it is to the plan."""
    assert written.plan is not None
    policy, on = written.policy, claim.encounter.on
    terms = effective_terms(written.plan, policy.schedule, policy.options, on)
    benefit = terms.by_encounter.get(claim.encounter.type)
    account = benefit.limit_account if benefit else Benefit.OUTPATIENT_EMERGENCY
    return written.plan.network_lists(account, on)


def _billed(stage: Stage, scene: Scene) -> Billed | None:
    """The bill of a desk where one can say all of it; None where the family has to claim."""
    claim = scene.claim
    if claim.channel is not ClaimChannel.DIRECT_BILLING:
        return None
    if not carried_by_a_bill(stage, claim, scene.insured, scene.hospital):
        return None
    return live_bill(stage, claim, scene.insured, scene.hospital, scene.written.before)


def _claimed(stage: Stage, scene: Scene) -> ClaimCase:
    """The claim through the process of a family's claim, to its determination or to the person."""
    number = stage.open(_opening(stage, scene))
    case = stage.see(number)
    assert isinstance(case, ReimbursementCase)
    if case.stage is ClaimStage.AWAITING_DOCS and case.originals_missing:
        stage.act(number, CLERK, ReceiveOriginals(kinds=(DocumentKind.INVOICE,)))
    decide(stage, number)
    case = stage.see(number)
    assert isinstance(case, ReimbursementCase)
    return case


def _opening(stage: Stage, scene: Scene) -> Opening[ReimbursementCase]:
    claim, insured = scene.claim, scene.insured
    at = _received_at(claim)
    who = guardian(insured.guardian_id)
    case = ReimbursementCase(
        case_number=stage.number(Process.REIMBURSEMENT, at),
        opened_by=who.reference,
        **opening_at(at),
        subject=ClaimSubject(
            member_id=insured.member_id,
            policy_id=insured.policy_id,
            hospital_code=scene.hospital if _known_as_written(stage, scene) else "",
        ),
        claim=claim,
        documents=papers(*DocumentKind),
    )
    return Opening(case=case, opener=who, account=insured.account)


def _received_at(claim: Claim) -> datetime:
    on = claim.submitted_on or claim.encounter.on + timedelta(days=7)
    return at_shanghai(on, time(10))


def _known_as_written(stage: Stage, scene: Scene) -> bool:
    """Whether the tables make the same of the hospital as the file; else it stays as it was written."""
    claim = scene.claim
    known = provider_on(stage, claim, scene.insured, scene.hospital)
    written = replace(as_listed(claim.provider, known), in_network=claim.provider.in_network)
    return known == written


def _findings(stage: Stage, case: ClaimCase) -> Findings:
    """What stands on record of the last judgment."""
    assert case.judged is not None
    decision_id = UUID(case.judged.decision_id)
    made = stage.read(lambda session: session.get_one(Decision, decision_id))
    assert made.result is not None
    result: Mapping[str, Any] = made.result["result"]
    return Findings(
        outcome=Outcome(result["outcome"]),
        insurer=result["amounts"]["payable"],
        member=result["amounts"]["member"],
        reasons=frozenset(result["reasons"]),
        flags=frozenset(result["flags"]),
        priced=result["priced"],
        visits=tuple(_visit(visit) for visit in result["visits"]),
    )


def _visit(visit: Mapping[str, Any]) -> Mapping[str, object]:
    return {
        "type": visit["type"],
        "number": visit["number"],
        "insurer": format_yuan(visit["amounts"]["payable"]),
        "member": format_yuan(visit["amounts"]["member"]),
        "outcome": visit["outcome"],
    }


def _after(stage: Stage, entry: CaseEntry, scene: Scene, episode_id: str) -> dict[str, object]:
    """The accounts as the tables have them now; what the stay itself still holds counts as free."""
    written = scene.written
    left = stage.read(lambda session: _left(session, scene, episode_id))
    none = dict.fromkeys(written.before.counted_visits_by_group or (), 0)
    left = left._replace(counted_visits_by_group={**none, **(left.counted_visits_by_group or {})})
    left = left._replace(
        brands={benefit: _plain(brand) for benefit, brand in left.brands.items()},
        seen_invoices=frozenset(_plain(key) for key in left.seen_invoices),
    )
    return after(entry, left, untouched(scene.plan, written.policy, written.claim, left))


def _left(session: Session, scene: Scene, episode_id: str) -> Accumulators:
    claim = scene.claim
    seen = {invoice.key for invoice in claim.invoices}
    seen |= {f"{key}~{scene.mark}" for key in scene.written.before.seen_invoices}
    occasion = Occasion(
        policy_id=UUID(scene.insured.policy_id),
        on=_in_force(scene, claim.encounter.on),
        facility=claim.provider.name,
        episode_id=UUID(episode_id) if episode_id else None,
        invoices=tuple(sorted(seen)),
    )
    return claim_facts(driver_connection(session), occasion).before


def _in_force(scene: Scene, on: date) -> date:
    policy = scene.written.policy
    return min(max(on, policy.effective_on), policy.expires_on)


def _plain(marked: str) -> str:
    return marked.partition("~")[0]
