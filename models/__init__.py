"""The tables: what Lipei remembers, one noun a file."""

from sqlmodel import SQLModel

from models.absence import Absence
from models.access_log import AccessLog
from models.account import Account
from models.api_token import ApiToken
from models.authority_limit import AuthorityLimit
from models.bank_account import BankAccount
from models.benefit_account import BenefitAccount
from models.benefit_reserve import BenefitReserve
from models.brand_choice import BrandChoice
from models.brand_lock import BrandLock
from models.breach_notice import BreachNotice
from models.calendar import Calendar
from models.calendar_day import CalendarDay
from models.calendar_draft import CalendarDraft
from models.calendar_publication import CalendarPublication
from models.calendar_use import CalendarUse
from models.calendar_version import CalendarVersion
from models.card_binding import CardBinding
from models.case import Case
from models.case_draft import CaseDraft
from models.case_event import CaseEvent
from models.case_lease import CaseLease
from models.case_mail import CaseMail
from models.case_mail_address import CaseMailAddress
from models.case_note import CaseNote
from models.case_presence import CasePresence
from models.case_request import CaseRequest
from models.case_skip import CaseSkip
from models.case_tag import CaseTag
from models.case_text import CaseText
from models.case_watcher import CaseWatcher
from models.claimed_invoice import ClaimedInvoice
from models.clock import Clock
from models.clock_interval import ClockInterval
from models.consent import Consent
from models.data_export import DataExport
from models.decision import Decision
from models.decision_line import DecisionLine
from models.deductible_account import DeductibleAccount
from models.document import Document
from models.document_reading import DocumentReading
from models.e_card import ECard
from models.episode import Episode
from models.fund import Fund
from models.fund_movement import FundMovement
from models.guarantee import Guarantee
from models.guarantee_version import GuaranteeVersion
from models.guardian import Guardian
from models.guardianship import Guardianship
from models.hospital import Hospital
from models.hospital_bill import HospitalBill
from models.house_change import HouseChange
from models.incident import Incident
from models.insurer import Insurer
from models.intake import Intake
from models.ledger_entry import LedgerEntry
from models.letter import Letter
from models.letter_delivery import LetterDelivery
from models.member import Member
from models.member_year import MemberYear
from models.money_receipt import MoneyReceipt
from models.network_membership import NetworkMembership
from models.note_mention import NoteMention
from models.notification import Notification
from models.paper_finding import PaperFinding
from models.paper_picture import PaperPicture
from models.passkey import Passkey
from models.payment import Payment
from models.payment_batch import PaymentBatch
from models.payment_event import PaymentEvent
from models.phone_code import PhoneCode
from models.plan_version import PlanVersion
from models.policy import Policy
from models.reading_confirmation import ReadingConfirmation
from models.receivable import Receivable
from models.receivable_instalment import ReceivableInstalment
from models.reconciliation_run import ReconciliationRun
from models.request_draft import RequestDraft
from models.reserve_need import ReserveNeed
from models.retention_run import RetentionRun
from models.saved_view import SavedView
from models.settled_visit import SettledVisit
from models.sign_in_failure import SignInFailure
from models.staff import Staff
from models.staff_role import StaffRole
from models.supervisor_task import SupervisorTask
from models.tpa import Tpa
from models.unfinished_upload import UnfinishedUpload
from models.upload import Upload
from models.upload_page import UploadPage
from models.vaccine_dose import VaccineDose
from models.vaccine_word import VaccineWord
from models.web_session import WebSession
from models.webhook_endpoint import WebhookEndpoint
from models.works_for import WorksFor

metadata = SQLModel.metadata

__all__ = [
    "Absence",
    "AccessLog",
    "Account",
    "ApiToken",
    "AuthorityLimit",
    "BankAccount",
    "BenefitAccount",
    "BenefitReserve",
    "BrandChoice",
    "BrandLock",
    "BreachNotice",
    "Calendar",
    "CalendarDay",
    "CalendarDraft",
    "CalendarPublication",
    "CalendarUse",
    "CalendarVersion",
    "CardBinding",
    "Case",
    "CaseDraft",
    "CaseEvent",
    "CaseLease",
    "CaseMail",
    "CaseMailAddress",
    "CaseNote",
    "CasePresence",
    "CaseRequest",
    "CaseSkip",
    "CaseTag",
    "CaseText",
    "CaseWatcher",
    "ClaimedInvoice",
    "Clock",
    "ClockInterval",
    "Consent",
    "DataExport",
    "Decision",
    "DecisionLine",
    "DeductibleAccount",
    "Document",
    "DocumentReading",
    "ECard",
    "Episode",
    "Fund",
    "FundMovement",
    "Guarantee",
    "GuaranteeVersion",
    "Guardian",
    "Guardianship",
    "Hospital",
    "HospitalBill",
    "HouseChange",
    "Incident",
    "Insurer",
    "Intake",
    "LedgerEntry",
    "Letter",
    "LetterDelivery",
    "Member",
    "MemberYear",
    "MoneyReceipt",
    "NetworkMembership",
    "NoteMention",
    "Notification",
    "PaperFinding",
    "PaperPicture",
    "Passkey",
    "Payment",
    "PaymentBatch",
    "PaymentEvent",
    "PhoneCode",
    "PlanVersion",
    "Policy",
    "ReadingConfirmation",
    "Receivable",
    "ReceivableInstalment",
    "ReconciliationRun",
    "RequestDraft",
    "ReserveNeed",
    "RetentionRun",
    "SavedView",
    "SettledVisit",
    "SignInFailure",
    "Staff",
    "StaffRole",
    "SupervisorTask",
    "Tpa",
    "UnfinishedUpload",
    "Upload",
    "UploadPage",
    "VaccineDose",
    "VaccineWord",
    "WebSession",
    "WebhookEndpoint",
    "WorksFor",
    "metadata",
]
