"""What only a pre-authorization shows: the request, the guarantee, the amendment, the assessment."""

from typing import Any

from pydantic import TypeAdapter

from models.case import Case
from rules.any_case import AnyCase
from rules.preauthorization.case import PreAuthorizationCase, Proposal
from rules.preauthorization.values import TreatmentRequest
from stores.casework.case_records import CaseRecord
from web.access import Caller
from web.api.views import case_views as views

_REQUEST = TypeAdapter(TreatmentRequest)


def fields(record: CaseRecord, state: AnyCase | None, _caller: Caller) -> dict[str, Any]:
    """Fields of the case's view; ``state`` is None where the workflow does not speak."""
    case = state if isinstance(state, PreAuthorizationCase) else None
    guarantee, amendment = record.guarantee, case.amendment if case else None
    return {
        "request": _request(record, case),
        "guarantee": views.GuaranteeView.model_validate(guarantee) if guarantee else None,
        "amendment": views.AmendmentView.model_validate(amendment) if amendment else None,
    }


def staff_fields(row: Case, state: AnyCase | None) -> dict[str, Any]:
    """Fields that only staff see."""
    if not isinstance(state, PreAuthorizationCase):
        return {
            "reserved": row.view.get("reserved", 0),
            "accumulator_version": row.view.get("accumulator_version", 0),
        }
    return {
        "reserved": state.reserved,
        "accumulator_version": state.accumulator_version,
        "proposal": _proposal(state.proposal) if state.proposal else None,
        "assessment": views.AssessmentView.model_validate(state.assessment) if state.assessment else None,
    }


def _request(record: CaseRecord, case: PreAuthorizationCase | None) -> views.RequestView | None:
    if case:
        return views.RequestView.model_validate(case.request)
    if record.request is None:
        return None
    return views.RequestView.model_validate(_REQUEST.validate_python(record.request))


def _proposal(proposal: Proposal) -> views.ProposalView:
    decision, amendment = proposal.decision, proposal.amendment
    if decision:
        outcome, amount = decision.outcome.value, decision.ceiling
    else:
        assert amendment is not None  # exactly one of the two is set
        outcome, amount = "AMEND", amendment.ceiling
    return views.ProposalView(
        made_by=proposal.made_by, made_at=proposal.made_at, outcome=outcome, amount=amount
    )
