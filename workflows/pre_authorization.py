"""Pre-authorization (domain 5.0, 5.1): the hospital asks before treatment; a letter or a "no" answers."""

from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.assessment import AssessmentActs
    from activities.case_acts import CaseActs
    from activities.orders import AssessOrder, ReleaseOrder, ReserveAnswer, ReserveOrder
    from rules.cases import Side
    from rules.money import format_yuan
    from rules.opening import Opening
    from rules.permissions import Action
    from rules.preauthorization.case import PreAuthorizationCase
    from rules.preauthorization.values import FINAL_STAGES, Assessment, Stage
    from rules.vocabulary import GuaranteeVersionKind
    from workflows import any_time, taking_back
    from workflows.case_engine import Assess, Effect, Fact, Release, Reserve, Table, Transition
    from workflows.case_shell import PATIENT, SHORT_STEP, CaseShell
    from workflows.preauthorization import (
        after_care,
        amending,
        guarantee,
        intake,
        letter_answer,
        review,
        undoing,
        waiting,
    )

OPEN = tuple(stage for stage in Stage if stage not in FINAL_STAGES)
UNDONE = (Stage.GUARANTEED, Stage.AUTHORIZED, Stage.REDIRECTED, Stage.DECLINED)
PROMISED = (Stage.GUARANTEED, Stage.AUTHORIZED)
NUMBERED = {
    "LT-GOP-AMD-NO": GuaranteeVersionKind.DECLINED,
    "LT-GOP-CXL": GuaranteeVersionKind.CANCELLED,
    "LT-GOP-EXP": GuaranteeVersionKind.EXPIRED,
}
"""Letters that are a version of the guarantee without promising anything, by what that version says."""

Row = Transition[PreAuthorizationCase]

