"""Who may come in by which route, written down by hand from what each is there for.

It is not read from the policy table, so that a change there is noticed here. One letter a principal.
"""

from uuid import UUID

from rules.roles import DEFAULT_AUTHORITY, Actor, Role
from rules.vocabulary import PrincipalKind
from stores.trust.standing import Principal
from web.access import Caller

ROLES = {
    "G": Role.GUARDIAN,
    "D": Role.HOSPITAL_DESK,
    "I": Role.INTAKE_CLERK,
    "M": Role.MEDICAL_REVIEWER,
    "A": Role.ADJUSTER,
    "L": Role.TEAM_LEAD,
    "S": Role.SUPERVISOR,
    "H": Role.HEAD,
    "V": Role.ADVANCE_SPECIALIST,
    "F": Role.FINANCE,
    "C": Role.COMPLAINT_HANDLER,
    "U": Role.AUDITOR,
    "N": Role.ADMINISTRATOR,
    "Y": Role.SYSTEM,
}
SAMPLE = {
    "G": "guardian of M2025000002",
    "D": "UFH-SH",
    "I": "xu.intake",
    "M": "he.medical",
    "A": "luo.adjuster",
    "L": "gao.lead",
    "S": "liang.supervisor",
    "H": "song.head",
    "V": "tang.advance",
    "F": "feng.finance",
    "C": "deng.complaint",
    "U": "cao.auditor",
    "N": "peng.admin",
}
"""Somebody of each role in the sample; family and hospital are not those whose cases tests open."""
ANYONE = "anyone"
"""Also somebody who is not signed in."""
OWN_SESSION = "own session"
"""Whoever is signed in with a browser, whatever the role; no token."""

_WORK = "IMALSHVFC"
_STAFF = _WORK + "U"
_CASE = "GD" + _STAFF
_LEADERS = "LSH"
_SEES_MONEY = "FSHU"
_HOUSE = "SHUN"
_ASKS = "GDI"
_CALENDAR = "SH"
_HANDS_IN = "GDIMALSHV"

