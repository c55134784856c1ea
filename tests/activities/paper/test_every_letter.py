"""No letter that a process orders is without someone who writes it."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.letter_contents import WRITERS
from activities.paper import PaperActs
from models.letter import Letter
from rules.vocabulary import Language, Process
from stores.papers.blobs import Blobs
from tests.activities.paper.conftest import Begin
from tests.activities.paper.stories import STORIES, Told
from workflows.processes import PROCESSES


@pytest.mark.parametrize("process", list(PROCESSES))
def test_every_letter_of_a_transition_table_has_a_writer(process: Process) -> None:
    ordered = {code for row in PROCESSES[process].table.rows for code in row.letters}

    assert ordered == set(WRITERS[process])


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.__name__)
def test_every_letter_of_a_case_is_rendered_and_kept(
    begin: Begin, acts: PaperActs, blobs: Blobs, engine: Engine, told: Told, language: Language
) -> None:
    story = told(begin, language=language)

    for order in story.orders:
        acts.issue_letter(order)

    with Session(engine) as session:
        rows = session.exec(select(Letter)).all()
    assert {row.number for row in rows} == {order.number for order in story.orders}
    for row in rows:
        assert row.object_key == f"letters/{story.case.case_number}/{row.number}.pdf"
        assert blobs.get(row.object_key).startswith(b"%PDF")
