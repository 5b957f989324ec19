"""The names of uploads: what people read, made of what a browser or a program sends."""

from pathlib import PurePosixPath

from research.domain.errors import SourceUnusableError
from research.domain.uploads.file_kinds import NOT_READ, content_type_of
from research.domain.uploads.upload import MAX_NAME_CHARACTERS
from research.text.cleaning import clean_line


def clean_name(name: str) -> str:
    """`name` without folders and hidden characters, of `MAX_NAME_CHARACTERS` at most.

    It is a label, and never becomes a path. Raises `SourceUnusableError` for a kind of file that
    is not read.
    """
    last = clean_line(name.replace("\\", "/").rpartition("/")[2], len(name) + 1)
    suffix = PurePosixPath(last).suffix
    if content_type_of(last) is None:
        raise SourceUnusableError(f"the file is {NOT_READ}, by the ending of its name")
    stem = last.removesuffix(suffix)[: MAX_NAME_CHARACTERS - len(suffix)]
    return f"{stem.rstrip()}{suffix}"
