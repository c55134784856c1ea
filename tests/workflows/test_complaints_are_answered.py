"""What users of other systems complain about in deadlines, and the tests that show it not to happen here."""

import ast
from functools import cache
from pathlib import Path

import pytest

from settings import CHECKOUT

HERE = "workflows/test_complaints_about_clocks.py"
COMPLAINTS = {
    "the customer's answer in the portal does not start the clock again (zammad#1322)": (
        f"{HERE}::test_an_answer_that_comes_through_the_portal_starts_the_clock_again",
        f"{HERE}::test_half_an_answer_does_not_start_the_clock_behind_anybodys_back",
    ),
    "it escalates although somebody answered (zammad#3140)": (
        f"{HERE}::test_nothing_escalates_once_the_agent_has_answered",
        f"{HERE}::test_a_case_answered_in_the_second_of_its_deadline_is_answered",
        "workflows/test_month.py::test_every_milestone_fires_once_at_its_instant_and_none_after_the_duty",
    ),
    "the clock runs while the customer owes the answer (zammad#3140)": (
        f"{HERE}::test_nothing_escalates_while_the_hospital_owes_an_answer",
    ),
    "one target hides the other (zammad#5177)": (
        f"{HERE}::test_the_first_answer_has_its_own_target_beside_the_decision",
    ),
    "people are told at midnight and on weekends (zammad#4432)": (
        f"{HERE}::test_no_escalation_reaches_anybody_at_midnight_or_on_a_weekend",
        "web/test_clocks.py::test_the_breach_at_six_in_the_evening_reaches_people_the_next_morning",
    ),
    "the instant that is shown is stale after an act (zammad#2082)": (
        f"{HERE}::test_the_next_instant_is_never_that_of_a_duty_that_is_done",
    ),
    "a chain of substitutes loses cases (zammad#3694, #263)": (
        f"{HERE}::test_a_chain_of_substitutes_loses_no_case",
        "web/test_clocks.py::test_cases_of_somebody_who_goes_away_go_to_the_end_of_the_chain",
        "web/test_clocks.py"
        "::test_substitutes_that_name_each_other_are_shown_as_a_circle_with_who_does_the_work",
    ),
    "the next manager has no target (frappe/helpdesk#2051, erpnext#6049, chatwoot#6889, glpi#4206)": (
        "rules/test_escalation.py::test_every_duty_climbs_four_levels",
        "rules/test_escalation.py::test_a_step_reaches_its_level_and_no_other",
        f"{HERE}::test_each_level_above_has_an_instant_of_its_own",
        f"{HERE}::test_a_case_whose_treatment_is_tomorrow_goes_to_a_supervisor_with_a_task",
    ),
    "waiting, lunch and holidays count (osTicket#3034, #1168, #4969, frappe/helpdesk#2212, linear#1103)": (
        f"{HERE}::test_nothing_escalates_while_the_hospital_owes_an_answer",
        f"{HERE}::test_lunch_is_no_business_time",
        f"{HERE}::test_two_working_days_are_two_working_days_also_over_a_holiday",
    ),
    "48 hours become six days with the feed of holidays (zammad#390)": (
        f"{HERE}::test_two_working_days_are_two_working_days_also_over_a_holiday",
        "workflows/test_calendar_following.py"
        "::test_a_day_of_rest_moves_the_deadline_and_the_case_says_from_when_to_when",
    ),
    "another target or calendar forgets the time that was paused (glpi#15605, #6902, #1912)": (
        f"{HERE}::test_another_target_in_mid_case_keeps_the_time_that_was_paused",
        f"{HERE}::test_another_calendar_in_mid_case_keeps_the_time_that_was_paused",
        f"{HERE}::test_what_fired_before_a_pause_or_a_change_does_not_fire_again",
        f"{HERE}::test_a_raised_urgency_never_makes_late_what_was_in_time",
    ),
    "nobody can say who breached what, how often and why (flowinquiry#272)": (
        f"{HERE}::test_a_breach_is_not_decided_away_without_a_reason_for_the_report",
        "stores/test_clock_reports.py::test_a_duty_belongs_to_who_had_it_then",
        "stores/test_clock_reports.py::test_a_breach_is_counted_by_the_reason_that_was_given",
        "web/test_board_and_reports.py::test_a_report_counts_and_its_file_holds_the_same",
        "web/test_board_and_reports.py::test_breaches_are_told_by_person_kind_and_week_and_leave_as_a_file",
    ),
    "one screen shows another number than the next (zammad#3837)": (
        "web/test_sla_command.py::test_a_running_case_is_told_alike_on_every_surface",
        "web/test_sla_command.py::test_a_paused_case_is_told_alike_to_the_second_on_every_surface",
    ),
    "people want the deadline, reviewers the working time that was spent (frappe/helpdesk#3236)": (
        f"{HERE}::test_the_deadline_and_the_business_time_spent_are_both_told",
        "web/test_clocks.py::test_the_intervals_add_up_to_the_due_of_the_case",
    ),
}


@cache
def names_in(file: str) -> frozenset[str]:
    """Names of the tests in a file."""
    tree = ast.parse((CHECKOUT / "tests" / Path(file)).read_text("utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


@pytest.mark.parametrize("complaint", COMPLAINTS)
def test_each_complaint_has_its_tests(complaint: str) -> None:
    for answer in COMPLAINTS[complaint]:
        file, name = answer.split("::")
        assert name in names_in(file), answer
