"""Records what a decision was made from, so that it can be made again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.adjudication.canonical import plain
from rules.adjudication.claim import (
    Accumulators,
    Approval,
    Claim,
    ClaimLine,
    Encounter,
    Invoice,
    InvoiceState,
    Policy,
    Provider,
    SettledVisit,
)
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.preauthorization import Situation
from rules.catalogue.schedule import Schedule
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, CardStatus, Department, EncounterType, Ownership, Purchase


def inputs_mapping(policy: Policy, accumulators: Accumulators, claim: Claim) -> dict[str, Any]:
    """What ``adjudicate`` was given besides the plan; ``read_inputs`` gives back equal values."""
    return {"policy": plain(policy), "accumulators": plain(accumulators), "claim": plain(claim)}


def read_inputs(recorded: Mapping[str, Any]) -> tuple[Policy, Accumulators, Claim]:
    """The recorded inputs; KeyError or ValueError where the record was not made by ``inputs_mapping``."""
    return (
        _policy(recorded["policy"]),
        _accumulators(recorded["accumulators"]),
        _claim(recorded["claim"]),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _policy(written: Mapping[str, Any]) -> Policy:
    return Policy(
        effective_on=date.fromisoformat(written["effective_on"]),
        expires_on=date.fromisoformat(written["expires_on"]),
        purchase=Purchase(written["purchase"]),
        options=tuple(written["options"]),
        schedule=Schedule.from_mapping(written["schedule"]),
    )


def _accumulators(written: Mapping[str, Any]) -> Accumulators:
    settled = [
        SettledVisit(**{**visit, "on": date.fromisoformat(visit["on"]), "type": EncounterType(visit["type"])})
        for visit in written["settled_visits"]
    ]
    return Accumulators(
        counted_visits=written["counted_visits"],
        counted_visits_by_group=written["counted_visits_by_group"],
        remaining=_by_benefit(written["remaining"]),
        deductible_left=_by_benefit(written["deductible_left"]),
        counts_used=written["counts_used"],
        brands=_by_benefit(written["brands"]),
        brands_closed_on={
            account: date.fromisoformat(day)
            for account, day in _by_benefit(written["brands_closed_on"]).items()
        },
        seen_invoices=frozenset(written["seen_invoices"]),
        settled_visits=tuple(settled),
        card=CardStatus(written["card"]),
        # What was recorded before these were known does not have them.
        settled_bills=frozenset(written.get("settled_bills", ())),
        counted_on={
            part: tuple(date.fromisoformat(day) for day in days)
            for part, days in written.get("counted_on", {}).items()
        },
    )


def _by_benefit(written: Mapping[str, Any]) -> dict[Benefit, Any]:
    return {Benefit(account): value for account, value in written.items()}


def _claim(written: Mapping[str, Any]) -> Claim:
    return Claim(
        **{
            **written,
            "channel": ClaimChannel(written["channel"]),
            "provider": _provider(written["provider"]),
            "encounter": _encounter(written["encounter"]),
            "lines": tuple(_line(line) for line in written["lines"]),
            "invoices": tuple(_invoice(invoice) for invoice in written["invoices"]),
            "approval": Approval(written["approval"]),
            "submitted_on": _day(written["submitted_on"]),
            # Claims that were recorded before a person could allow anything do not have it.
            "allowed": tuple(ReasonCode(code) for code in written.get("allowed", ())),
        }
    )


def _provider(written: Mapping[str, Any]) -> Provider:
    kinds = {"ownership": Ownership(written["ownership"]), "department": Department(written["department"])}
    return Provider(**{**written, **kinds})


def _encounter(written: Mapping[str, Any]) -> Encounter:
    return Encounter(
        type=EncounterType(written["type"]),
        on=date.fromisoformat(written["on"]),
        surgery_on=_day(written["surgery_on"]),
        diagnoses=tuple(written["diagnoses"]),
        procedures=tuple(written["procedures"]),
        emergency=written["emergency"],
        situations=tuple(Situation(situation) for situation in written["situations"]),
    )


def _invoice(written: Mapping[str, Any]) -> Invoice:
    kind = EncounterType(written["type"]) if written["type"] else None
    return Invoice(**{**written, "type": kind, "state": InvoiceState(written["state"])})


def _line(written: Mapping[str, Any]) -> ClaimLine:
    finding = ReasonCode(written["finding"]) if written["finding"] else None
    return ClaimLine(**{**written, "item": ItemCode(written["item"]), "finding": finding})
