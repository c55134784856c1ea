"""The acts on a case as forms: what each body needs to know of the case to be filled in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from sqlmodel import Session

from rules.advances.vocabulary import IdentityCheck
from rules.claims.case import ClaimCase
from rules.findings.reading import Means
from rules.money import format_yuan
from rules.permissions import Action
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import Outcome
from rules.vocabulary import GuaranteeVersionState, Language
from stores.casework import case_rooms
from stores.trust import works_for
from web.access import Caller
from web.api.bodies.act_body import ActBody
from web.api.bodies.action_bodies import AnyAct
from web.api.bodies.bill_table import COLUMNS
from web.api.views.reading_views import ReadFieldView
from web.backend import Backend
from web.casework import prefilled
from web.casework.allowed import works_on
from web.casework.case_room import CaseRoom
from web.forms.drawn import Choice, Plan
from web.forms.entry import Sent, Values
from web.forms.page import Wrong, body_of
from web.worksheet.claims import year_shown
from web.worksheet.preauthorizations import standing_of

BODIES: dict[Action, type[ActBody]] = {
    Action(get_args(body.model_fields["action"].annotation)[0]): body
    for body in get_args(get_args(AnyAct)[0])
}
"""The body of each act."""

YEAR_SEEN = "decision.accumulator_version"
"""Field with the version of the accounts that the page shows."""
_STAFF_ONLY = frozenset(
    {
        "claim.provider",
        "claim.preauthorization",
        "claim.redirected_to_network",
        "claim.emergency_notified_in_time",
        "claim.expected_cumulative_cost",
        "claim.invoices.*.state",
        "claim.lines.*.finding",
        "claim.invoices.*.type",
    }
)
"""What only staff may state (`ClaimBody.mistakes`)."""


def plan_of(session: Session, action: Action, room: CaseRoom, caller: Caller) -> Plan:
    """What the page knows for this act on this case."""
    made = _PLANS.get(action)
    if made is None:
        return Plan()
    return made(session, room, caller)


def hospital_choices(session: Session, language: Language) -> Sequence[Choice]:
    """Every hospital by city and name."""
    return [(row.code, f"{row.city or '–'} · {row.named(language)}") for row in case_rooms.hospitals(session)]


def claim_left_out(caller: Caller, inside: str = "claim.") -> frozenset[str]:
    """What a family is not asked in a claim."""
    if caller.is_staff:
        return frozenset()
    return frozenset(f"{inside}{name.removeprefix('claim.')}" for name in _STAFF_ONLY)


def _assign(session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    row = room.seen.row
    away = works_for.not_for_case(session, row.case_number)
    named = [
        (f"staff:{each.id}", f"{each.name} · {each.team or '–'}")
        for each in case_rooms.colleagues(session)
        if each.id not in away and works_on(each.roles, row.process)
    ]
    return Plan(choices={"assignee": named})


def _decide(session: Session, room: CaseRoom, caller: Caller) -> Plan:
    case = room.state
    if not isinstance(case, PreAuthorizationCase):
        return Plan()
    items = case.request.items
    lines = [{"approved": format_yuan(item.amount)} for item in items]
    return Plan(
        choices={"decision.network_hospitals": hospital_choices(session, caller.language)},
        hidden={"decision.accumulator_version": str(case.accumulator_version)},
        fixed={"decision.lines": [f"{item.description} · {format_yuan(item.amount)}" for item in items]},
        begin={
            "decision": {
                "lines": lines,
                "approved_days": case.request.expected_days or None,
                "room_class": case.request.room_class.value,
            }
        },
    )


def _decide_amendment(session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    """A letter stands for weeks: its figures are those of the accounts as they stand now."""
    case = room.state
    standing = standing_of(session, case) if isinstance(case, PreAuthorizationCase) else None
    if standing is None:
        return Plan(left_out=frozenset({"decision.accumulator_version"}))
    return Plan(hidden={"decision.accumulator_version": str(standing.version)})


def _decide_claim(session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    """What the page prices is decided: the accounts may have moved since the claim was judged."""
    case = room.state
    judged = case.judged if isinstance(case, ClaimCase) else None
    if judged is None or not isinstance(case, ClaimCase):
        return Plan()
    version = year_shown(session, case)
    return Plan(
        choices={
            "decision.confirmed": [(code.value, "") for code in judged.to_confirm],
            "decision.allowed": [(code.value, "") for code in judged.referred_for],
        },
        hidden={YEAR_SEEN: str(version)} if version is not None else {},
        left_out=frozenset() if version is not None else frozenset({YEAR_SEEN}),
    )


def _advance(_session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    version = room.view.staff.accumulator_version if room.view.staff else 0
    if not version:
        return Plan(left_out=frozenset({"decision.accumulator_version"}))
    return Plan(hidden={"decision.accumulator_version": str(version)})


def _reply(_session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    items = [item for each in room.view.questions if not each.closed_at for item in each.items]
    asked = [item for item in items if not item.answer]
    return Plan(
        hidden={f"answers.{place}.item_id": item.item_id for place, item in enumerate(asked)},
        fixed={"answers": [item.text for item in asked]},
        left_out=frozenset() if asked else frozenset({"answers"}),
    )


def _rule_lines(_session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    lines = room.around.bill["lines"] if room.around.bill else ()
    captions = [
        f"{line['line_id']} · {line['description']} · {format_yuan(line['amount'])}" for line in lines
    ]
    hidden = {f"lines.{place}.line_id": line["line_id"] for place, line in enumerate(lines)}
    return Plan(hidden=hidden, fixed={"lines": captions})


def _letter(_session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    """The version in force, as the page shows it."""
    guarantee = room.view.guarantee
    if guarantee is None:
        return Plan()
    held = [each for each in guarantee.versions if each.state is GuaranteeVersionState.IN_FORCE]
    if not held:
        return Plan()
    number = f"{guarantee.number}-V{held[-1].ordinal}"
    return Plan(choices={"letter": [(number, number)]}, begin={"letter": number})


def _bill(_session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    before = room.around.bill
    read = {} if before else {"bill": prefilled.bill(room.readings.values())}
    return Plan(
        begin={"bill": _bill_as_sent(before)} if before else read,
        read=prefilled.paths(read),
        blank_rows={"bill.lines": 3},
        left_out=frozenset({"bill.lines_csv"}),
    )


def _bill_as_sent(before: Mapping[str, Any]) -> dict[str, Any]:
    """The version before, to be corrected."""
    return {
        "lines": [_charge_as_sent(line) for line in before["lines"]],
        "invoices": [{**each, "total": format_yuan(each["total"])} for each in before.get("invoices", ())],
        "diagnoses": [{"code": each["code"], "name": each["name"]} for each in before.get("diagnoses", ())],
    }


def _charge_as_sent(line: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: line[name] for name in COLUMNS if line.get(name) not in (None, "")}
    return said | {name: format_yuan(said[name]) for name in ("amount", "unit_price") if name in said}


def _sign_mandate(_session: Session, _room: CaseRoom, caller: Caller) -> Plan:
    """A guardian who is signed in is identified by that; staff say how they did it."""
    return Plan() if caller.is_staff else Plan(hidden={"verified": IdentityCheck.SIGNED_IN.value})


def _name_hospital(session: Session, _room: CaseRoom, caller: Caller) -> Plan:
    return Plan(choices={"hospital": hospital_choices(session, caller.language)})


def _claim(_session: Session, room: CaseRoom, caller: Caller) -> Plan:
    begin = {"claim": prefilled.claim(room.readings.values())}
    return Plan(
        left_out=claim_left_out(caller),
        blank_rows={"claim.lines": 2},
        begin=begin,
        read=prefilled.paths(begin),
    )


def _confirm_reading(_session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    """Every value of the paper that is shown, with how sure the machine is of it."""
    whole = room.readings.get(room.opened.id) if room.opened else None
    behind = {each.first_page: each for each in whole.others} if whole else {}
    reading = behind.get(room.from_page, whole)
    if whole is None or reading is None or room.opened is None:
        return Plan(left_out=frozenset({"fields", "kind", "from_page"}))
    from_page = str(room.from_page if reading is not whole else 0)
    fields = {f"fields.{place}.name": each.name.value for place, each in enumerate(reading.fields)}
    return Plan(
        hidden={"document": str(room.opened.id), "from_page": from_page, **fields},
        fixed={"fields": [_read_caption(each) for each in reading.fields]},
        left_out=frozenset() if reading.fields else frozenset({"fields"}),
        begin={
            "kind": reading.kind,
            "fields": [{"name": each.name.value, "value": each.value} for each in reading.fields],
        },
    )


def _read_caption(read: ReadFieldView) -> str:
    sure = f"{int(read.confidence * 100)} %" if read.means is not Means.PERSON else "✓"
    return f"FieldName.{read.name} · {sure}{'' if read.sure else ' ⚠'}"


def _account(_session: Session, room: CaseRoom, _caller: Caller) -> Plan:
    code = room.seen.row.hospital_code
    return Plan(hidden={"account.party": f"hospital:{code}"} if code else {})


_PLANS: dict[Action, Callable[[Session, CaseRoom, Caller], Plan]] = {
    Action.ASSIGN: _assign,
    Action.ASSIGN_COMPLAINT: _assign,
    Action.DECIDE: _decide,
    Action.DECIDE_AMENDMENT: _decide_amendment,
    Action.DECIDE_CLAIM: _decide_claim,
    Action.DECIDE_ADVANCE: _advance,
    Action.DECIDE_TOP_UP: _advance,
    Action.REPLY: _reply,
    Action.RULE_LINES: _rule_lines,
    Action.SUBMIT_BILL: _bill,
    Action.NAME_HOSPITAL: _name_hospital,
    Action.SIGN_MANDATE: _sign_mandate,
    Action.SUBMIT_CLAIM: _claim,
    Action.CORRECT_CLAIM: _claim,
    Action.PAY_AGAIN: _account,
    Action.CONFIRM_READING: _confirm_reading,
    Action.ACKNOWLEDGE_LETTER: _letter,
    Action.DECLINE_LETTER: _letter,
}


def body_said(
    backend: Backend, caller: Caller, room: CaseRoom, action: Action, sent: Sent
) -> ActBody | Wrong:
    """The act that a form says, or what is wrong with it."""
    with backend.session() as session:
        plan = plan_of(session, action, room, caller)
    seen = sent.one("seen_version")
    more = {"action": action.value, "seen_version": int(seen) if seen.isdecimal() else 0}
    return body_of(BODIES[action], plan, sent, more, lambda values: tidied(action, values))


def tidied(action: Action, values: Values) -> Values:
    """What a form said, without what does not belong to this answer."""
    if action is Action.REPLY and "answers" in values:
        answers = [row for row in values["answers"] if "text" in row]
        return {**values, "answers": answers}
    if action is Action.DECIDE and isinstance(values.get("decision"), dict):
        return {**values, "decision": _of_outcome(values["decision"])}
    return values


def _of_outcome(decision: Values) -> Values:
    """Lines belong to an approval in part, bed and days to any approval, hospitals to a redirect."""
    outcome = decision.get("outcome")
    drop: set[str] = set()
    if outcome != Outcome.APPROVE_IN_PART:
        drop.add("lines")
    if outcome in (Outcome.DECLINE, Outcome.REDIRECT):
        drop |= {"approved_days", "room_class", "ceiling"}
    if outcome != Outcome.REDIRECT:
        drop.add("network_hospitals")
    return {name: value for name, value in decision.items() if name not in drop}
