"""Policies with their schedule and card."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import Session, select

from models.e_card import ECard
from models.insurer import Insurer
from models.member import Member
from models.policy import Policy
from models.tpa import Tpa
from rules.catalogue.schedule import Schedule
from rules.catalogue.values import nearest
from rules.vocabulary import CardStatus, PolicyStatus, Purchase
from stores.benefits import plans
from stores.benefits.policy_years import open_policy_year
from stores.csv_files import CellError, Column, Fault, Row, a_date, an_instant, one_of, several
from stores.importers.upsert import Outcome, together, upsert

PURCHASES = {
    "首次投保": Purchase.FIRST,
    "连续投保": Purchase.CONTINUOUS_RENEWAL,
    "非连续投保": Purchase.NON_CONTINUOUS,
}
STATUSES = {
    "待生效": PolicyStatus.PENDING,
    "有效": PolicyStatus.IN_FORCE,
    "终止": PolicyStatus.TERMINATED,
}


DAYS_OF_A_YEAR = (365, 366)


def odd_period(row: Row) -> Iterator[Fault]:
    """A period that is no year: the schedule's days are trusted, and somebody should look at them (A-39)."""
    days = (row.cells["expires_on"] - row.cells["effective_on"]).days + 1
    if days not in DAYS_OF_A_YEAR:
        yield Fault(row.line, "expires_on", f"the policy lasts {days} days, not a year: check its days")


def _schedule(cell: str) -> dict[str, Any]:
    """The schedule as JSON, with the keys that plans name; amounts are decimal yuan."""
    try:
        written = json.loads(cell)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error})") from error
    if not isinstance(written, dict):
        raise ValueError('is not a JSON object such as {"inpatient_limit": "300000"}')
    return Schedule.from_mapping(written).to_mapping()


class Policies:
    """One row a policy, by its number; its plan is the version on sale when it begins, or the one named."""

    columns: ClassVar[Sequence[Column]] = (
        Column("number", "保单号", required=True),
        Column("insurer", "保险人", required=True),
        Column("tpa", "服务管理商", required=True),
        Column("plan", "计划", required=True),
        Column("plan_version", "计划版本"),
        Column("member_number", "会员号", required=True),
        Column("effective_on", "生效日", a_date, required=True),
        Column("expires_on", "到期日", a_date, required=True),
        Column("purchase", "投保方式", one_of(Purchase, PURCHASES), required=True),
        Column("options", "可选责任", several, empty=list),
        Column("schedule", "保单明细", _schedule, empty=dict),
        Column("paid_at", "付款时间", an_instant),
        Column("status", "状态", one_of(PolicyStatus, STATUSES), empty=lambda: PolicyStatus.IN_FORCE),
        Column("terminated_on", "终止日", a_date),
        Column("card_number", "电子保险卡号"),
        Column("card_activated_at", "激活时间", an_instant),
    )
    key: ClassVar[Sequence[str]] = ("number",)
    refusals: ClassVar[Mapping[str, tuple[str, str]]] = {
        "ck_policy_period_order": ("expires_on", "is before effective_on"),
        "ck_policy_terminated_on": ("terminated_on", "stands with the status TERMINATED, and only with it"),
        "uq_e_card_number": ("card_number", "is the card of another policy"),
        "fk_member_year_policy_id_member_id": ("member_number", "cannot change: money was used under it"),
    }

    def __init__(self, session: Session) -> None:
        self.session = session

    def take(self, row: Row) -> Outcome:
        """Keep a policy and its card."""
        cells = dict(row.cells)
        card: dict[str, Any] = {
            name: cells.pop(name) for name in ("card_number", "card_activated_at") if name in cells
        }
        values = {
            "insurer_code": self._code(Insurer, "insurer", cells.pop("insurer")),
            "tpa_code": self._code(Tpa, "tpa", cells.pop("tpa")),
            "member_id": self._member(cells.pop("member_number")),
            "plan_version_id": self._plan(cells),
        }
        policy, kept = upsert(self.session, Policy, {"number": cells.pop("number")}, values | cells)
        self._open_year(policy)
        return together(kept, self._card(policy, card))

    def _code(self, table: type[Insurer] | type[Tpa], column: str, code: str) -> str:
        if self.session.get(table, code) is None:
            known = self.session.exec(select(table.code)).all()
            raise CellError(column, f"{code!r} is not known: {nearest(code, list(known))}")
        return code

    def _member(self, number: str) -> Any:
        member_id = self.session.exec(select(Member.id).where(Member.number == number)).one_or_none()
        if member_id is None:
            raise CellError("member_number", f"{number!r} is no known member: import members first")
        return member_id

    def _plan(self, cells: dict[str, Any]) -> Any:
        code, version = cells.pop("plan"), cells.pop("plan_version", None)
        try:
            plan = plans.on_sale(self.session, code, cells["effective_on"], version)
        except LookupError as error:
            raise CellError("plan", str(error)) from error
        known = [option["code"] for option in plan.content.get("options", [])]
        for option in cells.get("options", []):
            if option not in known:
                raise CellError("options", f"plan {code} has no option {option!r}: {nearest(option, known)}")
        return plan.id

    def _open_year(self, policy: Policy) -> None:
        try:
            open_policy_year(self.session, policy.id)
        except ValueError as error:
            raise CellError("schedule", str(error)) from error

    def _card(self, policy: Policy, card: dict[str, Any]) -> Outcome:
        number, activated_at = card.get("card_number"), card.get("card_activated_at")
        if number is None:
            return Outcome.UNCHANGED
        values = {"number": number}
        if activated_at is not None:
            values |= {"activated_at": activated_at}
        row, kept = upsert(self.session, ECard, {"policy_id": policy.id}, values)
        if activated_at is not None and row.status == CardStatus.PENDING:
            row.status = CardStatus.ACTIVE
            self.session.flush()
        return kept
