"""Every value of a plan may change on a day, and may be left to the policy schedule: its terms follow."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import Accumulators
from rules.catalogue.effective import POLICY_SCHEDULE, Term
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.overlay import prefixes
from rules.catalogue.plan import PlanVersion, dated_values
from rules.catalogue.preauthorization import Situation
from rules.catalogue.resolution import effective_terms, resolve
from rules.catalogue.schedule import Schedule
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, EncounterType
from tests.rules.adjudication.builders import claim, plan, policy

CHANGE = date(2026, 9, 1)
BEFORE = CHANGE - timedelta(days=1)
PLANS = ["GYX-2021-CZ", "GYX-2025-STD", "DENT-2021"]
OPTIONS = ("VAC-2025",)
_AS_WRITTEN = ("plan_hash", "brand_lock")


def shipped(code: str) -> PlanVersion:
    """A copy, in the order in which a changed one is written."""
    return PlanVersion.from_json(shipped_catalogue().version(code, CHANGE).to_json())


def until_the_change(written: Any) -> Any:
    """A plan as it is written, of which nothing is stated any more from the day of the change on."""
    if isinstance(written, dict):
        return {key: until_the_change(value) for key, value in written.items()}
    if not isinstance(written, list):
        return written
    if written and all(isinstance(each, dict) and {"value", "source"} <= each.keys() for each in written):
        ended = {**written[-1], "to": BEFORE.isoformat()}
        nothing = {"value": "NS", "source": ["changed"], "from": CHANGE.isoformat()}
        return [*written[:-1], ended, nothing]
    return [until_the_change(each) for each in written]


def values(found: Any) -> Any:
    """What terms say, in plain values without their sources."""
    if isinstance(found, Mapping):
        return {str(key): values(value) for key, value in found.items()}
    if hasattr(found, "_fields"):
        return {name: values(getattr(found, name)) for name in found._fields if name != "source"}
    if is_dataclass(found):
        told = {each.name: values(getattr(found, each.name)) for each in fields(found)}
        return {
            name: value for name, value in told.items() if "source" not in name and name not in _AS_WRITTEN
        }
    return tuple(map(values, found)) if isinstance(found, tuple) else found


def terms_within(found: Any) -> Iterator[Term[Any]]:
    """Every term, wherever it stands."""
    if isinstance(found, Term):
        yield found
    elif isinstance(found, Mapping):
        for value in found.values():
            yield from terms_within(value)
    elif isinstance(found, tuple):
        for value in found:
            yield from terms_within(value)
    elif is_dataclass(found):
        for each in fields(found):
            yield from terms_within(getattr(found, each.name))


@pytest.mark.parametrize("code", PLANS)
def test_until_a_change_nothing_is_changed(code: str) -> None:
    changing = PlanVersion.from_json(until_the_change(json.loads(shipped(code).to_json())))

    before = resolve(changing, Schedule(), OPTIONS, BEFORE)

    assert values(before) == values(resolve(shipped(code), Schedule(), OPTIONS, BEFORE))


@pytest.mark.parametrize("code", PLANS)
def test_from_the_change_on_nothing_is_stated(code: str) -> None:
    changing = PlanVersion.from_json(until_the_change(json.loads(shipped(code).to_json())))

    since = resolve(changing, Schedule(), OPTIONS, CHANGE)

    stated = [term for term in terms_within(since) if term.source and term.value is not None]
    assert stated == []
    for benefit in since.by_encounter.values():
        assert (benefit.counted_visits, benefit.parts, benefit.exempt_brands) == (None, {}, ())
        assert all(override.refer and not override.tiers for override in benefit.overrides)
        assert not benefit.waiting or (benefit.waiting.applies_to, benefit.waiting.last) == (frozenset(), 0)
        assert benefit.optional_items == frozenset()
        triggers = benefit.preauthorization.by_situation.values() if benefit.preauthorization else ()
        amounts = [
            (each.require_from, each.above, each.penalize_above) for listed in triggers for each in listed
        ]
        assert set(amounts) <= {(None, None, None)}


@pytest.mark.parametrize("code", PLANS)
def test_whatever_a_plan_leaves_to_the_schedule_is_taken_from_it(code: str) -> None:
    as_shipped = values(resolve(shipped(code), Schedule(), OPTIONS, CHANGE))
    left_open = PlanVersion.from_json(shipped(code).to_json())
    kept = [dated for dated in dated_values(left_open) if _feeds(left_open, dated)]
    for dated in kept:
        (stated,) = dated.root
        supplied, own = stated.value, stated.schedule
        stated.__dict__.update(value=None, schedule="plan")

        assert values(resolve(left_open, Schedule(plan=supplied), OPTIONS, CHANGE)) == as_shipped

        stated.__dict__.update(value=supplied, schedule=own)


def _feeds(version: PlanVersion, dated: Any) -> bool:
    """Whether claims are judged by the value; thresholds of triggers and options' items have no schedule."""
    within = [version, *version.options]
    clauses: list[Any] = [each for one in within for each in (one.limits, one.deductibles, one.automatic)]
    clauses += [version.choices.visit_counter_scope, version.choices.penalty_base, version.choices.si_offset]
    for one in within:
        clauses += [tuple(one.benefits.values()), one.waiting]
        if one.preauthorization:
            clauses += [one.preauthorization.extra_member_share, one.preauthorization.full_refusal]
    items = [
        part.items for o in version.options for b in o.benefits.values() for part in (b.parts or {}).values()
    ]
    found = [each for clause in clauses for each in dated_values(clause) if len(each.root) == 1]
    return any(each is dated for each in found) and not any(each is dated for each in items)


