"""The calls that upload a file, for both clients."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from research.api.uploads.forms import NewUpload, UploadAnswer
from research.client.calls import Call, body_of, json_options
from research.domain.errors import SourceUnusableError, UploadTooLargeError

POST_SECONDS = 120.0
"""How long each read and write may take while a file is on its way, whatever its size."""
ATTEMPTS = 3
"""A file that is posted again replaces itself."""


def offer(name: str) -> Call[UploadAnswer]:
    """Ask where a file of that name can be posted. Raises `InvalidRequestError`."""
    body = body_of(NewUpload, {"name": name})
    return Call("POST", "/uploads", UploadAnswer, json_options(body))


def post(offered: UploadAnswer, file: BinaryIO) -> Call[UploadAnswer]:
    """Post `file` where it was offered; it is read as it is sent. A success has no body.

    Raises `UploadTooLargeError` before anything is sent.
    """
    size = os.fstat(file.fileno()).st_size
    if size > offered.max_bytes:
        raise UploadTooLargeError(
            f"{offered.name} has {size:,} bytes, more than the {offered.max_bytes:,} that are taken"
        )
    options = {
        "data": offered.fields,
        "files": {"file": ("file", file, "application/octet-stream")},
        "timeout": POST_SECONDS,
    }
    return Call("POST", offered.url, UploadAnswer, options, ATTEMPTS)


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """The file at `path`. Raises `SourceUnusableError` where it can't be read."""
    try:
        file = Path(path).open("rb")  # noqa: SIM115 (what is raised within is not about opening)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SourceUnusableError(f"{os.fspath(path)}: {reason or error}") from None
    with file:
        yield file