ROUTES = {
    # What anybody may read: nothing of a person is in it.
    "GET /": ANYONE,
    "GET /docs": ANYONE,
    "GET /docs/{group}": ANYONE,
    "GET /openapi.json": ANYONE,
    "GET /verify/{code}": ANYONE,
    # Whoever holds the link from a hospital's mail; the act asks the policy table as that desk.
    "GET /answer/{token}": ANYONE,
    "POST /answer/{token}": ANYONE,
    "GET /healthz": ANYONE,
    "GET /readyz": ANYONE,
    "GET /sign-in": ANYONE,
    "POST /sign-in": ANYONE,
    "GET /sign-in/code": ANYONE,
    "POST /sign-in/code": ANYONE,
    "POST /sign-out": ANYONE,
    "POST /sign-in/passkey": ANYONE,
    "POST /sign-in/passkey/options": ANYONE,
    "GET /sign-in/family": ANYONE,
    "POST /sign-in/family": ANYONE,
    "POST /sign-in/family/code": ANYONE,
    "POST /preferences": ANYONE,
    "GET /codec/session": ANYONE,
    "POST /codec/session": ANYONE,
    # One's own sign-in.
    "* /security": OWN_SESSION,
    "* /security/**": OWN_SESSION,
    "GET /home": OWN_SESSION,
    # Pages of staff. Auditors look on; administrators see nothing of health.
    "GET /work": _STAFF,
    "GET /work/**": _STAFF,
    "POST /work/**": _WORK,
    "POST /work/views": _STAFF,
    "POST /work/views/{view_id}/forget": _STAFF,
    "GET /sampling": _LEADERS + "U",
    "GET /sampling/sample.csv": _LEADERS + "U",
    "GET /notifications": _STAFF,
    "GET /absences": _STAFF + "N",
    "POST /absences": _WORK + "N",
    "POST /absences/{absence_id}/cancel": _WORK + "N",
    "GET /tasks": _LEADERS + "U",
    "POST /tasks/{task_id}/close": _LEADERS,
    "GET /board": _LEADERS + "U",
    "GET /reports": _LEADERS + "U",
    "GET /reports/**": _LEADERS + "U",
    "GET /finance": _SEES_MONEY,
    "GET /finance/**": _SEES_MONEY,
    "POST /finance/**": "F",
    "GET /house": _HOUSE,
    "GET /house/**": _HOUSE,
    "POST /house/**": "N",
    "POST /house/incidents/**": "SHN",
    "GET /house/incidents/new": "SHN",
    "POST /house/authority": "SH",
    "POST /house/authority/{limit_id}/confirm": "SH",
    "POST /house/authority/{limit_id}/withdraw": "SH",
    "GET /house/plans": _STAFF + "N",
    "GET /house/plans/{plan_id}": _STAFF + "N",
    "GET /house/letters": _STAFF + "N",
    "GET /house/letters/preview": _STAFF,
    "GET /house/clock": "SH",
    "POST /house/clock": "SH",
    "GET /audit": "HU",
    "GET /audit/looks.csv": "HU",
    "GET /audit/cases/{case_number}": "HU",
    "* /webhooks": "N",
    "* /webhooks/**": "N",
    "GET /calendars": _STAFF + "N",
    "GET /clocks": _STAFF + "N",
    "GET /calendars/publications/{draft_id}": _STAFF + "N",
    "GET /calendars/drafts/{draft_id}": _CALENDAR,
    "POST /calendars/**": _CALENDAR,
    "GET /metrics": "SHUNY",
    # Pages of families and hospitals.
    "GET /desk": "D",
    "GET /desk/remittances": "D",
    "GET /desk/remittances/transfers.csv": "D",
    "GET /desk/remittances/{number}": "D",
    "GET /desk/discharge": "D",
    "* /desk/**": "D",
    "GET /family": "G",
    "GET /family/hospitals": "G",
    "POST /family/hospitals": "G",
    "GET /family/benefits": "G",
    "GET /family/visits": "G",
    "GET /family/notices": "G",
    "GET /family/vaccines": "G",
    "POST /family/vaccines": "G",
    "GET /family/consents": "G",
    "POST /family/consents": "G",
    "GET /family/data": "G",
    "GET /family/forms": "G",
    "POST /family/data": "G",
    "GET /family/owed": "G",
    "POST /family/owed/{reference}": "G",
    "* /family/**": "G",
    "GET /new/{what}": _CASE,
    "POST /new/{what}": _CASE,
    "POST /new/{what}/draft": _CASE,
    "POST /new/{what}/draft/discard": _CASE,
    "GET /accounts/{account_id}": "G" + _STAFF,
    # A case.
    "GET /cases/{case_number}": _CASE,
    # A program reports what was billed.
    "POST /cases/{case_number}/do/{action}": "GDIMALSHVFCY",
    "POST /cases/{case_number}/notes": _WORK,
    "POST /cases/{case_number}/mail-address": "GDIALSHV",
    "GET /cases/{case_number}/documents/{document_id}": _CASE,
    "GET /cases/{case_number}/documents/{document_id}/pages/{number}.png": _CASE,
    "GET /cases/{case_number}/why": _STAFF,
    "GET /cases/{case_number}/letters/{letter}/preview": _STAFF,
    "GET /cases/**": _CASE,
    "POST /cases/**": "GDIMALSHVFCY",
    # Being here and asking for a price change nothing of a case.
    "POST /cases/{case_number}/here": _STAFF,
    "POST /cases/{case_number}/price/{action}": _STAFF,
    "GET /api/v1/cases": _CASE,
    "GET /api/v1/cases/{case_number}": _CASE,
    "GET /api/v1/cases/{case_number}/events": _CASE,
    "GET /api/v1/cases/{case_number}/letters": _CASE,
    "GET /api/v1/cases/{case_number}/clocks": _STAFF,
    "POST /api/v1/cases/{case_number}/actions": "GDIMALSHVFCY",
    "GET /api/v1/letters/{number}": _CASE,
    "GET /api/v1/letters/{number}.pdf": _CASE,
    "GET /api/v1/episodes/{episode_id}": _CASE,
    "POST /api/v1/documents": _HANDS_IN,
    "GET /api/v1/documents/{document_id}/pages": _CASE,
    "GET /api/v1/documents/{document_id}/reading": _CASE,
    "GET /api/v1/documents/{document_id}/pages/{number}": _CASE,
    "* /api/v1/unfinished-documents": _HANDS_IN,
    "* /api/v1/unfinished-documents/**": _HANDS_IN,
    "* /files/**": _HANDS_IN,
    # What opens a case.
    "POST /api/v1/preauthorizations": _ASKS,
    "POST /api/v1/advances": _ASKS,
    "GET /api/v1/advances/{case_number}/statement": _CASE,
    "POST /api/v1/visits": "DI",
    "POST /api/v1/admissions": "DI",
    "POST /api/v1/eligibility": "DIALSH",
    "POST /api/v1/quotes": _CASE,
    "POST /api/v1/reimbursements": "GI",
    "POST /api/v1/appointments": "GI",
    "POST /api/v1/complaints": "GIC",
    "POST /api/v1/enquiries": "GI",
    "POST /api/v1/consultations": "GI",
    "POST /api/v1/vaccinations": "GI",
    "POST /api/v1/on-site-help": "GI",
    "POST /api/v1/data-requests": "GI",
    "POST /api/v1/brand-transfers": "GI",
    # The family's own; a hospital learns nothing of limits and consents.
    "GET /api/v1/accounts": "G" + _STAFF,
    "GET /api/v1/accounts/{account_id}/statement": "G" + _STAFF,
    "GET /api/v1/members/{member_number}/consents": "G" + _STAFF,
    "POST /api/v1/members/{member_number}/consents": "GI",
    "POST /api/v1/members/{member_number}/consents/withdrawal": "GI",
    "GET /api/v1/members/{member_number}/vaccine-doses": "G" + _STAFF,
    "POST /api/v1/members/{member_number}/vaccine-doses": "GI",
    "POST /api/v1/members/{member_number}/export": "GSHC",
    "GET /api/v1/exports/{export_id}.zip": "GSHC",
    "GET /api/v1/members/{member_number}/policies/{policy_number}/services": "G" + _STAFF,
    "GET /api/v1/members/{member_number}/policies/{policy_number}/brands": "G" + _STAFF,
    "POST /api/v1/members/{member_number}/policies/{policy_number}/brands": "GI",
    "GET /api/v1/cards": "G",
    "POST /api/v1/cards/bindings": "G",
    "POST /api/v1/cards/{card_number}/unbinding": "G",
    "GET /api/v1/owed": "G",
    "POST /api/v1/owed/{reference}/payments": "G",
    "GET /api/v1/remittances": "D",
    "GET /api/v1/remittances/{number}": "D",
    # Money out and in: finance acts, leaders and auditors look.
    "GET /api/v1/payments": _SEES_MONEY,
    "GET /api/v1/payments/{number}": _SEES_MONEY,
    "GET /api/v1/payment-batches": _SEES_MONEY,
    "POST /api/v1/payments/sign": "F",
    "POST /api/v1/payments/turn-down": "F",
    "GET /api/v1/receivables": _SEES_MONEY,
    "GET /api/v1/receipts": _SEES_MONEY,
    "POST /api/v1/receipts/{reference}/decision": "F",
    "GET /api/v1/funds": _SEES_MONEY,
    "GET /api/v1/funds/{code}/statement": _SEES_MONEY,
    "GET /api/v1/funds/{code}/statement.csv": _SEES_MONEY,
    # The house.
    "GET /api/v1/board": _LEADERS + "U",
    "GET /api/v1/reports/**": _LEADERS + "U",
    "GET /api/v1/notifications": _STAFF,
    "POST /api/v1/notifications/{notification_id}/read": _STAFF,
    "GET /api/v1/tasks": _LEADERS + "U",
    "POST /api/v1/tasks/{task_id}/close": _LEADERS,
    "GET /api/v1/absences": _STAFF + "N",
    "POST /api/v1/absences": _WORK + "N",
    "POST /api/v1/absences/{absence_id}/cancel": _WORK + "N",
    "GET /api/v1/incidents": "SHUN",
    "POST /api/v1/incidents": "SHN",
    "POST /api/v1/incidents/{incident_id}/progress": "SHN",
    "POST /api/v1/incidents/{incident_id}/guardians": "SHN",
    "GET /api/v1/incidents/{incident_id}/report.pdf": "SHU",
    "GET /api/v1/house/people": _HOUSE,
    "GET /api/v1/house/people/{staff_id}": _HOUSE,
    "GET /api/v1/house/hospitals": _HOUSE,
    "GET /api/v1/house/hospitals/{hospital}": _HOUSE,
    "GET /api/v1/house/insurers": _HOUSE,
    "GET /api/v1/house/authority": _HOUSE,
    "GET /api/v1/house/changes": _HOUSE,
    "GET /api/v1/house/plans": _STAFF + "N",
    "GET /api/v1/house/plans/{plan_id}": _STAFF + "N",
    "GET /api/v1/house/letters": _STAFF + "N",
    "POST /api/v1/house/people": "N",
    "PUT /api/v1/house/people/{staff_id}": "N",
    "POST /api/v1/house/people/{staff_id}/close": "N",
    "POST /api/v1/house/people/{staff_id}/reopen": "N",
    "POST /api/v1/house/accounts/{account_id}/password": "N",
    "POST /api/v1/house/accounts/{account_id}/second-factor": "N",
    "POST /api/v1/house/accounts/{account_id}/close": "N",
    "GET /api/v1/webhooks": "N",
    "POST /api/v1/webhooks": "N",
    "POST /api/v1/webhooks/{endpoint_id}/rotate": "N",
    "POST /api/v1/webhooks/{endpoint_id}/try": "N",
    "PUT /api/v1/webhooks/{endpoint_id}/state": "N",
    "POST /api/v1/house/hospitals": "N",
    "PUT /api/v1/house/hospitals/{hospital}": "N",
    "POST /api/v1/house/hospitals/{hospital}/networks": "N",
    "POST /api/v1/house/hospitals/{hospital}/networks/{membership_id}/end": "N",
    "POST /api/v1/house/hospitals/{hospital}/accounts": "N",
    "PUT /api/v1/house/insurers/{insurer}": "N",
    "POST /api/v1/house/authority": "SH",
    "POST /api/v1/house/authority/{limit_id}/confirm": "SH",
    "POST /api/v1/house/authority/{limit_id}/withdraw": "SH",
    "POST /api/v1/house/clock": "SH",
    "GET /api/v1/calendars": _STAFF + "N",
    "GET /api/v1/calendar-publications/{draft_id}": _STAFF + "N",
    "GET /api/v1/calendar-drafts/{draft_id}": _CALENDAR,
    "POST /api/v1/calendars/{name}/drafts": _CALENDAR,
    "POST /api/v1/calendar-drafts/{draft_id}/publish": _CALENDAR,
    "POST /api/v1/letters/{number}/send-again": _WORK,
    "POST /cases/{case_number}/letters/again": _WORK,
    "POST /codec/decode": _LEADERS + "U",
    "POST /codec/encode": _LEADERS + "U",
}
"""``**`` stands for the routes of a room that have no row of their own: they let in these or fewer."""

