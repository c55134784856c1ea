"""A letter that comes back is on its case's record, and a supervisor has to see to it, once."""

from sqlmodel import Session, select
from typer.testing import CliRunner, Result

from commands.letter import app
from models import LetterDelivery, SupervisorTask
from rules.cases import LetterState
from rules.roles import Role
from rules.vocabulary import DeliveryState
from tests.letters.test_bounces import POSTFIX
from tests.workflows.cases import actor
from tests.workflows.clinic import Clinic
from workflows.messages import Withdraw

QUOTED = b"<LT-ACK-PA-261121-000042-U-1.0123456789abcdef@lipei.example>"


def come_back(clinic: Clinic, message_id: str) -> Result:
    """The mail server hands over the notification of Postfix about that mail."""
    mail = POSTFIX.replace(QUOTED, message_id.encode())
    return CliRunner().invoke(app, ["bounced", "--home", str(clinic.settings.home)], input=mail)


def sent(clinic: Clinic) -> tuple[str, LetterDelivery]:
    """A case whose first letter went out by mail."""
    number = clinic.open()
    clinic.wait_until(lambda: clinic.all_sent(number), "the letter")
    return number, clinic.deliveries(number)[0]


def test_a_letter_that_came_back_is_a_task_of_a_supervisor_once(clinic: Clinic) -> None:
    number, delivery = sent(clinic)

    ended = [come_back(clinic, delivery.message_id) for _ in range(2)]
    clinic.wait_until(lambda: clinic.row(number).escalated, "the record")

    assert [each.exit_code for each in ended] == [0, 0]
    assert f"{delivery.letter_number} came back: 5.1.1" in ended[0].stdout
    (event,) = [event for event in clinic.events(number) if event.kind == "LETTER_BOUNCED"]
    with Session(clinic.engine) as session:
        (task,) = session.exec(select(SupervisorTask).where(SupervisorTask.case_number == number)).all()
    assert task.subject == "LETTER_BOUNCED"
    assert event.detail["letter"] == delivery.letter_number
    assert clinic.look(number).letters[0].state is LetterState.BOUNCED
    assert clinic.deliveries(number)[0].state is DeliveryState.BOUNCED


def test_a_letter_of_a_closed_case_that_came_back_is_on_its_record(clinic: Clinic) -> None:
    number, delivery = sent(clinic)
    clinic.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="改期"))
    clinic.wait_until(lambda: clinic.row(number).closed_at is not None, "the end")

    ended = [come_back(clinic, delivery.message_id) for _ in range(2)]

    assert [each.exit_code for each in ended] == [0, 0]
    assert [event.kind for event in clinic.events(number)].count("LETTER_BOUNCED") == 1
    assert clinic.row(number).escalated


def test_a_mail_about_no_letter_of_ours_is_left_alone(clinic: Clinic) -> None:
    ended = come_back(clinic, "<another@lipei.example>")

    assert ended.exit_code == 0
    assert "No letter here" in ended.stderr
