"""The description holds an example of everything, and the examples are true."""

import re
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from rules.money import parse_yuan
from rules.permissions import Action
from settings import Settings
from web.api.bodies.action_bodies import AnyAct
from web.api.bodies.preauthorization_body import EXAMPLE, PreauthorizationBody
from web.api.examples.action_examples import EXAMPLES
from web.app import create_app
from web.examples.answer_examples import ANSWERS
from workflows.pre_authorization import TABLE
from workflows.processes import PROCESSES


@pytest.fixture(scope="module")
def app(site_settings: Settings) -> Any:
    """An app that is not served."""
    return create_app(site_settings)


def operations(app: Any) -> list[dict[str, Any]]:
    return [said for methods in app.openapi()["paths"].values() for said in methods.values()]


def test_every_operation_has_an_example_of_what_is_sent_and_of_the_answer(app: Any) -> None:
    for operation in operations(app):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert "example" in content or "examples" in content, operation["operationId"]
        good = next(said for status, said in operation["responses"].items() if status.startswith("2"))
        if "application/json" in good.get("content", {}):  # an answer of 204 has none
            assert "example" in good["content"]["application/json"], operation["operationId"]


def test_every_operation_stands_in_a_part_of_the_reference(app: Any) -> None:
    parts = {tag["name"] for tag in app.openapi()["tags"]}

    assert {tag for operation in operations(app) for tag in operation["tags"]} == parts


def test_every_operation_of_the_api_asks_for_a_token_and_tells_its_problems(app: Any) -> None:
    for path, methods in app.openapi()["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            if path.startswith(("/api", "/codec")):
                assert operation["security"] == [{"token": []}]
                assert {"401", "403", "503"} <= set(operation["responses"])


def test_each_example_of_an_answer_is_one(app: Any) -> None:
    read = 0
    for context in iter_route_contexts(app.routes):
        route: Any = context
        if isinstance(context.route, APIRoute) and route.operation_id in ANSWERS and route.response_model:
            TypeAdapter(route.response_model).validate_python(_unserialized(ANSWERS[route.operation_id]))
            read += 1
    assert read >= 8


def _unserialized(value: Any) -> Any:
    """Amounts are kept in fen and shown in yuan; a view reads only the former."""
    if isinstance(value, dict):
        return {name: _unserialized(inner) for name, inner in value.items()}
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+\.[0-9]{2}", value):
        return parse_yuan(value)
    return [_unserialized(inner) for inner in value] if isinstance(value, list) else value


def test_the_example_of_a_request_is_one() -> None:
    assert PreauthorizationBody.model_validate(EXAMPLE).items


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_of_an_act_is_one(name: str) -> None:
    act = TypeAdapter[Any](AnyAct).validate_python(EXAMPLES[name]["value"])

    assert act.action == name
    assert act.message([]).action == name


def test_every_act_of_the_process_can_be_sent() -> None:
    tables = [running.table for running in PROCESSES.values()]
    of_the_processes = {row.event for table in tables for row in table.rows if row.event in set(Action)}

    assert set(EXAMPLES) <= of_the_processes
    assert {row.event for row in TABLE.rows if row.event in set(Action)} <= set(EXAMPLES)
    assert len(get_args(get_args(AnyAct)[0])) == len(EXAMPLES)
