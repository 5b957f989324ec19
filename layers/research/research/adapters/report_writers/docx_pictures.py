"""Pictures in a Word document, each with its words for who doesn't see it."""

import base64
from io import BytesIO

from docx.shared import Cm
from docx.text.run import Run

from research.domain.source import ImagePreview

CM_PER_PIXEL = 0.02
WIDEST = Cm(9)


def add_preview(run: Run, preview: ImagePreview, words: str) -> None:
    """Add a small copy of an image to `run`; `words` say what it shows."""
    width = min(WIDEST, Cm(preview.width * CM_PER_PIXEL))
    picture = run.add_picture(BytesIO(base64.b64decode(preview.data)), width=width)
    picture._inline.docPr.set("descr", words)  # noqa: SLF001 (python-docx has no words for it)
