"""A plan file that is wrong says where, what, and what was meant."""

import pytest

from rules.catalogue.faults import CatalogueInvalidError
from tests.rules.catalogue.drafts import Draft

CZ = "GYX-2021-CZ"


def says(draft: Draft, code: str, words: str) -> bool:
    """Whether one of the plan's faults holds the words."""
    return any(words in fault.message for fault in draft.faults(code))


def test_an_unknown_key_is_named_with_the_nearest_known_one(draft: Draft) -> None:
    draft.change(CZ, "    counted_visits:", "    counted_visit:")

    faults = draft.faults(CZ)

    assert [fault.line for fault in faults] == [draft.line_of(CZ, "counted_visit:")]
    assert "unknown key 'counted_visit': did you mean 'counted_visits'?" in faults[0].message


def test_overlapping_tiers_are_named_with_their_visits(draft: Draft) -> None:
    draft.change(CZ, "- {from: 6, to: null, copay", "- {from: 5, to: null, copay")

    told = "the one from visit 1 goes to 5, the next begins with visit 5: begin that with visit 6"
    assert says(draft, CZ, f"tiers overlap: {told}")


def test_a_tier_without_end_is_told_to_end_before_the_next(draft: Draft) -> None:
    draft.change(CZ, "- {from: 1, to: 5, copay", "- {from: 1, to: null, copay")

    assert says(draft, CZ, "goes to no end, the next begins with visit 6: end it before that")


def test_what_is_no_yaml_is_told_where_and_what_to_look_for(draft: Draft) -> None:
    draft.change(CZ, "code: GYX-2021-CZ", "code GYX-2021-CZ")

    assert says(draft, CZ, "not YAML: mapping values are not allowed in this context: write 'key: value'")


def test_a_gap_between_tiers_names_the_visits_that_nobody_covers(draft: Draft) -> None:
    draft.change(CZ, "- {from: 6, to: null, copay", "- {from: 8, to: null, copay")

    assert says(draft, CZ, "no tier covers visits 6 to 7")


def test_tiers_that_end_leave_later_visits_uncovered(draft: Draft) -> None:
    draft.change(CZ, "- {from: 6, to: null, copay", "- {from: 6, to: 9, copay")

    assert says(draft, CZ, "no tier covers visits after 9")


def test_a_benefit_that_no_channel_reaches_is_a_fault(draft: Draft) -> None:
    draft.change(
        "DENT-2021", "{value: [DIRECT_BILLING], source: [R-184, R-046]}", "{value: [], source: R-184}"
    )

    faults = draft.faults("DENT-2021")

    assert [fault.message for fault in faults] == [
        "no channel reaches benefit DENTAL: open one, or write NS where a person decides"
    ]


def test_a_limit_that_is_used_must_be_defined(draft: Draft) -> None:
    draft.change(CZ, "    limit: INPATIENT", "    limit: VACCINE")

    messages = [fault.message for fault in draft.faults(CZ)]

    assert any(message.startswith("limit VACCINE is used but not defined") for message in messages)
    assert any(message.startswith("no benefit draws on limit INPATIENT") for message in messages)


def test_a_range_that_ends_before_it_begins_is_a_fault(draft: Draft) -> None:
    draft.change(CZ, "2020-08-01, to: null}", "2020-08-01, to: 2020-07-31}")

    faults = draft.faults(CZ)

    assert faults[0].line == draft.line_of(CZ, "in_force:")
    assert "ends on 2020-07-31, before it begins on 2020-08-01" in faults[0].message


def test_an_amount_without_quotes_is_a_fault(draft: Draft) -> None:
    draft.change(CZ, 'OUTPATIENT_EMERGENCY: {value: "100000.00"', "OUTPATIENT_EMERGENCY: {value: 100000.0")

    assert says(draft, CZ, "write yuan in quotes")


def test_a_rate_above_one_is_a_fault(draft: Draft) -> None:
    draft.change(CZ, 'extra_member_share: {value: "0.40"', 'extra_member_share: {value: "40"')

    assert says(draft, CZ, "'40' is not a rate")


def test_an_empty_value_is_told_from_one_that_is_not_stated(draft: Draft) -> None:
    draft.change(
        CZ,
        "INPATIENT: {value: NS, schedule: inpatient_limit",
        "INPATIENT: {value: null, schedule: inpatient_limit",
    )

    assert says(draft, CZ, "write the value, or NS")


def test_a_schedule_key_that_policies_do_not_have_is_a_fault(draft: Draft) -> None:
    draft.change(CZ, "schedule: inpatient_limit", "schedule: inpatient_limits")

    assert says(draft, CZ, "did you mean 'inpatient_limit'?")


def test_an_exclusion_that_nobody_defined_is_a_fault(draft: Draft) -> None:
    draft.change(CZ, "[pre_existing, vaccine, tcm,", "[pre_existing, vaccines, tcm,")

    assert says(draft, CZ, "exclusion 'vaccines' is not defined: did you mean 'vaccine'?")


@pytest.mark.parametrize(
    ("code", "old", "new", "word"),
    [
        (CZ, "[pre_existing, vaccine, tcm,", "[pre_existing, vaccine, vaccine,", "vaccine"),
        (CZ, "encounters: [INPATIENT, SPEC", "encounters: [INPATIENT, INPATIENT, SPEC", "INPATIENT"),
        ("DENT-2021", "value: [ORTHODONTICS]", "value: [ORTHODONTICS, ORTHODONTICS]", "ORTHODONTICS"),
        ("GYX-2021-XHX", "[GYX-2021-CZ, GYX-2021-YX]", "[GYX-2021-CZ, GYX-2021-CZ]", "GYX-2021-CZ"),
    ],
)
def test_a_list_that_holds_a_word_twice_is_a_fault(
    draft: Draft, code: str, old: str, new: str, word: str
) -> None:
    draft.change(code, old, new)

    told = f"{word} stands twice in this list: keep one, or write what was meant"
    assert (draft.line_of(code, new), told) in [(fault.line, fault.message) for fault in draft.faults(code)]