ACTS = {
    "GDIMALSHVFCU": "QUOTE READ READ_LETTER",
    "GIMALSHVFCU": "READ_ACCOUNT READ_CONSENTS READ_SERVICES",
    "IMALSHVFCUN": "READ_ABSENCES READ_CALENDAR READ_TERMS",
    "IMALSHVFCU": "READ_CLOCKS READ_NOTIFICATIONS",
    "GDIMALSHV": "UPLOAD",
    "IMALSHVFC": "SEND_LETTER_AGAIN SET_OWN_ABSENCE TAKE_NEXT WRITE_NOTE",
    "GDIALSHV": "SUBMIT_DOCUMENTS",
    "IMALSHVC": "EXPLAIN_DELAY",
    "DIALSHY": "REPORT_BILLED",
    "GDIALSH": "REQUEST_AMENDMENT",
    "IMALSHC": "ANSWER_ENQUIRY",
    "DIALSH": "CHECK_ELIGIBILITY",
    "IMALSHV": "CONFIRM_READING",
    "IALSHV": "CHECK_ENTITLEMENT",
    "IMALSH": "REQUEST_DOCUMENTS TRIAGE",
    "MALSHV": "ASK FLAG_FRAUD OPEN_INVESTIGATION",
    "ALSHV": "AGREE_REFUND_PLAN DECIDE_ADVANCE DECIDE_TOP_UP RECALL_ADVANCE TAKE_BACK_DECISION",
    "DILSH": "REPORT_ATTENDED REPORT_NO_SHOW",
    "IALSH": ("ACCEPT_AS_COMPLETE ASSIGN CHANGE_PRIORITY CONFIRM_ELIGIBILITY RECEIVE_ORIGINALS VERIFY_BILLS"),
    "IMLSH": "COMPLETE_SERVICE",
    "MALSH": "RAISE_NONDISCLOSURE RECORD_FINDINGS RULE_LINES",
    "SHUNY": "READ_METRICS",
    "ALSH": (
        "AUTHORIZE_DISCHARGE CANCEL_GUARANTEE CORRECT_CLAIM DECIDE DECIDE_AMENDMENT DECIDE_CLAIM "
        "DECIDE_TRANSFER INVESTIGATE_CLAIM PROPOSE_RECOVERY STATE_ASCERTAINED"
    ),
    "GDIV": "NOTIFY_DISCHARGE REQUEST_TOP_UP",
    "ILSH": "ARRANGE_SERVICE BOOK_APPOINTMENT FAIL_APPOINTMENT OFFER_ALTERNATIVE",
    "ISHC": "VERIFY_REQUESTER",
    "LSHN": "SET_ABSENCE",
    "LSHU": "DECODE_PAYLOADS READ_REPORTS READ_TASKS",
    "SHFU": "READ_PAYMENTS",
    "SHUN": "READ_HOUSE READ_INCIDENTS",
    "GDI": "NAME_HOSPITAL REPLY SUBMIT WITHDRAW",
    "GIC": "FILE_COMPLAINT OBJECT_TO_DECISION",
    "GIV": "DISPUTE_DEBT SIGN_MANDATE",
    "LSH": "CLOSE_TASK",
    "SHC": (
        "ANSWER_DATA_REQUEST ASSIGN_COMPLAINT DECIDE_COMPLAINT EXTEND_COMPLAINT "
        "INVESTIGATE_COMPLAINT NOTE_REGULATOR"
    ),
    "GSHC": "EXPORT_DATA",
    "SHF": "PAY_AGAIN PAY_CLAIM_AGAIN",
    "N": "MANAGE_PEOPLE MANAGE_PLACES MANAGE_WEBHOOKS",
    "SHN": "RECORD_INCIDENT",
    "SHU": "READ_INCIDENT_WORDS",
    "DI": "OPEN_VISIT SUBMIT_BILL",
    "GI": (
        "ACCEPT_ALTERNATIVE ACCEPT_DECISION ANSWER_REMINDER CANCEL_APPOINTMENT CHOOSE_BRAND CORRECT_ACCOUNT "
        "GIVE_CONSENT REQUEST_SERVICE RESCHEDULE_APPOINTMENT SEND_ORIGINALS "
        "SUBMIT_CLAIM"
    ),
    "SH": (
        "APPROVE_REFUND CONCLUDE_NONDISCLOSURE CO_SIGN DEMONSTRATE GIVE_TO_LEGAL PUBLISH_CALENDAR "
        "RELEASE_HOLD RESUME_DEBT SEND_BACK SETTLE_COMPENSATION SET_AUTHORITY WAIVE_DEBT"
    ),
    "HU": "READ_ACCESS_LOG",
    "VF": "RETRY_PAYMENT",
    "F": "APPROVE_PAYMENT MATCH_RECEIPT TURN_DOWN_PAYMENT",
    "D": "ACKNOWLEDGE_LETTER DECLINE_LETTER READ_REMITTANCES",
    "G": "BIND_CARD PAY_OWED READ_OWED",
    "M": "RECORD_CONSULTATION",
    "V": "PAY_ADVANCE RECORD_CALL SETTLE_BILL SUBMIT_LINKED_CLAIM",
}
"""Acts by who may do them: families and hospitals ask, deciders decide, finance pays."""


