"""A result explains itself in both languages, and comes out as the same bytes each time."""

import json
import re
from pathlib import Path

import rules.adjudication
from rules.adjudication.claim import Accumulators, Approval
from rules.adjudication.recorded_inputs import inputs_mapping, read_inputs
from rules.adjudication.result import Outcome, Verdict
from rules.adjudication.words import FACT_VALUES, FACTS, OUTCOMES, REASONS, RULES, VERDICTS
from rules.catalogue.benefits import Channels, ClaimChannel
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, Department, EncounterType, Purchase
from tests.rules.adjudication.builders import OUTPATIENT, claim, line, plan, policy, price, stay


def test_every_code_has_words_in_both_languages() -> None:
    for table, codes in ((REASONS, ReasonCode), (OUTCOMES, Outcome), (VERDICTS, Verdict)):
        assert set(table) == set(codes)
        assert all(words.zh and words.en for words in table.values())


def test_every_rule_that_leaves_a_trace_has_a_name_in_both_languages() -> None:
    folder = Path(rules.adjudication.__file__).parent
    text = "".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    called = r'visit\.(?:keep|take|refuse|refer|missing)\(\s*"([a-z_]+)"'

    assert set(re.findall(called, text)) <= set(RULES)


def test_every_fact_of_a_trace_has_a_name_in_both_languages() -> None:
    results = [
        price(stay(20_000_00, approval=Approval.NONE)),
        price(claim(100_00, line(5_00, ItemCode.TCM)), before=Accumulators(counted_visits=6)),
    ]

    named = {name for result in results for step in result.trace for name, _ in step.facts}
    assert named <= set(FACTS)


def test_every_code_that_is_a_fact_of_a_trace_has_a_name_in_both_languages() -> None:
    codes = {
        "account": Benefit,
        "channel": ClaimChannel,
        "department": Department,
        "encounter": EncounterType,
        "purchase": Purchase,
    }

    assert {fact: set(FACT_VALUES[fact]) for fact in codes} == {
        fact: set(kind) for fact, kind in codes.items()
    }
    assert set(FACT_VALUES["hospital"]) == set(Channels.model_fields) - {"appointment_required"}


def test_the_same_claim_gives_the_same_bytes() -> None:
    visit = claim(100_00, line(5_00, ItemCode.TCM))
    before = Accumulators(counted_visits=6, remaining={OUTPATIENT: 90_00})

    assert price(visit, before=before).to_json() == price(visit, before=before).to_json()


def test_a_stored_decision_can_be_made_again_from_its_record() -> None:
    visit, held = stay(20_000_00), policy(inpatient_limit="100000.00")
    first = price(visit, held=held)

    stored = json.loads(json.dumps(inputs_mapping(held, Accumulators(), visit)))
    again, before, claimed = read_inputs(stored)

    assert price(claimed, held=again, before=before).to_json() == first.to_json()


def test_the_stored_result_names_the_plan_and_the_engine_that_made_it() -> None:
    stored = json.loads(price(claim(100_00)).to_json())

    assert (stored["plan_code"], stored["plan_version"]) == ("GYX-2021-CZ", "2021.1")
    assert stored["plan_hash"] == plan().content_hash
    assert stored["engine"] == 1
    assert stored["trace"][0]["rule"] == "card_status"
    assert stored["lines"][0]["payable"] == 100_00