def test_a_value_of_the_schedule_is_told_from_one_of_the_plan() -> None:
    terms = resolve(shipped("GYX-2021-CZ"), Schedule(outpatient_limit=5_00), (), CHANGE)

    assert terms.by_encounter[EncounterType.OUTPATIENT].limit == Term(5_00, POLICY_SCHEDULE)


def test_a_claim_is_judged_by_what_holds_on_its_own_day() -> None:
    written = json.loads(plan().to_json())
    (limit,) = written["limits"]["OUTPATIENT_EMERGENCY"]
    lower = {**limit, "value": "300.00", "from": CHANGE.isoformat()}
    written["limits"]["OUTPATIENT_EMERGENCY"] = [{**limit, "to": BEFORE.isoformat()}, lower]
    changing = PlanVersion.from_json(written)

    paid = [
        adjudicate(changing, policy(), Accumulators(), claim(500_00, on=day)).insurer
        for day in (BEFORE, CHANGE, BEFORE)
    ]

    assert paid == [500_00, 300_00, 500_00]
    on = [effective_terms(changing, Schedule(), (), day).by_encounter for day in (BEFORE, CHANGE)]
    assert [by[EncounterType.OUTPATIENT].limit.value for by in on] == [100_000_00, 300_00]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("K35", ["K35"]),
        ("Z00.1", ["Z00.1"]),
        ("K08-K08", ["K08"]),
        ("H65-H67", ["H65", "H66", "H67"]),
        ("K08-K11", ["K08", "K09", "K10", "K11"]),
        ("F19-F21", ["F19", "F20", "F21"]),
    ],
)
def test_a_range_of_diagnoses_has_both_its_ends_and_no_more(written: str, read: list[str]) -> None:
    assert list(prefixes(written)) == read


def test_tiers_keep_where_they_begin_and_both_their_copays() -> None:
    terms = resolve(shipped("GYX-2021-CZ"), Schedule(), (), CHANGE).by_encounter[EncounterType.OUTPATIENT]

    shanghai = next(override for override in terms.overrides if override.group == "上海和睦家")
    told = [(each.first, each.last, each.outpatient_copay, each.emergency_copay) for each in shanghai.tiers]
    assert told == [(1, 5, 0, 400_00), (6, None, 0, 0)]
    assert terms.public_share is not None
    share = terms.public_share
    assert (share.first, share.last, share.outpatient_copay, share.emergency_copay) == (1, None, 0, 0)
    assert (share.insurer_part.of(333), share.insurer_part.beside) == (333, "0.00")