TABLE = Table[PreAuthorizationCase](
    (
        Row(
            (Stage.RECEIVED,),
            Fact.SUBMITTED,
            intake.submitted,
            (Stage.RECEIVED,),
            clock="emergency: first answer 1 h",
            letters=("LT-ACK",),
        ),
        Row(
            (Stage.RECEIVED,),
            Fact.ASSESSED,
            intake.assessed,
            (Stage.NOT_ACCEPTED, Stage.NOT_REQUIRED, Stage.TRIAGED, Stage.AWAITING_DOCS, Stage.IN_REVIEW),
            guard="policy in force on the planned date; trigger T1 to T8 found; checklist complete",
            clock="complete: decision clock starts; incomplete: wait of 10 CD starts",
            letters=("LT-PA-NA", "LT-PA-NR", "LT-SUPP"),
        ),
        Row(
            (Stage.TRIAGED,),
            Action.TRIAGE,
            intake.triage,
            (Stage.NOT_REQUIRED, Stage.AWAITING_DOCS, Stage.IN_REVIEW),
            guard="the plan does not state whether approval is required",
            letters=("LT-PA-NR", "LT-SUPP"),
        ),
        Row(
            (Stage.AWAITING_DOCS, Stage.IN_REVIEW, Stage.TRIAGED),
            Action.SUBMIT_DOCUMENTS,
            intake.documents,
            (Stage.IN_REVIEW,),
            guard="checklist complete",
            clock="decision clock starts: min(5th WD, last WD before T)",
        ),
        Row(
            (Stage.AWAITING_DOCS,),
            Action.REQUEST_DOCUMENTS,
            intake.request_documents,
            guard="a second list: supervisor and reason (L-02)",
            letters=("LT-SUPP",),
        ),
        Row(
            (Stage.AWAITING_DOCS,),
            Action.ACCEPT_AS_COMPLETE,
            intake.accept_as_complete,
            (Stage.IN_REVIEW,),
            guard="reason",
            clock="decision clock starts",
        ),
        Row(
            (Stage.IN_REVIEW,),
            Action.ASK,
            review.ask,
            (Stage.AWAITING_INFO,),
            clock="decision clock pauses; reminder 2 WD, lapse 10 CD or T",
            letters=("LT-QRY",),
        ),
        Row(
            (Stage.AWAITING_INFO,),
            Action.REPLY,
            review.reply,
            (Stage.IN_REVIEW,),
            guard="every item answered",
            clock="decision clock resumes",
        ),
        Row(
            (Stage.IN_REVIEW,),
            Action.DECIDE,
            review.decide,
            (Stage.DECLINED, Stage.REDIRECTED),
            guard="not held; every cut has reason and clause; a decline, or above authority: two people",
            clock="stops",
            letters=("LT-PA-NO", "LT-PA-RDR"),
        ),
        Row(
            (Stage.IN_REVIEW, *PROMISED),
            Action.CO_SIGN,
            review.co_sign,
            (Stage.DECLINED, Stage.REDIRECTED),
            guard="signer is not the maker and has the authority",
            letters=("LT-PA-NO", "LT-PA-RDR"),
        ),
        Row((Stage.IN_REVIEW, *PROMISED), Action.SEND_BACK, review.send_back, guard="reason"),
        Row(
            (Stage.IN_REVIEW, Stage.GUARANTEED),
            Fact.RESERVED,
            review.reserved,
            (Stage.APPROVED, Stage.APPROVED_PARTIAL, Stage.GUARANTEED, Stage.AUTHORIZED),
            guard="benefit reserved for the episode",
            clock="decision clock met; expiry clock starts",
            letters=("LT-PA-OK", "LT-PA-PART", "LT-GOP", "LT-GOP-AMD"),
        ),
        Row(
            (Stage.IN_REVIEW, Stage.GUARANTEED),
            Fact.RESERVE_SHORT,
            review.reserve_short,
            guard="the benefit does not suffice or moved; a request is judged anew",
        ),
        Row(
            (Stage.IN_REVIEW,), Fact.ASSESSED, review.judged_anew, guard="the benefit moved before a decision"
        ),
        Row(
            UNDONE,
            Action.TAKE_BACK_DECISION,
            taking_back.ask_letters,
            guard="its letters wait; nothing has happened since; who decided, or a supervisor",
        ),
        Row(
            UNDONE,
            Fact.DECISION_TAKEN_BACK,
            undoing.taken_back,
            (Stage.IN_REVIEW, Stage.GUARANTEED),
            guard="no letter of it has left; the reserve is free again, or what it was before an amendment",
            clock="decision clock, or that of the amendment, runs on as if it had not stopped",
        ),
        Row(
            UNDONE,
            Fact.LETTERS_GONE,
            taking_back.letters_gone,
            guard="a letter has left: the decision stands",
        ),
        Row(
            (Stage.REDIRECTED,),
            Action.NAME_HOSPITAL,
            waiting.name_hospital,
            guard="a hospital is named; outside the network it costs the family more (R-085)",
        ),
        Row(
            (Stage.REDIRECTED,),
            Fact.ASSESSED,
            waiting.reassessed,
            (Stage.IN_REVIEW, Stage.NOT_ACCEPTED),
            clock="decision clock starts",
            letters=("LT-PA-NA",),
        ),
        Row(
            (Stage.GUARANTEED,),
            Action.REQUEST_AMENDMENT,
            amending.request_amendment,
            guard="no other amendment open; the letter stands meanwhile",
            clock="amendment 1 WD",
        ),
        Row(
            (Stage.GUARANTEED,),
            Action.DECIDE_AMENDMENT,
            amending.decide_amendment,
            guard="amendment open; above authority: two people",
            clock="amendment clock met",
            letters=("LT-GOP-AMD", "LT-GOP-AMD-NO"),
        ),
        Row(
            (Stage.GUARANTEED,),
            Action.ACKNOWLEDGE_LETTER,
            letter_answer.acknowledge,
            guard="names the version in force; said again, nothing changes",
        ),
        Row(
            (Stage.GUARANTEED,),
            Action.DECLINE_LETTER,
            letter_answer.decline,
            guard="names the version in force; reason; a task is opened, the promise and its reserve stand",
        ),
        Row(
            PROMISED,
            Action.CANCEL_GUARANTEE,
            guarantee.cancel,
            (Stage.CANCELLED,),
            guard="reason",
            letters=("LT-GOP-CXL",),
        ),
        Row(
            PROMISED,
            Action.REPORT_BILLED,
            after_care.billed,
            (Stage.BILL_AWAITED,),
            clock="bill within 30 CD, else the reserve is free again",
        ),
        Row(
            (Stage.GUARANTEED,),
            Fact.STAY_BEGUN,
            after_care.stay_begun,
            guard="care began on this letter",
            clock="expiry stops; the bill is awaited to 30 CD after the approved days",
        ),
        Row(
            (Stage.GUARANTEED,),
            Fact.STAY_WITHDRAWN,
            after_care.stay_withdrawn,
            guard="the hospital took back the case that care began with",
            clock="expiry clock runs again",
        ),
        Row(
            (Stage.GUARANTEED,),
            Fact.BILL_RECEIVED,
            after_care.bill_received,
            guard="the bill came; its case judges it",
            clock="expiry stops; the letter is held until the bill is settled",
        ),
        Row(
            (*PROMISED, Stage.BILL_AWAITED, Stage.CORRECTABLE),
            Fact.BILL_SETTLED,
            after_care.bill_settled,
            (Stage.CORRECTABLE, Stage.CONSUMED, Stage.CLOSED),
            guard="the billing case determined its bill; nothing more is needed of the reserve",
            clock="a bill that may be corrected: until its billing case says that it stands",
            letters=("LT-GOP-FIN",),
        ),
        Row(
            (Stage.CORRECTABLE,),
            Fact.BILL_STANDS,
            after_care.bill_stands,
            (Stage.CONSUMED,),
            guard="the bill can be corrected no more",
            clock="stops",
        ),
        Row(
            OPEN,
            Fact.MILESTONE,
            waiting.milestone,
            (Stage.LAPSED, Stage.EXPIRED, Stage.CONSUMED, Stage.CLOSED),
            guard="the instant has come and the duty is not met",
            letters=("LT-LAPSE", "LT-GOP-EXP", "LT-SUPP", "LT-QRY", "LT-PA-RDR"),
        ),
        Row(
            tuple(stage for stage in OPEN if stage not in (Stage.BILL_AWAITED, Stage.CORRECTABLE)),
            Action.WITHDRAW,
            guarantee.withdraw,
            (Stage.WITHDRAWN,),
            clock="stops",
            letters=("LT-GOP-CXL",),
        ),
        *any_time.worked_on(OPEN),
        any_time.confirmable(OPEN),
        *any_time.holdable(OPEN),
    )
)