NO_ID = "0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"
"""An id that nothing has."""


def row_of(method: str, path: str) -> str | None:
    """The key of the row for a route: its own, else that of the nearest room; None where nobody wrote one."""
    if f"{method} {path}" in ROUTES:
        return f"{method} {path}"
    steps = path.split("/")
    for length in range(len(steps), 1, -1):
        room = "/".join(steps[:length])
        ending = "" if length == len(steps) else "/**"
        for key in (f"{method} {room}{ending}", f"* {room}{ending}"):
            if key in ROUTES:
                return key
    return None


def caller(letter: str) -> Caller:
    """Somebody with that role alone, and a token."""
    role = ROLES[letter]
    kinds = {
        Role.GUARDIAN: (PrincipalKind.GUARDIAN, str(UUID(int=1))),
        Role.HOSPITAL_DESK: (PrincipalKind.HOSPITAL, "MEIHUA-FUER"),
        Role.SYSTEM: (PrincipalKind.SYSTEM, "monitor"),
    }
    kind, who = kinds.get(role, (PrincipalKind.STAFF, str(UUID(int=2))))
    actor = Actor(f"{kind.lower()}:{who}", (role,), DEFAULT_AUTHORITY.get(role, 0))
    return Caller(principal=Principal(kind=kind, id=who, actor=actor, token_id=UUID(int=3)), request_id=None)
