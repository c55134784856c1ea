"""The PDF: complete, archival, accessible, and the same bytes every time."""

import hashlib
import subprocess
import sys
import threading
from dataclasses import replace

import pypdfium2
import pytest

from letters.kinds import GuaranteeLetter, ItemCeiling, Letter, LetterCode, Recipient, RecipientRole
from letters.pdf import UnsetCharacterError, render
from letters.preview import page_images
from letters.samples import samples
from letters.words import as_text, document
from rules.vocabulary import Language
from tests.letters.reading import pdf_text, rendered, squeezed

EVERY_LETTER = [
    pytest.param(letter, id=f"{code}.{language}")
    for language in Language
    for code, letter in samples(language).items()
]


def guarantee(language: Language = Language.CHINESE) -> GuaranteeLetter:
    """The sample guarantee letter."""
    letter = samples(language)[LetterCode.GUARANTEE]
    assert isinstance(letter, GuaranteeLetter)
    return letter


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_the_pdf_says_all_that_the_words_say(letter: Letter) -> None:
    printed = pdf_text(rendered(letter))

    lines = as_text(document(letter)).splitlines()
    url = letter.verification.url if letter.verification else None
    assert [line for line in lines if line != url and not _is_printed(line, printed)] == []


def _is_printed(line: str, printed: str) -> bool:
    """Plain text adds bullets, list numbers and colons after labels; the page sets them apart."""
    text = line.removeprefix("- ").lstrip()
    text = text.partition(". ")[2] if text.partition(". ")[0].isdigit() else text
    if squeezed(text) in printed:
        return True
    label, colon, value = text.partition(": ") if ": " in text else text.partition("：")
    return bool(colon) and squeezed(label) in printed and squeezed(value) in printed


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_every_page_carries_number_and_page_count(letter: Letter) -> None:
    with pypdfium2.PdfDocument(rendered(letter)) as pages:
        for number, page in enumerate(pages, 1):
            text = squeezed(page.get_textpage().get_text_range())
            of = (
                f"第{number}页，共{len(pages)}页"
                if letter.language is Language.CHINESE
                else f"Page{number}of{len(pages)}"
            )
            assert letter.reference in text
            assert of in text


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_the_pdf_declares_both_standards_its_language_and_title(letter: Letter) -> None:
    pdf = rendered(letter)

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/Marked true" in pdf
    assert f"/Lang({'zh-CN' if letter.language is Language.CHINESE else 'en-US'})".encode() in pdf
    with pypdfium2.PdfDocument(pdf) as pages:
        assert pages.get_metadata_value("Title") == f"{document(letter).title} {letter.reference}"


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_a_letter_renders_to_the_same_bytes_twice(letter: Letter) -> None:
    assert render(letter) == rendered(letter)


def test_another_process_renders_the_same_bytes() -> None:
    program = (
        "import hashlib; from letters.kinds import LetterCode; from letters.pdf import render; "
        "from letters.samples import samples; from rules.vocabulary import Language; "
        "print(hashlib.sha256(render(samples(Language.CHINESE)[LetterCode.GUARANTEE])).hexdigest())"
    )

    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert other.stdout.strip() == hashlib.sha256(render(guarantee())).hexdigest()


def test_threads_render_the_same_bytes_side_by_side() -> None:
    rendered: list[bytes] = []
    threads = [threading.Thread(target=lambda: rendered.append(render(guarantee()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(rendered) == {render(guarantee())}


def test_another_instant_of_issue_gives_other_bytes() -> None:
    letter = guarantee()

    assert render(replace(letter, issued_at=letter.issued_at.replace(minute=31))) != render(letter)


def test_rare_characters_of_names_are_set() -> None:
    assert "欧阳𠮷㛃䶮" in pdf_text(render(guarantee()))


@pytest.mark.parametrize(
    ("name", "shown"), [("王\ue000", "\ue000"), ("李😀", "😀"), ("张\U000323af", "\U000323af")]
)
def test_a_character_that_no_font_has_is_refused_by_name_and_field(name: str, shown: str) -> None:
    letter = replace(guarantee(), recipient=Recipient(name=name, role=RecipientRole.HOSPITAL))

    with pytest.raises(UnsetCharacterError) as refusal:
        render(letter)

    assert refusal.value.character == shown
    assert refusal.value.field == "recipient.name"
    assert f"U+{ord(shown):04X}" in str(refusal.value)


def test_a_long_table_runs_over_pages_and_repeats_its_head() -> None:
    rows = tuple(ItemCeiling(item=f"项目 {index}", ceiling=100_00 + index) for index in range(70))

    pdf = render(replace(guarantee(), item_ceilings=rows))

    with pypdfium2.PdfDocument(pdf) as pages:
        texts = [squeezed(page.get_textpage().get_text_range()) for page in pages]
    assert sum("费用项目限额说明" in text for text in texts) >= 2
    assert all(any(f"项目{index}¥" in text for text in texts) for index in range(70))


def test_a_signature_never_stands_on_a_page_by_itself() -> None:
    letter = samples(Language.ENGLISH)[LetterCode.DOCUMENTS_MISSING]

    with pypdfium2.PdfDocument(rendered(letter)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]

    assert len(pages) == 2
    assert "signatory" in pages[1] and "The request" in pages[1]


def test_words_that_lead_to_a_list_stay_with_it() -> None:
    letter = samples(Language.ENGLISH)[LetterCode.REFUSAL]

    with pypdfium2.PdfDocument(rendered(letter)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]

    (place,) = [text for text in pages if "If you can send us the following" in text]
    assert "A prescription that shows" in place


def test_the_preview_shows_each_page() -> None:
    images = page_images(render(guarantee()))

    assert len(images) == 3
    assert all(image.startswith(b"\x89PNG") for image in images)