def test_a_word_that_stands_twice_is_found_in_the_value_of_each_time(draft: Draft) -> None:
    draft.change(
        "DENT-2021",
        "exempt_brands: {value: [], source: [R-048, A-36]}",
        "exempt_brands:\n"
        "        - {value: [甲], to: 2026-12-31, source: A-36}\n"
        "        - {value: [甲, 乙, 乙], from: 2027-01-01, source: A-36}",
    )

    (fault,) = draft.faults("DENT-2021")

    assert (fault.line, fault.where) == (
        draft.line_of("DENT-2021", "[甲, 乙, 乙]"),
        "benefits.DENTAL.brand_lock.exempt_brands.1.value.2",
    )


def test_a_hospital_group_with_two_overrides_is_a_fault_for_only_one_could_be_read(draft: Draft) -> None:
    draft.change(CZ, "- group: 上海和睦家", "- group: 广州和睦家")

    (fault,) = draft.faults(CZ)

    assert fault.line == draft.line_of(CZ, "source: [R-108, A-08]") - 1
    assert fault.message == "广州和睦家 has an override above: keep one, or name the group that was meant"


def test_a_value_without_source_is_a_fault(draft: Draft) -> None:
    draft.change(CZ, "period_months: {value: 12, source: R-020}", "period_months: {value: 12}")

    assert says(draft, CZ, "'source' is missing")


def test_a_repeated_key_is_a_fault(draft: Draft) -> None:
    draft.change(CZ, "kind: MEDICAL", "kind: MEDICAL\nkind: DENTAL")

    faults = draft.faults(CZ)

    assert (faults[0].line, faults[0].message) == (
        draft.line_of(CZ, "kind: DENTAL"),
        "the key 'kind' is written twice here: keep one",
    )


def test_an_heir_of_an_unknown_plan_is_a_fault(draft: Draft) -> None:
    draft.change("GYX-2021-YX", "inherits: GYX-2021-CZ", "inherits: GYX-2021-ZC")

    assert says(draft, "GYX-2021-YX", "did you mean 'GYX-2021-CZ'?")


def test_plans_that_inherit_each_other_are_a_fault(draft: Draft) -> None:
    draft.change(CZ, "code: GYX-2021-CZ", "inherits: GYX-2021-YX\ncode: GYX-2021-CZ")

    assert any(
        "which inherits it" in fault.message for fault in draft.faults("GYX-2021-YX") + draft.faults(CZ)
    )


def test_two_versions_on_sale_on_one_day_are_a_fault(draft: Draft) -> None:
    second = draft.folder / CZ / "plan-2027.yaml"
    text = draft.file(CZ).read_text("utf-8").replace('version: "2021.1"', 'version: "2027.1"')
    second.write_text(text.replace("from: 2020-08-01", "from: 2027-01-01", 1), "utf-8")

    with pytest.raises(CatalogueInvalidError, match=r"2021\.1 and 2027\.1 are both in force on 2027-01-01"):
        draft.load()


SPOILED = [
    (
        "encounters: [OUTPATIENT, EMERGENCY]",
        "encounters: [OUTPATIENT, EMERGANCY]",
        "did you mean 'EMERGENCY'?",
    ),
    ("    limit: OUTPATIENT_EMERGENCY", "    limit: OUTPATIENT", "did you mean 'OUTPATIENT_EMERGENCY'?"),
    ("{from: 6, to: null, copay", "{from: 7, to: null, copay", "no tier covers visit 6: begin the next"),
    ('INPATIENT: {value: "10000.00"', 'INPATIENT: {value: "-0.01"', "'-0.01' is below nothing"),
    ("lead_working_days: {value: 5", "lead_working_days: {value: five", "'five' stands where a whole number"),
    ("copay_due_days: {value: 10", "copay_due_days: {value: -1", "-1 is too small: write 0 or more"),
    ("INPATIENT: {value: NS", "INPATIENT: {value: ns", "value is 'ns': write NS in capitals"),
    ("kind: MEDICAL\n", "", "'kind' is missing: add it"),
]
"""What an author wrote, what was spoiled of it, and what the fault says."""


def test_each_fault_says_what_was_written_and_what_was_meant(draft: Draft) -> None:
    for right, wrong, _ in SPOILED:
        draft.change(CZ, right, wrong)

    faults = draft.faults(CZ)

    for _, wrong, said in SPOILED:
        (fault,) = [fault for fault in faults if said in fault.message]
        if wrong and "tier" not in said:
            assert fault.line == draft.line_of(CZ, wrong)
    assert len(faults) == len(SPOILED)


def test_a_tier_that_ends_before_it_begins_and_an_item_in_two_parts_are_named(draft: Draft) -> None:
    draft.change(CZ, "- {from: 1, to: 5, copay", "- {from: 5, to: 1, copay")
    draft.change("DENT-2021", "PREFORMED_CROWN], source", "PREFORMED_CROWN, CLEANING], source")

    with pytest.raises(CatalogueInvalidError) as invalid:
        draft.load()

    said = str(invalid.value)
    assert "a tier ends with visit 1, before it begins with visit 5: swap or correct the numbers" in said
    assert "CLEANING already stands in part PREVENTIVE" in said


def test_every_fault_of_a_file_is_reported_at_once(draft: Draft) -> None:
    draft.change(CZ, "kind: MEDICAL", "kind: MEDICINE")
    draft.change(CZ, "version:", "versoin:")

    assert len(draft.faults(CZ)) >= 2
