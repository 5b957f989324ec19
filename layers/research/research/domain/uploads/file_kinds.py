"""The kinds of files that can be read, by the endings of their names."""

from pathlib import PurePosixPath

CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".epub": "application/epub+zip",
    ".eml": "message/rfc822",
}
"""The media types of the files that are read, by suffix in lower case."""
KIND_NAMES = ", ".join(suffix.removeprefix(".") for suffix in CONTENT_TYPES)
NOT_READ = f"not of a kind that can be read ({KIND_NAMES})"


def content_type_of(name: str) -> str | None:
    """The media type of a file of that name; None for a kind that is not read."""
    return CONTENT_TYPES.get(PurePosixPath(name).suffix.lower())
