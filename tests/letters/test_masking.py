"""Numbers of people are masked, and whole ones never get into a letter."""

from dataclasses import replace

import pytest

from letters.kinds import GuaranteeAmendment, Guardian, Insured, LetterCode
from letters.masking import UnmaskedNumberError, require_masked, reveals_number
from letters.samples import samples
from letters.samples.shared import child
from rules.identity import mask_bank_card, mask_identity_number, mask_phone
from rules.vocabulary import GuardianRelation, Language


def test_what_the_masks_make_is_accepted() -> None:
    for masked in (
        mask_identity_number("310104202003041234"),
        mask_identity_number("G12345678"),
        mask_identity_number("P12345"),
        mask_bank_card("6217 0000 0000 0006"),
        mask_phone("13812345678"),
        mask_phone("5555 0101"),
    ):
        require_masked(masked, "number")


@pytest.mark.parametrize(
    "open_number", ["310104202003041234", "13812345678", "3101042020***1234", "G12345678"]
)
def test_a_number_that_shows_too_much_is_refused_and_not_repeated(open_number: str) -> None:
    with pytest.raises(UnmaskedNumberError, match="number is not masked") as refusal:
        require_masked(open_number, "number")

    assert open_number not in str(refusal.value)


def test_a_child_with_a_whole_identity_number_makes_no_letter() -> None:
    known = child()
    with pytest.raises(UnmaskedNumberError, match=r"insured\.identity_number"):
        Insured(
            name=known.name,
            sex=known.sex,
            born_on=known.born_on,
            member_number=known.member_number,
            identity_kind=known.identity_kind,
            identity_number="999999202001010010",
        )


def test_a_guardian_with_a_whole_phone_number_makes_no_letter() -> None:
    with pytest.raises(UnmaskedNumberError, match=r"guardian\.phone"):
        Guardian(name="欧阳静怡", relation=GuardianRelation.MOTHER, phone="13812345678")


@pytest.mark.parametrize(
    "text",
    [
        "身份证 999999202001010010。",
        "护照外另有99999920190101002x",
        "卡号 6217 0000 0000 0006",
        "6200000000000005",
    ],
)
def test_free_text_that_reveals_a_number_is_found(text: str) -> None:
    assert reveals_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "999999202001010011",
        "6226000000000004",
        "票据号码 31010126112100004711",
        "GOP-20261121-000042-V2",
        "T1100202009000200000099",
    ],
)
def test_other_long_numbers_are_left_alone(text: str) -> None:
    assert not reveals_number(text)


def test_a_letter_whose_free_text_reveals_a_number_is_refused_with_its_field() -> None:
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE_AMENDED]

    assert isinstance(letter, GuaranteeAmendment)
    with pytest.raises(UnmaskedNumberError, match="reason holds a whole identity or card number"):
        replace(letter, reason="监护人 999999198806150038 来电")
