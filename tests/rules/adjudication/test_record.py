"""A recorded adjudication is run again and compared value by value."""

from typing import Any

from rules.adjudication.claim import Accumulators, SettledVisit
from rules.adjudication.record import MISSING, Difference, record_of, run_again
from rules.catalogue.plan import PlanVersion
from rules.items import ItemCode
from rules.vocabulary import EncounterType
from tests.rules.adjudication.builders import A_DAY, NETWORK, claim, line, plan, policy, price


def a_record(before: Accumulators | None = None) -> dict[str, Any]:
    """What is kept of a visit with a covered and an excluded charge."""
    standing = before or Accumulators()
    result = price(claim(500_00, line(90_00, ItemCode.TCM)), before=standing)
    return record_of(policy(inpatient_limit="100000.00"), standing, result)


def again(record: dict[str, Any], under: PlanVersion | None = None) -> tuple[Difference, ...]:
    return run_again(record, under or plan())


def test_a_record_that_nobody_touched_comes_out_the_same() -> None:
    assert again(a_record()) == ()


def test_a_record_names_its_plan_its_inputs_and_its_digest() -> None:
    record = a_record()

    assert record["schema"] == 1
    assert record["plan"] == {"code": "GYX-2021-CZ", "version": "2021.1", "hash": plan().content_hash}
    assert set(record["inputs"]) == {"policy", "accumulators", "claim"}
    assert len(record["sha256"]) == 64


def test_a_figure_that_was_edited_is_found_with_both_values() -> None:
    record = a_record()
    digest = record["sha256"]
    record["result"]["lines"][1]["payable"] = 9_000

    found = again(record)

    assert (found[0].path, found[0].recorded) == ("sha256", digest)
    assert found[0].now not in ("", digest)
    assert found[1:] == (Difference("lines.1.payable", "9000", "0"),)


def test_a_value_that_was_added_or_taken_out_is_found() -> None:
    record = a_record()
    del record["result"]["outcome"]
    record["result"]["note"] = "x"

    assert again(record)[1:] == (
        Difference("note", '"x"', f'"{MISSING}"'),
        Difference("outcome", f'"{MISSING}"', '"PAY"'),
    )


def test_lines_that_were_taken_out_or_added_are_found_at_their_place() -> None:
    shorter, longer = a_record(), a_record()
    taken = shorter["result"]["lines"].pop()
    longer["result"]["lines"].append({"line": 2})

    assert [(each.path, each.recorded) for each in again(shorter)[1:]] == [("lines.1", f'"{MISSING}"')]
    assert str(taken["billed"]) in again(shorter)[1].now
    assert again(longer)[1:] == (Difference("lines.2", '{"line":2}', f'"{MISSING}"'),)


def test_other_terms_than_those_recorded_are_said() -> None:
    other = plan(penalty_base="ELIGIBLE")

    found = again(a_record(), other)

    assert found[0] == Difference("plan.hash", plan().content_hash, other.content_hash)


def test_a_plan_that_is_gone_is_said() -> None:
    found = run_again(a_record(), None)

    assert found[0] == Difference("plan.hash", plan().content_hash, "None")


def test_visits_that_were_settled_before_are_read_back_as_they_were() -> None:
    earlier = SettledVisit(NETWORK.name, A_DAY, EncounterType.OUTPATIENT, 6, 0)
    record = a_record(Accumulators(counted_visits=6, settled_visits=(earlier,)))

    assert record["inputs"]["accumulators"]["settled_visits"][0]["on"] == str(A_DAY)
    assert again(record) == ()
    record["inputs"]["accumulators"]["settled_visits"][0]["type"] = "EMERGENCY"
    assert again(record) != ()
