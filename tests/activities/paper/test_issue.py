"""A letter is worded, set and kept once, wherever an attempt broke off."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest
from botocore.exceptions import BotoCoreError
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, select
from temporalio.exceptions import ApplicationError

from activities.paper import PaperActs
from letters.pdf import render
from letters.postbox import Postbox
from letters.signing import Seal, Verdict, examine, read_roots
from letters.stored import from_json
from models.letter import Letter
from models.letter_delivery import LetterDelivery
from rules.preauthorization.case import PreAuthorizationCase
from settings import Settings
from stores.papers import letters
from stores.papers.blobs import Blobs
from tests.activities.paper import stories
from tests.activities.paper.conftest import Begin
from tests.letters.reading import pdf_text


def rows(engine: Engine) -> Sequence[Letter]:
    """Every letter that is kept."""
    with Session(engine) as session:
        return session.exec(select(Letter)).all()


def as_owner(database_url: str, statement: str) -> None:
    """Change a row as somebody else would."""
    owner = create_engine(database_url)
    with owner.begin() as connection:
        connection.execute(text(statement))
    owner.dispose()


@pytest.fixture
def acts_without_store(engine: Engine, postbox: Postbox, seal: Seal) -> PaperActs:
    """Acts whose object store does not answer."""
    nowhere = Blobs(
        endpoint="http://127.0.0.1:9", region="us-east-1", bucket="lipei", access_key="a", secret_key="b"
    )
    return PaperActs(
        engine=engine,
        blobs=nowhere,
        postbox=postbox,
        public_url="https://lipei.example",
        secret="s" * 32,
        seal=seal,
    )


def test_an_attempt_that_broke_off_before_the_file_is_taken_up_with_the_words_it_kept(
    begin: Begin,
    acts: PaperActs,
    acts_without_store: PaperActs,
    blobs: Blobs,
    database_url: str,
    engine: Engine,
) -> None:
    order = stories.approved(begin).order("LT-GOP")
    with pytest.raises(BotoCoreError):
        acts_without_store.issue_letter(order)
    as_owner(database_url, "UPDATE member SET name = '林大满'")

    acts.issue_letter(order)

    (row,) = rows(engine)
    assert row.object_key is not None
    shown = pdf_text(blobs.get(row.object_key))
    assert "欧阳小满" in shown
    assert "林大满" not in shown


def test_an_attempt_that_broke_off_after_the_file_finds_the_same_bytes(
    begin: Begin, acts: PaperActs, database_url: str, engine: Engine
) -> None:
    order = stories.approved(begin).order("LT-GOP")
    acts.issue_letter(order)
    (before,) = rows(engine)
    as_owner(database_url, "UPDATE letter SET object_key = NULL, sha256 = NULL, signed_sha256 = NULL")

    acts.issue_letter(order)

    (after,) = rows(engine)
    assert after.model_dump() == before.model_dump()


def test_a_kept_letter_is_signed_and_begins_with_its_rendering(
    begin: Begin, acts: PaperActs, blobs: Blobs, engine: Engine, stack: Settings
) -> None:
    acts.issue_letter(stories.approved(begin).order("LT-GOP"))

    (row,) = rows(engine)
    file, rendering = blobs.get(row.object_key or ""), render(from_json(row.code, row.content))
    assert examine(file, read_roots(stack.seal_roots)).verdict is Verdict.SIGNED
    assert file.startswith(rendering)
    assert (row.sha256, row.signed_sha256) == tuple(sha256(each).hexdigest() for each in (rendering, file))


def test_a_letter_that_was_issued_is_left_as_it_is(begin: Begin, acts: PaperActs, engine: Engine) -> None:
    order = stories.approved(begin).order("LT-GOP")
    acts.issue_letter(order)
    (before,) = rows(engine)

    acts.issue_letter(replace(order, case=replace(order.case, assignee="staff:cen")))

    (after,) = rows(engine)
    assert after.model_dump() == before.model_dump()


def test_attempts_at_the_same_time_make_one_letter(begin: Begin, acts: PaperActs, engine: Engine) -> None:
    order = stories.approved(begin).order("LT-GOP")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: acts.issue_letter(order), range(4)))

    assert len(rows(engine)) == 1
    with Session(engine) as session:
        assert len(session.exec(select(LetterDelivery)).all()) == 2


def test_a_case_shows_its_letters_oldest_first_with_where_they_go(
    begin: Begin, acts: PaperActs, engine: Engine
) -> None:
    story = stories.approved(begin)
    for order in reversed(story.orders):
        acts.issue_letter(order)

    with Session(engine) as session:
        kept = letters.of_case(session, story.case.case_number)

    assert [letter.code for letter in kept] == ["LT-ACK", "LT-GOP", "LT-PA-OK"]
    assert [len(letter.deliveries) for letter in kept] == [1, 2, 1]


def test_a_character_that_no_font_sets_goes_to_a_person(
    begin: Begin, acts: PaperActs, engine: Engine
) -> None:
    order = stories.approved(begin, request={"treatment": "扁桃体切除术🙂"}).order("LT-GOP")

    with pytest.raises(ApplicationError, match="no font sets") as raised:
        acts.issue_letter(order)

    assert (raised.value.type, raised.value.non_retryable) == ("UnsetCharacter", True)
    assert [row.object_key for row in rows(engine)] == [None]


def test_an_invisible_character_goes_to_a_person_before_anything_is_kept(
    begin: Begin, acts: PaperActs, engine: Engine
) -> None:
    order = stories.approved(begin, request={"treatment": "扁桃体\u202e切除术"}).order("LT-GOP")

    with pytest.raises(ApplicationError) as raised:
        acts.issue_letter(order)

    assert (raised.value.type, raised.value.non_retryable) == ("UnsafeText", True)
    assert rows(engine) == []


def test_a_whole_identity_number_in_free_text_goes_to_a_person(begin: Begin, acts: PaperActs) -> None:
    order = stories.approved(begin, request={"treatment": "身份证 11010519491231002X 的手术"}).order("LT-GOP")

    with pytest.raises(ApplicationError) as raised:
        acts.issue_letter(order)

    assert raised.value.type == "UnmaskedNumber"
    assert "11010519491231002X" not in str(raised.value)


def test_a_letter_that_nobody_writes_is_refused_for_good(begin: Begin, acts: PaperActs) -> None:
    order = begin().order("LT-ACK")

    with pytest.raises(ApplicationError, match="nobody writes LT-XXX") as raised:
        acts.issue_letter(replace(order, letter=replace(order.letter, code="LT-XXX")))

    assert (raised.value.type, raised.value.non_retryable) == ("UnknownLetter", True)


def test_a_template_that_is_not_there_is_refused_for_good(
    begin: Begin, acts: PaperActs, database_url: str
) -> None:
    order = begin().order("LT-ACK")
    acts.issue_letter(order)
    as_owner(
        database_url,
        "UPDATE letter SET object_key = NULL, sha256 = NULL,"
        " content = jsonb_set(content, '{template_version}', '\"99\"')",
    )

    with pytest.raises(ApplicationError) as raised:
        acts.issue_letter(order)

    assert (raised.value.type, raised.value.non_retryable) == ("MissingTemplate", True)


def test_a_hospital_that_no_row_holds_is_refused_for_good(begin: Begin, acts: PaperActs) -> None:
    order = begin().order("LT-ACK")
    assert isinstance(order.case, PreAuthorizationCase)
    elsewhere = replace(order.case, request=replace(order.case.request, hospital_id="SH-GONE"))

    with pytest.raises(ApplicationError, match="hospital SH-GONE is not known") as raised:
        acts.issue_letter(replace(order, case=elsewhere))

    assert raised.value.type == "PartyMissing"


def test_of_another_childs_policy_no_letter_speaks(
    begin: Begin, acts: PaperActs, database_url: str, engine: Engine
) -> None:
    order = begin().order("LT-ACK")
    other = "SELECT id FROM member WHERE name <> '欧阳小满' LIMIT 1"
    as_owner(database_url, f"UPDATE policy SET member_id = ({other})")

    with pytest.raises(ApplicationError) as raised:
        acts.issue_letter(order)

    assert (raised.value.type, raised.value.non_retryable) == ("ForeignPolicy", True)
    assert rows(engine) == []


def test_an_object_with_other_bytes_is_never_replaced(begin: Begin, acts: PaperActs, blobs: Blobs) -> None:
    order = begin().order("LT-ACK")
    blobs.put_new(f"letters/{order.case.case_number}/{order.number}.pdf", b"something else", "text/plain")

    with pytest.raises(ApplicationError, match="holds another file") as raised:
        acts.issue_letter(order)

    assert (raised.value.type, raised.value.non_retryable) == ("BlobConflict", True)


def test_a_number_means_one_content_for_ever(begin: Begin, acts: PaperActs, engine: Engine) -> None:
    story = stories.approved(begin)
    acts.issue_letter(story.order("LT-ACK"))

    acts.issue_letter(replace(story.order("LT-PA-OK"), number=story.order("LT-ACK").number))

    assert [row.code for row in rows(engine)] == ["LT-ACK"]


def test_a_place_that_another_letter_has_is_refused_for_good(begin: Begin, acts: PaperActs) -> None:
    order = begin().order("LT-ACK")
    acts.issue_letter(order)

    with pytest.raises(ApplicationError, match="another letter") as raised:
        acts.issue_letter(replace(order, number="LT-ACK-OTHER"))

    assert (raised.value.type, raised.value.non_retryable) == ("LetterConflict", True)
