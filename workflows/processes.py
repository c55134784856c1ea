"""Every process there is: its workflow, its table and the case that it carries."""

from dataclasses import dataclass
from typing import Any

from rules.advances.case import AdvanceCase
from rules.advances.vocabulary import FINAL_STAGES as HOSPITAL_ADVANCE_FINAL
from rules.cases import CaseBase
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import FINAL_STAGES as DIRECT_BILLING_FINAL
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import FINAL_STAGES
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import FINAL_STAGES as REIMBURSEMENT_FINAL
from rules.requests.appointment import AppointmentCase
from rules.requests.arrangement import OnSiteHelpCase, VaccinationCase
from rules.requests.brand import BrandTransferCase
from rules.requests.breach import BreachNoticeCase
from rules.requests.case import RequestCase
from rules.requests.complaint import ComplaintCase
from rules.requests.consultation import ConsultationCase
from rules.requests.data_request import DataRequestCase
from rules.requests.enquiry import EnquiryCase
from rules.vocabulary import Process
from workflows.advances.table import TABLE as HOSPITAL_ADVANCE_TABLE
from workflows.appointment import Appointment
from workflows.brand_transfer import BrandTransfer
from workflows.case_engine import Table
from workflows.complaint import Complaint
from workflows.data_request import DataRequest
from workflows.direct_billing.table import TABLE as DIRECT_BILLING_TABLE
from workflows.direct_billing_case import DirectBilling
from workflows.enquiry import Enquiry
from workflows.hospital_advance import HospitalAdvance
from workflows.on_site_help import OnSiteHelp
from workflows.pre_authorization import TABLE as PREAUTHORIZATION_TABLE
from workflows.pre_authorization import PreAuthorization
from workflows.reimbursement import Reimbursement
from workflows.reimbursing.table import TABLE as REIMBURSEMENT_TABLE
from workflows.requests.breach_notice import BreachNotice
from workflows.requests.shell import RequestShell
from workflows.telephone_consultation import TelephoneConsultation
from workflows.vaccine_arrangement import VaccineArrangement


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a process runs; ``title`` is what operators read in the server's own page."""

    workflow: type[Any]
    table: Table[Any]
    case: type[CaseBase]
    title: str
    chinese: str
    final: frozenset[str]


PROCESSES: dict[Process, Running] = {
    Process.PREAUTHORIZATION: Running(
        workflow=PreAuthorization,
        table=PREAUTHORIZATION_TABLE,
        case=PreAuthorizationCase,
        title="Pre-authorization",
        chinese="事先授权",
        final=frozenset(FINAL_STAGES),
    ),
    Process.DIRECT_BILLING: Running(
        workflow=DirectBilling,
        table=DIRECT_BILLING_TABLE,
        case=DirectBillingCase,
        title="Direct billing",
        chinese="直付",
        final=frozenset(DIRECT_BILLING_FINAL),
    ),
    Process.REIMBURSEMENT: Running(
        workflow=Reimbursement,
        table=REIMBURSEMENT_TABLE,
        case=ReimbursementCase,
        title="Reimbursement",
        chinese="事后理赔",
        final=frozenset(REIMBURSEMENT_FINAL),
    ),
    Process.HOSPITAL_ADVANCE: Running(
        workflow=HospitalAdvance,
        table=HOSPITAL_ADVANCE_TABLE,
        case=AdvanceCase,
        title="Hospital advance",
        chinese="住院垫付",
        final=frozenset(HOSPITAL_ADVANCE_FINAL),
    ),
}


def _request(workflow: type[RequestShell[Any]], case: type[RequestCase], title: str, chinese: str) -> Running:
    return Running(
        workflow=workflow, table=workflow.table, case=case, title=title, chinese=chinese, final=case.ends
    )


PROCESSES |= {
    Process.APPOINTMENT: _request(Appointment, AppointmentCase, "Appointment", "预约"),
    Process.COMPLAINT: _request(Complaint, ComplaintCase, "Complaint", "投诉"),
    Process.ENQUIRY: _request(Enquiry, EnquiryCase, "Enquiry", "咨询"),
    Process.TELEPHONE_CONSULTATION: _request(
        TelephoneConsultation, ConsultationCase, "Telephone consultation", "电话问诊"
    ),
    Process.VACCINE_ARRANGEMENT: _request(
        VaccineArrangement, VaccinationCase, "Vaccine arrangement", "疫苗安排"
    ),
    Process.ON_SITE_HELP: _request(OnSiteHelp, OnSiteHelpCase, "On-site help", "陪诊协助"),
    Process.BRAND_TRANSFER: _request(BrandTransfer, BrandTransferCase, "Brand transfer", "品牌变更"),
    Process.DATA_REQUEST: _request(DataRequest, DataRequestCase, "Data request", "个人信息请求"),
    Process.BREACH_NOTICE: _request(BreachNotice, BreachNoticeCase, "Breach notice", "个人信息泄露告知"),
}


def process_of(case_number: str) -> Running:
    """The process of a case, told by its number."""
    return PROCESSES[Process(case_number[:2])]
