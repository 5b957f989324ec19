"""What is sent and answered where a file is uploaded."""

from typing import Self

from pydantic import AwareDatetime, Field

from research.domain.uploads.upload import (
    FORM_LIFETIME,
    MAX_UPLOAD_BYTES,
    PostForm,
    Upload,
    source_name,
)
from research.domain.value import JobId, Value

_EXAMPLE_ID = "20261125-081500-1e2403f9c0de1a2b4c5d6"
MAX_SENT_CHARACTERS = 1_000


class NewUpload(Value):
    """A file that is about to be posted."""

    name: str = Field(
        min_length=1,
        max_length=MAX_SENT_CHARACTERS,
        description="The file's name, whose ending says of which kind it is. Folders before it are "
        "left out, and a long one is shortened.",
        examples=["minutes.pdf"],
    )


class UploadAnswer(Value):
    """Where to post the file, and what to name it in `sources` then."""

    upload_id: JobId = Field(examples=[_EXAMPLE_ID])
    source: str = Field(
        description="What names the file in the `sources` of `POST /research`.",
        examples=[source_name(_EXAMPLE_ID)],
    )
    name: str = Field(description="As the report will call it.")
    url: str = Field(
        description="Where to POST a form (`multipart/form-data`) with all of `fields` and, last, "
        "the file under `file`. A path of this service, or a whole address elsewhere."
    )
    fields: dict[str, str] = Field(description="Fields of that form; there may be none.")
    max_bytes: int = Field(description="How many bytes the file may have.")
    expires_at: AwareDatetime = Field(description="Until when it may be posted.")

    @classmethod
    def of(cls, upload: Upload, form: PostForm) -> Self:
        """The answer about `upload`, which `form` is for."""
        return cls(
            upload_id=upload.upload_id,
            source=source_name(upload.upload_id),
            name=upload.name,
            url=form.url,
            fields=form.fields,
            max_bytes=MAX_UPLOAD_BYTES,
            expires_at=upload.at + FORM_LIFETIME,
        )
