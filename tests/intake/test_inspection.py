"""A file is taken when it parses from end to end, and says what is wrong with it when it does not."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from intake.cells import Cells
from intake.verdict import Refusal, RefusedFileError, Remark
from tests.intake.files import a_pdf, a_picture, a_tiff, an_ofd, an_xml


@pytest.fixture(scope="module")
def cells() -> Iterator[Cells]:
    cells = Cells(at_once=1)
    yield cells
    cells.close()


def refusal(cells: Cells, data: bytes) -> Refusal:
    with pytest.raises(RefusedFileError) as refused:
        cells.inspect(data)
    return refused.value.refusal


@pytest.mark.parametrize(
    ("data", "kind", "texts"),
    [
        (a_pdf("one", "two"), "PDF", ("one", "two")),
        (a_picture(), "JPEG", ("",)),
        (a_picture("PNG"), "PNG", ("",)),
        (a_tiff(3), "TIFF", ("", "", "")),
        (a_picture("HEIF"), "HEIC", ("",)),
        (an_ofd(), "OFD", ("价税合计 386.40",)),
        (an_xml(), "XML", ("386.40",)),
    ],
)
def test_each_kind_of_file_is_taken_with_its_pages(
    cells: Cells, data: bytes, kind: str, texts: tuple[str, ...]
) -> None:
    found = cells.inspect(data)

    assert (found.file_type.name, found.texts) == (kind, texts)


@pytest.mark.parametrize("make", [a_pdf, a_picture, a_tiff, an_ofd, an_xml])
def test_half_a_file_is_broken(cells: Cells, make: Callable[[], bytes]) -> None:
    data = make()

    assert refusal(cells, data[: len(data) // 2]) in {Refusal.BROKEN, Refusal.UNKNOWN_KIND}


def test_a_photograph_is_shown_upright_and_says_nothing_of_its_place(cells: Cells) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "taken at home"
    shown = cells.inspect(a_picture(size=(120, 80), exif=exif)).first_page

    assert shown is not None
    with Image.open(io.BytesIO(shown)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((80, 120), {})


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "I;16"])
def test_pictures_of_every_depth_are_shown(cells: Cells, mode: str) -> None:
    shown = cells.inspect(a_picture("PNG", mode=mode)).first_page

    assert shown is not None
    assert shown.startswith(b"\x89PNG")


def test_a_page_as_large_as_a_house_becomes_a_small_picture(cells: Cells) -> None:
    shown = cells.inspect(a_pdf(box="0 0 720000 720000")).first_page

    assert shown is not None
    with Image.open(io.BytesIO(shown)) as picture:
        assert max(picture.size) <= 2000


@pytest.mark.parametrize(
    ("catalog", "made", "remark"),
    [
        (b"/OpenAction %d 0 R", b"<</S/JavaScript/JS(app.alert\\(1\\))>>", Remark.SCRIPT),
        (b"/OpenAction %d 0 R", b"<</S/Launch/F(cmd.exe)>>", Remark.LAUNCHES),
        (b"/AcroForm %d 0 R", b"<</Fields[]/XFA(<xdp/>)>>", Remark.FORM),
    ],
)
def test_what_a_pdf_could_run_is_remarked_and_never_run(
    cells: Cells, catalog: bytes, made: bytes, remark: Remark
) -> None:
    assert remark in cells.inspect(a_pdf(catalog=catalog, objects=(made,))).remarks
