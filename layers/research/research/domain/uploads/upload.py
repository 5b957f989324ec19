"""An upload: a file that a caller announces, posts, and names among the sources of a job.

Until a job takes it, it waits under its caller for a day. From then on it is the job's: it is kept
with the job and deleted with it.
"""

from datetime import datetime, timedelta

from pydantic import AwareDatetime, Field

from research.domain.uploads.file_kinds import content_type_of
from research.domain.value import JobId, Value

MAX_UPLOADS = 25
"""Of one job."""
MAX_UPLOAD_BYTES = 20_000_000
MAX_WAITING = 100
"""Files of one caller that no job has taken."""
MAX_NAME_CHARACTERS = 120
FORM_LIFETIME = timedelta(minutes=15)
"""How long a file may be posted after it was announced."""
KEPT_WAITING = timedelta(days=1)
"""How long a file waits for a job."""
_SCHEME = "upload:"


def source_name(upload_id: str) -> str:
    """What names the upload among the `sources` of a request."""
    return f"{_SCHEME}{upload_id}"


def upload_id_in(source: str) -> str | None:
    """The id of the upload that `source`, one of a request's, names; None for an address."""
    return source.removeprefix(_SCHEME) if source.startswith(_SCHEME) else None


class NamedFile(Value):
    """An upload, and the name by which people know the file."""

    upload_id: JobId
    """Of the form of a job's id, so it tells when it was made, and can't be guessed."""
    name: str = Field(min_length=1, max_length=MAX_NAME_CHARACTERS)
    """Cleaned: one line without separators of paths. Never the name of a file of ours."""

    @property
    def content_type(self) -> str:
        """The media type that its name stands for."""
        return content_type_of(self.name) or "application/octet-stream"


class Upload(NamedFile):
    """A file that was announced and may have been posted."""

    owner: str = ""
    """As that of a job: whoever made it, empty where no key was asked for."""
    at: AwareDatetime
    """When it was announced."""

    def may_be_posted(self, now: datetime) -> bool:
        """Whether its form is still good."""
        return now < self.at + FORM_LIFETIME


class PostForm(Value):
    """Where a file is posted as ``multipart/form-data``, and the fields that go before it."""

    url: str
    fields: dict[str, str]
