"""``content-research init``: a file ``.env`` with every setting, explained and switched off."""

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from textwrap import wrap

from research.cli.settings_table import setting_meanings, written_default
from research.domain.errors import InvalidSettingError
from research.settings import Settings

FILE = Path(".env")
WIDTH = 98
OWNER_ALONE = 0o600
"""Keys will be in it."""
HEADING = """\
# Settings of content-research. The lines below are all there are, each with its default: remove the
# leading "# " of one and change it. Variables of the environment come before this file.
#
# None is needed. With OPENAI_API_KEY a model writes (OPENAI_BASE_URL for another server than
# OpenAI's); SEARXNG_URL searches with an instance of yours. `content-research doctor` tries what is
# set. Keys are secrets: don't commit this file.
"""


def init(_options: Namespace) -> None:
    """Write the file into the current folder, and say so.

    Raises `InvalidSettingError` where it is there already, which is left as it is, and where it
    can't be written.
    """
    try:
        opened = os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    except FileExistsError:
        raise InvalidSettingError(f"{FILE} is there already, and was left as it is") from None
    except OSError as error:
        raise InvalidSettingError(f"can't write {FILE}: {error.strerror or error}") from error
    try:
        with open(opened, "w", encoding="utf-8") as file:
            file.write(settings_file())
    except OSError as error:  # a half would be taken for the whole, and be in the way next time
        with suppress(OSError):
            FILE.unlink()
        raise InvalidSettingError(f"can't write {FILE}: {error.strerror or error}") from error
    print(f"{FILE} has every setting, switched off; `content-research doctor` tries what you set")


def settings_file() -> str:
    """Every setting, commented: what it means, and the line that would set its default."""
    return HEADING + "".join(_entries())


def _entries() -> Iterator[str]:
    meanings = setting_meanings()
    for name, field in Settings.model_fields.items():
        meaning = "".join(f"# {line}\n" for line in wrap(meanings[name], WIDTH))
        yield f"\n{meaning}# {name.upper()}={written_default(field)}\n"