@workflow.defn(name="PreAuthorization")
class PreAuthorization(CaseShell[PreAuthorizationCase]):
    """One request for approval, from its submission to the end of its letter."""

    table = TABLE

    @workflow.init
    def __init__(self, opening: Opening[PreAuthorizationCase]) -> None:
        """Take up the case; its time begins with the workflow's."""
        super().__init__(opening.case, opening.seen)

    @workflow.run
    async def run(self, opening: Opening[PreAuthorizationCase]) -> str:
        """Live to the end; the result is the final stage."""
        return await self.whole(opening)

    def letter_number(self, code: str, ordinal: int, to: Side) -> str:
        """Versions of the guarantee carry its own number (domain 7.1): the hospital holds them."""
        promise = self.state.guarantee
        if promise and code in ("LT-GOP", "LT-GOP-AMD", "LT-GOP-FIN"):
            return promise.number
        if promise and code in NUMBERED and to is Side.HOSPITAL:
            versions = [each for each in promise.versions if each.change is NUMBERED[code]]
            if versions:
                return promise.number_of(versions[-1])
        return super().letter_number(code, ordinal, to)

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """Judge the request, move the ledger."""
        if isinstance(effect, Assess):
            return Fact.ASSESSED, await self._assess()
        if isinstance(effect, Reserve):
            answer = await self._reserve(effect)
            return (Fact.RESERVED if answer.granted else Fact.RESERVE_SHORT), answer
        if isinstance(effect, Release):
            self._release(effect)
        return None

    async def _assess(self) -> Assessment:
        return await workflow.execute_local_activity_method(
            AssessmentActs.assess_preauthorization,
            AssessOrder(case=self.state, as_of=self.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="judge cover, triggers and documents",
        )

    def _judged(self) -> Assessment:
        if self.state.assessment is None:
            raise ValueError(f"{self.state.case_number} moves money before it was judged")
        return self.state.assessment

    async def _reserve(self, effect: Reserve) -> ReserveAnswer:
        judged = self._judged()
        order = ReserveOrder(
            case_number=self.state.case_number,
            policy_id=self.state.request.policy_id,
            episode_id=judged.episode_id,
            benefit=judged.benefit,
            service_on=self.state.request.planned_on,
            amount=effect.amount,
            key=f"{self.state.case_number}/reserve/{self.state.version}",
            as_of=self.now(),
            seen_version=effect.seen_version,
        )
        return await workflow.execute_activity_method(
            CaseActs.reserve_benefit,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"reserve {format_yuan(effect.amount)}",
        )

    def _release(self, effect: Release) -> None:
        judged = self._judged()
        order = ReleaseOrder(
            case_number=self.state.case_number,
            policy_id=self.state.request.policy_id,
            episode_id=judged.episode_id,
            benefit=judged.benefit,
            service_on=self.state.request.planned_on,
            key=f"{self.state.case_number}/release/{self.state.version}",
            as_of=self.now(),
            expired=effect.expired,
        )
        self.releases.append(order)

    def card(self) -> str:
        """The case in a few lines of Markdown."""
        case, clock = self.state, self.state.driving_clock()
        lines = [
            f"**{case.case_number}** {case.stage}, version {case.version}",
            f"- estimate {format_yuan(case.request.estimate)}, reserved {format_yuan(case.reserved)}",
            f"- due {clock.due_at:%Y-%m-%d %H:%M} UTC ({clock.kind}, {clock.state})"
            if clock
            else "- no clock",
            f"- waiting on {case.waiting_on}, assignee {case.assignee or 'none'}",
        ]
        if case.guarantee:
            lines.append(f"- guarantee {case.guarantee.number} {case.guarantee.status}")
        return "\n".join(lines)
