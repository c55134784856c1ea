"""The stack as a person at the command line meets it."""

import json
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from embedded import programs, stack
from embedded.errors import StackError
from embedded.stack import INFRASTRUCTURE
from settings import CHECKOUT, LOOPBACK
from tests.embedded.machine import Machine


def test_a_second_up_says_that_all_runs(broken_in: Machine) -> None:
    told = broken_in.lipei("up", *INFRASTRUCTURE)

    assert told.returncode == 0
    assert told.stderr == f"Everything is running already: http://127.0.0.1:{broken_in.port_base}\n"


def test_up_says_what_it_started_for_machines(broken_in: Machine) -> None:
    broken_in.kill("mail")

    told = broken_in.lipei("up", "mail", "--json")

    assert json.loads(told.stdout)["started"] == ["mail"]


def test_status_tells_machines_about_each_part(broken_in: Machine) -> None:
    told = broken_in.lipei("status", "--json")

    status = json.loads(told.stdout)
    assert (told.returncode, status["running"]) == (3, False)
    assert (status["scanner"]["state"], status["scanner"]["scanning"]) == ("not set", "advisory")
    parts = {part["name"]: part for part in status["parts"]}
    assert [name for name, part in parts.items() if part["state"] == "running"] == list(INFRASTRUCTURE)
    assert [name for name, part in parts.items() if part["state"] == "stopped"] == ["worker", "web"]
    assert parts["temporal"]["address"] == f"127.0.0.1:{broken_in.port_base + 1}"
    assert all(Path(parts[name]["log"]).exists() for name in INFRASTRUCTURE)


def test_all_ports_are_on_loopback_only(broken_in: Machine) -> None:
    listening = _listening_addresses(broken_in.port_base)

    assert len(listening) >= 15
    assert {address for address, _ in listening} == {LOOPBACK}


def _listening_addresses(base: int) -> set[tuple[str, int]]:
    listening = (each for each in psutil.net_connections("tcp") if each.status == psutil.CONN_LISTEN)
    found = {(each.laddr.ip, each.laddr.port) for each in listening if each.laddr}
    return {(address, port) for address, port in found if base <= port < base + 19}


def test_status_of_a_machine_where_nothing_was_started(fresh: Machine) -> None:
    told = fresh.lipei("status", "--json")

    assert told.returncode == 3
    assert json.loads(told.stdout)["parts"] == []
    assert told.stderr == f"Nothing has been started in {fresh.home}: run `lipei up`.\n"
    assert not fresh.home.exists()


def test_down_where_nothing_runs_is_no_failure(fresh: Machine) -> None:
    told = fresh.lipei("down")

    assert (told.returncode, told.stderr) == (0, "Nothing was running.\n")


def test_a_taken_port_is_named_with_its_part_its_user_and_the_way_out(fresh: Machine) -> None:
    with socket.create_server((LOOPBACK, fresh.port_base + 5)):
        told = fresh.lipei("up", "mail")

    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert f"Port {fresh.port_base + 5}, which Mail catcher needs, is used by" in told.stderr
    assert "LIPEI_PORT_BASE" in told.stderr


def test_a_home_folder_that_cannot_be_made_is_named(fresh: Machine) -> None:
    fresh.home.write_text("a file where the folder should be")

    told = fresh.lipei("up", "mail")

    assert told.returncode == 1
    assert told.stderr.startswith(f"{fresh.home} cannot be written (")
    assert "LIPEI_HOME" in told.stderr


def test_a_disk_with_less_than_needed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"Only \d+ MB are free under .*--home"):
        stack.refuse_full_disk(tmp_path, needed=2**60)


def test_an_unknown_part_is_bad_input(fresh: Machine) -> None:
    told = fresh.lipei("up", "oracle")

    assert told.returncode == 2
    assert told.stderr.startswith("There is no part oracle; the parts are postgres, temporal,")


def test_a_missing_program_is_named_with_the_way_out() -> None:
    with pytest.raises(StackError, match="The package some-wheel is not installed: run `make setup`"):
        programs.script("no-such-program", "some-wheel")


def test_without_any_package_the_command_line_says_so() -> None:
    told = subprocess.run(
        [sys.executable, "-S", str(CHECKOUT / "cli.py"), "up"], capture_output=True, text=True, check=False
    )

    assert told.returncode == 1
    assert told.stderr == "The package typer is not installed: run `make setup`.\n"


def test_what_only_the_owner_may_read(broken_in: Machine) -> None:
    home = broken_in.home
    secret = [home / "lipei.env", home / "keys.json", home / "s3" / "identities.json"]

    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}
    folders = [path for path in home.iterdir() if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_secrets_and_keys_stay_as_they_were_made(broken_in: Machine) -> None:
    before = [(broken_in.home / name).read_bytes() for name in ("lipei.env", "keys.json")]

    broken_in.settings()

    assert [(broken_in.home / name).read_bytes() for name in ("lipei.env", "keys.json")] == before


def test_new_keys_are_not_made_beside_cases_that_need_the_old_ones(broken_in: Machine) -> None:
    keys = broken_in.home / "keys.json"
    kept = keys.read_bytes()
    keys.unlink()

    told = broken_in.lipei("up", "mail")

    assert not keys.exists()
    keys.write_bytes(kept)
    keys.chmod(0o600)
    assert told.returncode == 1
    assert told.stderr.startswith(f"The key file {keys} is gone, and the cases")


def test_help_lists_the_commands(fresh: Machine) -> None:
    told = fresh.lipei("--help")

    assert told.returncode == 0
    assert all(command in told.stdout for command in ("up", "down", "status", "backup", "restore", "worker"))
