"""Faults that no single value shows: limits, channels and lists that do not fit together."""

from collections.abc import Iterator
from typing import Any

from rules.catalogue.benefits import BenefitTerms, Channels
from rules.catalogue.plan import PlanVersion
from rules.catalogue.schedule import SCHEDULE_KEYS
from rules.catalogue.source_lines import Path_
from rules.catalogue.values import Dated, nearest

Finding = tuple[Path_, str]


def cross_checks(plan: PlanVersion) -> Iterator[Finding]:
    """Path and message of each fault."""
    for name, terms in plan.benefits.items():
        yield from _accounts(plan, name, terms)
        yield from _reachable(name, terms.channels)
        yield from _member_share(name, terms)
        yield from _items_once(name, terms)
        yield from _groups_once(name, terms)
        yield from _listed_exclusions(plan, name, terms)
        yield from _waiting_stated(plan, name, terms)
    yield from _encounters_once(plan)
    yield from _defined_and_unused(plan)
    yield from _schedule_keys((), plan)
    yield from _named_twice((), plan)


def _accounts(plan: PlanVersion, name: str, terms: BenefitTerms) -> Iterator[Finding]:
    if terms.limit not in plan.limits:
        known = nearest(terms.limit, [str(limit) for limit in plan.limits])
        yield (
            ("benefits", name, "limit"),
            f"limit {terms.limit} is used but not defined: {known}",
        )
    if terms.deductible and terms.deductible not in plan.deductibles:
        message = f"deductible {terms.deductible} is used but not defined under deductibles"
        yield ("benefits", name, "deductible"), message


def _defined_and_unused(plan: PlanVersion) -> Iterator[Finding]:
    used = {terms.limit for terms in plan.benefits.values()}
    for limit in plan.limits:
        if limit not in used:
            yield (
                ("limits", limit),
                f"no benefit draws on limit {limit}: remove it or use it",
            )


def _reachable(name: str, channels: Channels) -> Iterator[Finding]:
    ways = (
        channels.private_network,
        channels.private_non_network,
        channels.public_direct_list,
        channels.public_other,
    )
    if not any(stated.value or stated.value is None for way in ways for stated in way.root):
        message = f"no channel reaches benefit {name}: open one, or write NS where a person decides"
        yield ("benefits", name, "channels"), message


def _member_share(name: str, terms: BenefitTerms) -> Iterator[Finding]:
    if terms.tiers and (terms.copay or terms.coinsurance):
        yield ("benefits", name, "tiers"), "write tiers, or copay and coinsurance, not both"
    if not (terms.tiers or terms.coinsurance or terms.parts):
        message = "the member's share is missing: write tiers, coinsurance or parts (NS where not stated)"
        yield ("benefits", name), message


def _items_once(name: str, terms: BenefitTerms) -> Iterator[Finding]:
    """An item in two parts would have two shares."""
    listed: dict[str, str] = {}
    for part, its in (terms.parts or {}).items():
        for item in {item: None for stated in its.items.root for item in stated.value or ()}:
            if item in listed:
                message = f"{item} already stands in part {listed[item]}: leave it in one of them"
                yield ("benefits", name, "parts", part, "items"), message
            listed[item] = part


def _groups_once(name: str, terms: BenefitTerms) -> Iterator[Finding]:
    """A group with two overrides would have two prices, of which only the first is read."""
    seen: set[str] = set()
    for index, override in enumerate(terms.hospital_overrides):
        if override.group in seen:
            message = f"{override.group} has an override above: keep one, or name the group that was meant"
            yield ("benefits", name, "hospital_overrides", index, "group"), message
        seen.add(override.group)


def _listed_exclusions(plan: PlanVersion, name: str, terms: BenefitTerms) -> Iterator[Finding]:
    for stated in terms.exclusions.root if terms.exclusions else ():
        for exclusion in stated.value or ():
            if exclusion not in plan.exclusions:
                hint = nearest(exclusion, list(plan.exclusions))
                yield ("benefits", name, "exclusions"), f"exclusion {exclusion!r} is not defined: {hint}"


def _waiting_stated(plan: PlanVersion, name: str, terms: BenefitTerms) -> Iterator[Finding]:
    if plan.waiting and terms.limit not in plan.waiting.days:
        yield (
            ("waiting", "days"),
            f"waiting days of benefit {name} are missing: add {terms.limit} (NS where not stated)",
        )


def _encounters_once(plan: PlanVersion) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, terms in plan.benefits.items():
        for encounter in terms.encounters:
            if encounter in seen:
                message = f"{encounter} already falls under benefit {seen[encounter]}"
                yield ("benefits", name, "encounters"), message
            seen[encounter] = name


def _schedule_keys(path: Path_, clause: Any) -> Iterator[Finding]:
    if isinstance(clause, Dated):
        for stated in clause.root:
            if stated.schedule and stated.schedule not in SCHEDULE_KEYS:
                hint = nearest(stated.schedule, sorted(SCHEDULE_KEYS))
                yield (*path, "schedule"), f"policies have no schedule key {stated.schedule!r}: {hint}"
    elif isinstance(clause, dict):
        for key, value in clause.items():
            yield from _schedule_keys((*path, key), value)
    elif isinstance(clause, tuple):
        for index, value in enumerate(clause):
            yield from _schedule_keys((*path, index), value)
    elif hasattr(type(clause), "model_fields"):
        for name in type(clause).model_fields:
            if name != "options":
                yield from _schedule_keys((*path, name), getattr(clause, name))


def _named_twice(path: Path_, clause: Any) -> Iterator[Finding]:
    """Words that one list holds twice: the second was meant to be another one, or is one too many."""
    if isinstance(clause, Dated):
        for index, stated in enumerate(clause.root):
            place = path if len(clause.root) == 1 else (*path, index)
            yield from _named_twice((*place, "value"), stated.value)
    elif isinstance(clause, dict):
        for key, value in clause.items():
            yield from _named_twice((*path, key), value)
    elif isinstance(clause, tuple):
        for index, value in enumerate(clause):
            if isinstance(value, str) and value in clause[:index]:
                yield (*path, index), f"{value} stands twice in this list: keep one, or write what was meant"
            yield from _named_twice((*path, index), value)
    elif hasattr(type(clause), "model_fields"):
        for name in type(clause).model_fields:
            if name != "options":
                yield from _named_twice((*path, name), getattr(clause, name))
