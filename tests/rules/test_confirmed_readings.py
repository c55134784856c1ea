"""What a person says of a reading stands; the machine's word and the masks are kept."""

from dataclasses import replace

import pytest

from rules.findings.confirmed import (
    ConfirmedField,
    ConfirmedReading,
    in_form,
    in_words,
    paper_at,
    with_confirmed,
)
from rules.findings.reading import FieldName as F
from rules.findings.reading import Means, PaperKind, ReadField, Reading
from tests.builders import NOON

CARD = "6222020000000000017"


def a_reading(*fields: ReadField) -> Reading:
    return Reading(kind=PaperKind.UNKNOWN, kind_confidence=0.3, fields=fields, disputed=fields)


def read(name: F, value: str, confidence: float = 0.6) -> ReadField:
    return ReadField(name=name, value=value, confidence=confidence, means=Means.OCR)


def an_act(*fields: ConfirmedField, kind: PaperKind | None = None, from_page: int = 0) -> ConfirmedReading:
    return ConfirmedReading(
        key="RC-1/4",
        document_id="d",
        confirmed_by="staff:x",
        confirmed_at=NOON,
        kind=kind,
        fields=fields,
        from_page=from_page,
    )


def test_a_confirmed_value_is_sure_and_what_was_not_spoken_of_stays_as_it_was_read() -> None:
    before = a_reading(read(F.AMOUNT, "66.00"), read(F.CASH, "1.00"))

    now = with_confirmed(before, [an_act(ConfirmedField(name=F.AMOUNT, value="66.00", before="66.00"))])

    assert now.sure_text(F.AMOUNT) == "66.00" and now.sure_text(F.CASH) == ""
    assert [each.means for each in now.fields if each.sure] == [Means.PERSON]
    assert [each.name for each in now.disputed] == [F.CASH]


def test_a_paper_behind_the_first_is_confirmed_for_itself() -> None:
    behind = [replace(a_reading(read(F.AMOUNT, f"{page}.00")), first_page=page) for page in (3, 5)]
    before = replace(a_reading(read(F.AMOUNT, "66.00")), first_page=1, others=tuple(behind))
    act = an_act(ConfirmedField(name=F.AMOUNT, value="5.50", before="5.00"), from_page=5)

    now = with_confirmed(before, [act])

    assert [each.text(F.AMOUNT) for each in now.papers] == ["66.00", "3.00", "5.50"]
    assert [each.sure_text(F.AMOUNT) for each in now.papers] == ["", "", "5.50"]
    assert paper_at(now, 0) is now and paper_at(now, 3) == now.others[0]
    assert paper_at(now, 4) is None


def test_the_last_word_stands_and_a_value_that_is_not_on_the_paper_goes() -> None:
    acts = [
        an_act(ConfirmedField(name=F.AMOUNT, value="60.00", before="66.00"), kind=PaperKind.INVOICE),
        an_act(
            ConfirmedField(name=F.AMOUNT, value="60.50", before="60.00"),
            ConfirmedField(name=F.CASH, value="", before="1.00"),
            ConfirmedField(name=F.HOSPITAL, value="市儿童医院"),
        ),
    ]

    now = with_confirmed(a_reading(read(F.AMOUNT, "66.00"), read(F.CASH, "1.00")), acts)

    assert now.kind_is_sure and now.kind is PaperKind.INVOICE
    assert {each.name: each.value for each in now.fields} == {F.AMOUNT: "60.50", F.HOSPITAL: "市儿童医院"}


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        (F.ISSUED_ON, "2026-09-07", "2026-09-07"),
        (F.ISSUED_ON, "2026-09-31", None),
        (F.AMOUNT, "1,240.5", "1240.50"),
        (F.AMOUNT, "-66.00", "-66.00"),
        (F.AMOUNT, "much", None),
        (F.BANK_ACCOUNT, "6222 0200 0000 0000 017", CARD),
        (F.BANK_ACCOUNT, "***************0017", None),
        (F.SEX, "boy", None),
        (F.PERSON, " 林小满 ", "林小满"),
        (F.CASH, "", ""),
    ],
)
def test_a_value_is_kept_in_the_form_of_its_field_or_not_at_all(name: F, said: str, kept: str | None) -> None:
    assert in_form(name, said) == kept


def test_the_record_names_old_and_new_and_masks_numbers_of_people() -> None:
    words = in_words(
        [
            ConfirmedField(name=F.AMOUNT, value="60.00", before="66.00"),
            ConfirmedField(name=F.CASH, value="1.00", before="1.00"),
            ConfirmedField(name=F.BANK_ACCOUNT, value=CARD, before=""),
        ]
    )

    assert words.splitlines()[:2] == ["AMOUNT: 66.00 → 60.00", "CASH: 1.00"]
    assert CARD not in words and words.endswith("0017")


def test_what_was_misread_of_a_persons_number_is_masked_too() -> None:
    words = in_words([ConfirmedField(name=F.BANK_ACCOUNT, value="", before=CARD)])

    assert CARD not in words
    assert words.endswith("0017 → –")


@pytest.mark.parametrize(
    ("said", "kept"), [("MALE", "MALE"), (" FEMALE", "FEMALE"), ("male", None), ("M", None)]
)
def test_a_sex_is_kept_in_one_of_its_two_words(said: str, kept: str | None) -> None:
    assert in_form(F.SEX, said) == kept
