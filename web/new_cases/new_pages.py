"""`/new/…`: requests that become cases, and questions that hold nothing, as forms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.request_draft import RequestDraft
from rules.consents import NEEDS, missing
from rules.permissions import Action
from stores.cover.portals import Insured
from stores.trust import consents
from web import problems
from web.access import Caller, Permission
from web.api import advances, preauthorizations, quotes, reimbursements, visits
from web.api.bodies import request_bodies as requests
from web.api.bodies.advance_body import AdvanceBody
from web.api.bodies.preauthorization_body import PreauthorizationBody
from web.api.bodies.quote_body import QuoteBody
from web.api.bodies.reimbursement_body import ReimbursementBody
from web.api.bodies.visit_body import AdmissionBody, EligibilityBody, VisitBody
from web.backend import Backend, Uses
from web.casework.case_drafts import to_keep
from web.casework.case_forms import claim_left_out, hospital_choices
from web.forms.drawn import Choice, Plan
from web.forms.entry import MORE, Sent
from web.forms.page import KEY, Wrong, body_of, form_of, left_as, read_sent, wrong_of
from web.languages import language_of
from web.new_cases import begun, desk_check, quoting, requesting
from web.new_cases.opening import open_once
from web.portal_pages import children_of, insured_of
from web.problems import ProblemError
from web.templating import page

router = APIRouter(prefix="/new", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A kind of request: its body, who may send it, and what comes of it.

    ``door`` opens a case; ``answer`` only tells something.
    """

    body: type[BaseModel]
    action: Action
    door: Any = None
    answer: Callable[[Backend, Caller, Any], Any] | None = None


def _told_quote(backend: Backend, caller: Caller, body: QuoteBody) -> Any:
    return quotes.quote_view(quoting.quote(backend, caller, body), explain=True)