def test_an_excluded_visit_names_the_rule_that_excludes_it_and_an_option_its_own() -> None:
    older = resolve(shipped("GYX-2021-CZ"), Schedule(), (), CHANGE).by_encounter[EncounterType.VACCINATION]
    newer = resolve(shipped("GYX-2025-STD"), Schedule(), (), CHANGE).by_encounter[EncounterType.VACCINATION]

    assert older.not_covered is not None
    assert newer.not_covered is not None
    assert (older.not_covered.source, newer.not_covered.source) == (
        ("R-025", "R-026", "R-175"),
        ("R-170", "R-171"),
    )
    for left_out in (older, newer):
        assert left_out.not_covered is not None
        assert left_out.not_covered.reason is ReasonCode.EXCLUDED_VACCINE
        assert (left_out.name, left_out.limit_account) == ("VACCINATION", Benefit.OUTPATIENT_EMERGENCY)


@pytest.mark.parametrize(
    ("code", "holes"),
    [
        ("DENT-2021", {"DENTAL.waiting days", "DENTAL.ORTHO coinsurance"}),
        ("GYX-2021-CZ", {"INPATIENT.limit", "INPATIENT.listed illnesses"}),
        (
            "GYX-2025-STD",
            {
                *(f"OUTPATIENT_EMERGENCY.{each}" for each in ("limit", "member share", "exclusions")),
                *(f"INPATIENT.{each}" for each in ("limit", "deductible", "member share", "exclusions")),
                "INPATIENT.listed illnesses",
                *(f"{each}.waiting days" for each in ("OUTPATIENT_EMERGENCY", "INPATIENT", "VACCINE")),
                *(f"VACCINE.{each}" for each in ("limit", "member share")),
            },
        ),
    ],
)
def test_whatever_nobody_has_stated_is_named(code: str, holes: set[str]) -> None:
    assert set(resolve(shipped(code), Schedule(), OPTIONS, CHANGE).holes) == holes


def test_brands_that_no_lock_binds_are_those_that_the_plan_names() -> None:
    written = json.loads(shipped("DENT-2021").to_json())
    lock = written["benefits"]["DENTAL"]["brand_lock"]
    lock["exempt_brands"] = {"value": ["德真会"], "source": ["A-36"]}

    terms = resolve(PlanVersion.from_json(written), Schedule(), (), CHANGE)

    assert terms.by_encounter[EncounterType.DENTAL].exempt_brands == ("德真会",)


def test_the_share_of_a_public_hospital_names_its_clause() -> None:
    terms = resolve(shipped("GYX-2021-CZ"), Schedule(), (), CHANGE).by_encounter[EncounterType.OUTPATIENT]

    assert terms.public_share is not None
    assert terms.public_share.source == ("A-21",)


def test_a_copay_alone_is_a_share_of_every_visit_without_a_percentage() -> None:
    terms = resolve(shipped("GYX-2025-STD"), Schedule(vaccine_copay=50_00), OPTIONS, CHANGE)

    tiers = terms.by_encounter[EncounterType.VACCINATION].tiers

    assert tiers.source == POLICY_SCHEDULE
    assert tiers.value is not None
    (share,) = tiers.value
    assert (share.first, share.last, share.outpatient_copay, share.coinsurance) == (1, None, 50_00, 0)


def test_a_schedule_may_name_exclusions_by_word_reason_or_item() -> None:
    stated = Schedule(outpatient_exclusions=("tcm", "GH", "EXC-MENTAL", "CHECKUP"))

    terms = resolve(shipped("GYX-2025-STD"), stated, (), CHANGE).by_encounter[EncounterType.OUTPATIENT]

    assert {found.reason.value for found in terms.excluded_items.values()} == {
        "EXC-TCM",
        "EXC-GH",
        "EXC-MENTAL",
        "EXC-WELLCHILD",
    }


def test_only_stays_are_looked_at_again_in_the_first_days() -> None:
    terms = resolve(shipped("GYX-2021-CZ"), Schedule(), (), CHANGE).by_encounter

    waiting = [terms[kind].waiting for kind in (EncounterType.OUTPATIENT, EncounterType.INPATIENT)]

    assert [each and each.review_days.value for each in waiting] == [None, 30]


def test_every_trigger_of_a_situation_is_kept() -> None:
    terms = resolve(shipped("GYX-2025-STD"), Schedule(), (), CHANGE).by_encounter[EncounterType.OUTPATIENT]

    assert terms.preauthorization is not None
    listed = terms.preauthorization.by_situation[Situation.OUTPATIENT_SURGERY]
    assert [trigger.id for trigger in listed] == ["T1", "T8"]
