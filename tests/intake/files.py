"""Files as people send them, each kind of file that is taken, made here byte by byte."""

import io
import zipfile

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer ID="2">
<ofd:TextObject ID="3" Boundary="10 10 80 6" Font="1" Size="4"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode>
</ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"""
_ENTRY = """<?xml version="1.0" encoding="UTF-8"?>
<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"><ofd:DocBody>
<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea>
<ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>
<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>"""


def a_pdf(
    *texts: str, box: str = "0 0 595 842", catalog: bytes = b"", objects: tuple[bytes, ...] = ()
) -> bytes:
    """A PDF with a page for each text, in Helvetica; ``objects`` follow, the first with the number that
    ``catalog`` may name as ``%d``.
    """
    said = texts or ("a page",)
    first = 4 + 2 * len(said)
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(said)))
    made = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog.replace(b"%d", str(first).encode()) + b">>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(said)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for at, text in enumerate(said):
        drawn = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Resources<</Font<</F1 3 0 R>>>>"
        page += f"/Contents {5 + 2 * at} 0 R>>"
        made += [page.encode(), b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)]
    return assembled([*made, *objects])


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, with its table of places; the first is its catalog."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    written += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(written)


def a_picture(
    kind: str = "JPEG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **options: object
) -> bytes:
    """A plain picture, dark at the left."""
    image = Image.linear_gradient("L").rotate(90).resize(size).convert(mode)
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def a_flood() -> bytes:
    """A picture of 400 million pixels in 50 kB."""
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    return written.getvalue()


def a_tiff(pages: int = 1) -> bytes:
    """A scan of so many pages."""
    first, *rest = [Image.new("L", (60, 80), 40 * number) for number in range(pages)]
    written = io.BytesIO()
    first.save(written, "TIFF", save_all=True, append_images=rest)
    return written.getvalue()


def an_ofd(text: str = "价税合计 386.40", **members: str | bytes) -> bytes:
    """An e-bill of one page; ``members`` come beside its own, or instead."""
    content = {
        "OFD.xml": _ENTRY,
        "Doc_0/Document.xml": _DOCUMENT,
        "Doc_0/Pages/Page_0/Content.xml": CONTENT.format(text=text),
        **members,
    }
    return an_archive(content)


def an_archive(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def an_xml(content: str = "<EInvoice><Amount>386.40</Amount></EInvoice>") -> bytes:
    """An e-bill as XML."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{content}'.encode()
