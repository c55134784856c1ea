"""Alerts and dashboard ask for metrics that workers have."""

import json
import re
from pathlib import Path
from typing import Any

import temporalio.bridge
import yaml

from tests.deploy.files import DEPLOY, needed, told

ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "lipei.json").read_text("utf-8"))
OF_PROMETHEUS = {"up", "probe_success"}


def alerts() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]]


def asked() -> list[str]:
    panels = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    return panels + [rule["expr"] for rule in alerts()]


def metrics(expression: str) -> set[str]:
    """Names in an expression that are followed by a selector, a range or a closing bracket."""
    return set(re.findall(r"\b((?:temporal|up|probe)\w*)(?=[{\[)]| ==)", expression))


def test_every_metric_asked_for_is_one_that_the_worker_or_prometheus_makes() -> None:
    (library,) = Path(str(temporalio.bridge.__file__)).parent.glob("temporal_sdk_bridge*.so")
    made = library.read_bytes()
    names = set().union(*map(metrics, asked())) - OF_PROMETHEUS
    plain = {re.sub(r"_(bucket|count|sum)$", "", name.removeprefix("temporal_")) for name in names}

    assert len(plain) > 8
    assert not {name for name in plain if name.encode() not in made}


def test_every_alert_says_what_it_means_and_what_to_do() -> None:
    for rule in alerts():
        assert rule["labels"]["severity"] in ("page", "warn")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"]


def test_panels_have_a_place_and_a_sentence_each() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]

    assert len(places) == len(set(places))
    assert all(panel["description"].endswith(".") for panel in DASHBOARD["panels"])


def test_prometheus_accepts_the_rules_and_every_expression_of_the_dashboard(tmp_path: Path) -> None:
    promtool = needed("promtool", "prometheus")
    records = [
        {"record": f"panel:{place}", "expr": expression.replace("$__rate_interval", "5m")}
        for place, expression in enumerate(asked())
    ]
    panels = tmp_path / "panels.yaml"
    panels.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": records}]}))

    told(promtool, "check", "rules", str(panels))
    told(promtool, "check", "rules", str(ALERTS))
    # The token's file is made where Prometheus runs, so only the syntax can be checked here.
    told(promtool, "check", "config", "--syntax-only", str(DEPLOY / "prometheus" / "prometheus.yaml"))