def _told_eligibility(backend: Backend, caller: Caller, body: EligibilityBody) -> Any:
    return visits.eligibility_view(desk_check.answer(backend, caller, body))


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form stands on: its choices, and children without a consent that it needs."""

    plan: Plan
    unconsented: Sequence[Insured] = ()


KINDS: dict[str, Sending] = {
    "preauthorization": Sending(body=PreauthorizationBody, action=Action.SUBMIT, door=preauthorizations.DOOR),
    "advance": Sending(body=AdvanceBody, action=Action.SUBMIT, door=advances.DOOR),
    "claim": Sending(body=ReimbursementBody, action=Action.SUBMIT_CLAIM, door=reimbursements.DOOR),
    "visit": Sending(body=VisitBody, action=Action.OPEN_VISIT, door=visits.VISIT),
    "admission": Sending(body=AdmissionBody, action=Action.OPEN_VISIT, door=visits.ADMISSION),
    "eligibility": Sending(body=EligibilityBody, action=Action.CHECK_ELIGIBILITY, answer=_told_eligibility),
    **{
        name: Sending(body=body, action=action, door=door)
        for name, body, action, door in (
            ("appointment", requests.AppointmentBody, Action.REQUEST_SERVICE, requesting.APPOINTMENTS),
            ("enquiry", requests.EnquiryBody, Action.REQUEST_SERVICE, requesting.ENQUIRIES),
            ("consultation", requests.ConsultationBody, Action.REQUEST_SERVICE, requesting.CONSULTATIONS),
            ("vaccination", requests.VaccinationBody, Action.REQUEST_SERVICE, requesting.VACCINATIONS),
            ("on-site-help", requests.OnSiteHelpBody, Action.REQUEST_SERVICE, requesting.ON_SITE_HELP),
            (
                "brand-transfer",
                requests.BrandTransferBody,
                Action.REQUEST_SERVICE,
                requesting.BRAND_TRANSFERS,
            ),
            ("complaint", requests.ComplaintBody, Action.FILE_COMPLAINT, requesting.COMPLAINTS),
            ("data-request", requests.DataRequestBody, Action.REQUEST_SERVICE, requesting.DATA_REQUESTS),
        )
    },
    "estimate": Sending(body=QuoteBody, action=Action.QUOTE, answer=_told_quote),
}
_LEVELS: dict[str, Sequence[Choice]] = {
    f"{lines}.*.doctor_level": [("CHIEF_PHYSICIAN", "")] for lines in ("lines", "claim.lines")
}
"""Ranks of doctors that a plan asks about; a family chooses, where a desk enters its own code."""
Asks = Annotated[Caller, Depends(Permission(*{kind.action for kind in KINDS.values()}))]


@router.get("/{what}")
def show(request: Request, what: str, caller: Asks, backend: Uses) -> HTMLResponse:
    """The form, empty or as the caller left it."""
    kind = _kind(what, caller)
    draft = begun.read(backend, caller, what) if kind.door else None
    sent = left_as(backend, caller, kind.body, draft.fields) if draft else None
    return _page(request, what, kind, _ground(backend, caller, kind), sent, draft=draft)


@router.post("/{what}/draft")
async def keep_draft(request: Request, what: str, caller: Asks, backend: Uses) -> Response:
    """Keep what was entered so far, its files too; a person without script comes back to the form."""
    kind = _door(what, caller)
    sent, refused = await read_sent(request, backend, caller, kind.body)
    if refused:
        ground = await run_in_threadpool(_ground, backend, caller, kind)
        return _page(request, what, kind, ground, sent, refused)
    fields = to_keep([(name, said) for name, values in sent.fields.items() for said in values])
    await run_in_threadpool(begun.keep, backend, caller, what, fields)
    return RedirectResponse(f"/new/{what}", 303) if sent.one(begun.DRAFT) else Response(status_code=204)


@router.post("/{what}/draft/discard")
def discard_draft(what: str, caller: Asks, backend: Uses) -> Response:
    """Begin the form anew."""
    _door(what, caller)
    begun.drop(backend, caller, what)
    return RedirectResponse(f"/new/{what}", 303)


@router.post("/{what}")
async def send(request: Request, what: str, caller: Asks, backend: Uses) -> Response:
    """Open the case, or tell the answer; where something is wrong, the form comes back as it was."""
    kind = _kind(what, caller)
    ground = await run_in_threadpool(_ground, backend, caller, kind)
    sent, refused = await read_sent(request, backend, caller, kind.body)
    if refused or sent.one(MORE):
        return _page(request, what, kind, ground, sent, refused)
    more = {"language": language_of(request).value} if "language" in kind.body.model_fields else {}
    body = body_of(kind.body, ground.plan, sent, more)
    if isinstance(body, Wrong):
        return _page(request, what, kind, ground, sent, body)
    try:
        if kind.answer:
            told = await run_in_threadpool(kind.answer, backend, caller, body)
            return _page(request, what, kind, ground, sent, told=told)
        opened = await open_once(kind.door, backend, caller, sent.one(KEY) or uuid4().hex, body)
    except ProblemError as problem:
        return _page(request, what, kind, ground, sent, wrong_of(problem.errors), problem=problem)
    await run_in_threadpool(begun.drop, backend, caller, what)
    number = opened.headers["Location"].rpartition("/")[2]
    return RedirectResponse(f"/cases/{number}?did=SUBMIT", 303)


def _kind(what: str, caller: Caller) -> Sending:
    kind = KINDS.get(what)
    if kind is None:
        raise problems.not_found("This form")
    caller.require(kind.action)
    return kind


def _door(what: str, caller: Caller) -> Sending:
    """A form that opens a case; one that only asks is answered at once and not kept."""
    kind = _kind(what, caller)
    if kind.door is None:
        raise problems.not_found("This form")
    return kind


def _ground(backend: Backend, caller: Caller, kind: Sending) -> Ground:
    plan = _plan(backend, caller)
    needs = kind.door and NEEDS.get(kind.door.process)
    if not needs or caller.guardian_id is None:
        return Ground(plan)
    children = children_of(backend, caller)
    with backend.session() as session:
        return Ground(
            plan,
            tuple(
                child
                for child in children
                if missing(kind.door.process, consents.standing(session, child.member_id))
            ),
        )


def _plan(backend: Backend, caller: Caller) -> Plan:
    """Hospitals to choose from; for families their children, for desks their own house."""
    insured = insured_of(backend, caller)
    children = {each.member_number: f"{each.name} · {each.member_number}" for each in insured}
    policies: list[Choice] = [
        (each.policy_number, f"{each.policy_number} · {each.name} · {each.effective_on} – {each.expires_on}")
        for each in insured
    ]
    choices: dict[str, Any] = {}
    if insured:
        choices |= {"member_number": list(children.items()), "policy_number": policies, **_LEVELS}
    if not caller.hospital_code:
        with backend.session() as session:
            choices["hospital"] = hospital_choices(session, caller.language)
    left_out = set(claim_left_out(caller))
    if caller.hospital_code:
        left_out.add("hospital")
    if caller.guardian_id:
        left_out |= {"source", "reference"}  # of complaints that the authority handed on
    rows = {"items": 2, "claim.lines": 2, "lines": 3}
    return Plan(choices=choices, left_out=frozenset(left_out), blank_rows=rows)


def _page(
    request: Request,
    what: str,
    kind: Sending,
    ground: Ground,
    sent: Sent | None = None,
    wrong: Wrong | None = None,
    *,
    told: Any = None,
    problem: ProblemError | None = None,
    draft: RequestDraft | None = None,
) -> HTMLResponse:
    form = form_of(kind.body, ground.plan, uuid4().hex, sent, wrong.errors if wrong else None)
    status = problem.kind.status if problem else 422 if wrong and wrong.errors else 200
    return page(
        request,
        "new.html",
        status,
        what=what,
        form=form,
        told=told,
        problem=problem if problem and not problem.errors else None,
        opens=kind.door is not None,
        draft=draft,
        unconsented=ground.unconsented,
    )
