"""What was there before a kill is there after the next `up`."""

import asyncio
import json
import os
import smtplib
from email.message import EmailMessage

import psycopg
import pytest
from temporalio.client import Client

from embedded import objects, processes
from embedded.mailbox import Mailbox
from embedded.postgres import admin_url
from embedded.stack import INFRASTRUCTURE
from settings import LOOPBACK
from tests.embedded.machine import Machine


@pytest.fixture(scope="module")
def filled(broken_in: Machine) -> Machine:
    """A stack with something in each of its stores."""
    put_row(broken_in)
    put_object(broken_in)
    send_mail(broken_in)
    asyncio.run(start_workflow(broken_in))
    return broken_in


def put_row(machine: Machine) -> None:
    with psycopg.connect(admin_url(machine.settings(), "lipei")) as connection:
        connection.execute("create table kept (note text)")
        connection.execute("insert into kept values ('a row')")


def put_object(machine: Machine) -> None:
    s3 = objects.client(machine.settings())
    s3.put_object(Bucket="lipei", Key="letters/1.pdf", Body=b"an object", ContentType="application/pdf")


def send_mail(machine: Machine) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Kept", "a@lipei.example", "b@hospital.example"
    message.set_content("a mail")
    with smtplib.SMTP(LOOPBACK, machine.settings().smtp_port) as server:
        server.send_message(message)


async def start_workflow(machine: Machine) -> None:
    settings = machine.settings()
    client = await Client.connect(settings.temporal_address, namespace="lipei")
    await client.start_workflow("Kept", id="kept-1", task_queue="nobody-polls-this")


async def describe_workflow(machine: Machine) -> str:
    client = await Client.connect(machine.settings().temporal_address, namespace="lipei")
    description = await client.get_workflow_handle("kept-1").describe()
    return description.workflow_type


def assert_all_is_there(machine: Machine) -> None:
    settings = machine.settings()
    with psycopg.connect(admin_url(settings, "lipei")) as connection:
        assert connection.execute("select note from kept").fetchall() == [("a row",)]
    found = objects.client(settings).get_object(Bucket="lipei", Key="letters/1.pdf")
    assert (found["Body"].read(), found["ContentType"]) == (b"an object", "application/pdf")
    mailbox = Mailbox(settings.home / "mail")
    assert [mailbox.read(each).text.strip() for each in mailbox.ids()] == ["a mail"]
    assert asyncio.run(describe_workflow(machine)) == "Kept"


@pytest.mark.parametrize("part", INFRASTRUCTURE)
def test_a_killed_part_comes_back_with_its_data(filled: Machine, part: str) -> None:
    filled.kill(part)

    assert filled.up() == [part]
    assert_all_is_there(filled)


def test_everything_killed_at_once_comes_back_with_its_data(filled: Machine) -> None:
    for part in INFRASTRUCTURE:
        filled.kill(part)

    assert sorted(filled.up()) == sorted(INFRASTRUCTURE)
    assert_all_is_there(filled)


def test_down_and_up_keep_the_data(filled: Machine) -> None:
    told = filled.lipei("down")
    assert (told.returncode, told.stderr.count("is down")) == (0, 4)
    assert filled.status()["running"] is False

    filled.up()

    assert_all_is_there(filled)


def test_postgres_starts_though_its_lock_names_the_process_of_another_program(filled: Machine) -> None:
    filled.kill("postgres")
    lock = filled.home / "postgres" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    assert filled.up("postgres") == ["postgres"]
    assert_all_is_there(filled)


def test_a_running_part_whose_pid_file_is_lost_is_named(filled: Machine) -> None:
    program = processes.find(filled.home, "postgres")
    assert program is not None
    processes.forget(filled.home, "postgres")

    told = filled.lipei("up", "postgres")

    processes.remember(filled.home, "postgres", program.pid)
    port = filled.port_base + 3
    assert f"Port {port}, which Postgres needs, is used by postgres (process {program.pid})" in told.stderr
    assert told.returncode == 1


def test_a_pid_file_that_names_a_later_program_is_not_believed(filled: Machine) -> None:
    pid_file = filled.home / "run" / "worker.json"
    pid_file.write_text(json.dumps({"pid": os.getpid(), "started_at": 1_000_000.0}))

    states = {part["name"]: part["state"] for part in filled.status()["parts"]}

    assert states == dict.fromkeys(INFRASTRUCTURE, "running") | {"worker": "stopped", "web": "stopped"}
