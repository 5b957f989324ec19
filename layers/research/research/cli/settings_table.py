"""``content-research settings``: the settings as the Markdown table that the README shows."""

import ast
from inspect import getsource
from itertools import pairwise
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from research.domain.errors import InvalidRequestError
from research.settings import Settings

BEGINNING = "<!-- settings: content-research settings -->"
END = "<!-- end of settings -->"


def settings_table() -> str:
    """A row for each setting: its variable, its default, what it means. Units are in the names."""
    meanings = setting_meanings()
    rows = (
        f"| `{name.upper()}` | {_cell(field)} | {meanings[name]} |"
        for name, field in Settings.model_fields.items()
    )
    return "\n".join(["| Variable | Default | Meaning |", "|---|---|---|", *rows])


def put_table(path: Path) -> None:
    """Put the table in the place of the one in the file at `path`, between `BEGINNING` and `END`.

    Raises `InvalidRequestError` for a file that can't be read or written, or has no such place.
    """
    try:
        before, beginning, rest = path.read_text(encoding="utf-8").partition(BEGINNING)
        _, end, after = rest.partition(END)
        if not (beginning and end):
            raise InvalidRequestError(f"{path}: {BEGINNING} and {END} are not in it")
        table = f"{beginning}\n{settings_table()}\n\n{end}"
        path.write_text(f"{before}{table}{after}", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InvalidRequestError(f"{path}: {error}") from error


def setting_meanings() -> dict[str, str]:
    """The text under each field of `Settings`, which is in its source alone, on one line."""
    (settings,) = ast.parse(getsource(Settings)).body
    assert isinstance(settings, ast.ClassDef)
    return {
        field.target.id: " ".join(str(text.value.value).split())
        for field, text in pairwise(settings.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }


def written_default(field: FieldInfo) -> str:
    """The default as the environment would have it; empty where nothing is set."""
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "" if value is None or value in ("", ()) else str(value)


def _cell(field: FieldInfo) -> str:
    default = written_default(field)
    return f"`{default}`" if default else ""
