"""Shows a letter as pictures of its pages."""

import io

import pypdfium2


def page_images(pdf: bytes, scale: float = 1.6) -> list[bytes]:
    """Each page as a PNG; ``scale`` 1 is 72 dots an inch."""
    images = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            buffer = io.BytesIO()
            page.render(scale=scale).to_pil().save(buffer, "PNG")
            images.append(buffer.getvalue())
    return images
