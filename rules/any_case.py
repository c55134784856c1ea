"""The case of whatever process, told apart by its process where it travels as data."""

from typing import Annotated

from pydantic import Field

from rules.advances.case import AdvanceCase
from rules.direct_billing.case import DirectBillingCase
from rules.preauthorization.case import PreAuthorizationCase
from rules.reimbursement.case import ReimbursementCase
from rules.requests.appointment import AppointmentCase
from rules.requests.arrangement import OnSiteHelpCase, VaccinationCase
from rules.requests.brand import BrandTransferCase
from rules.requests.breach import BreachNoticeCase
from rules.requests.complaint import ComplaintCase
from rules.requests.consultation import ConsultationCase
from rules.requests.data_request import DataRequestCase
from rules.requests.enquiry import EnquiryCase

AnyCase = Annotated[
    PreAuthorizationCase
    | DirectBillingCase
    | AdvanceCase
    | ReimbursementCase
    | AppointmentCase
    | ComplaintCase
    | EnquiryCase
    | ConsultationCase
    | VaccinationCase
    | OnSiteHelpCase
    | DataRequestCase
    | BrandTransferCase
    | BreachNoticeCase,
    Field(discriminator="process"),
]
"""A process adds its case here."""
