"""Something in each store of a stack, and the look whether it is still there."""

import asyncio
import smtplib
from email.message import EmailMessage

import psycopg
from temporalio.client import Client

from embedded import objects
from embedded.mailbox import Mailbox
from embedded.postgres import admin_url
from settings import LOOPBACK
from tests.embedded.machine import Machine

WORKFLOW = "kept-1"


def fill(machine: Machine) -> None:
    """Put a row, an object, a mail and a waiting workflow into a running stack."""
    settings = machine.settings()
    with psycopg.connect(admin_url(settings, "lipei")) as connection:
        connection.execute("create table kept (note text)")
        connection.execute("insert into kept values ('a row')")
        connection.execute("grant select on kept to lipei_web")
    s3 = objects.client(settings)
    s3.put_object(Bucket="lipei", Key="letters/1.pdf", Body=b"an object", ContentType="application/pdf")
    asyncio.run(_start_workflow(settings.temporal_address))
    with smtplib.SMTP(LOOPBACK, settings.smtp_port, local_hostname="localhost") as server:
        server.send_message(_mail())


def assert_filled(machine: Machine, *, mail: bool = True) -> None:
    """Find everything that `fill` put there."""
    settings = machine.settings()
    with psycopg.connect(admin_url(settings, "lipei")) as connection:
        assert connection.execute("select note from kept").fetchall() == [("a row",)]
    found = objects.client(settings).get_object(Bucket="lipei", Key="letters/1.pdf")
    assert (found["Body"].read(), found["ContentType"]) == (b"an object", "application/pdf")
    assert asyncio.run(_type_of_workflow(settings.temporal_address)) == "Kept"
    mailbox = Mailbox(settings.home / "mail")
    assert [mailbox.read(each).text.strip() for each in mailbox.ids()] == (["a mail"] if mail else [])


def _mail() -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Kept", "a@lipei.example", "b@hospital.example"
    message.set_content("a mail")
    return message


async def _start_workflow(address: str) -> None:
    client = await Client.connect(address, namespace="lipei")
    await client.start_workflow("Kept", id=WORKFLOW, task_queue="nobody-polls-this")


async def _type_of_workflow(address: str) -> str:
    client = await Client.connect(address, namespace="lipei")
    return (await client.get_workflow_handle(WORKFLOW).describe()).workflow_type
