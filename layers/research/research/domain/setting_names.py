"""Variables that someone seems to have meant as a setting, and that are none."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.84
"""The least likeness (difflib's ratio) of a name whose first word is the setting's own:
`API_KEYZ` and `API_KEYS` have 0.88, `OPENAI_API_TYPE` and `OPENAI_API_KEY`, both real, 0.83.
"""
ALIKE_AT_FIRST_SIGHT = 0.9
"""The least of a name that begins otherwise: `APP_HOST`, which is another program's, has 0.88."""
ALIKE_FIRST_WORDS = 0.7
"""The least of its first word, which tells programs apart: `XAI` and `EXA`, have 0.67."""
FOREIGN = ("AWS_",)
"""Beginnings of names that are another program's: `AWS_ENDPOINT_URL_S3` is Amazon's."""


def likely_misspelt(given: Iterable[str], settings: Iterable[str]) -> dict[str, str]:
    """Which names of `given` are no setting and look like one, each with the one it looks like.

    A name looks like a setting when it is nearly spelt so, or when it is the beginning of one, of
    two words or more (`FETCH_TIMEOUT`). Upper and lower case are the same, as in the environment.
    """
    known = sorted(name.upper() for name in settings)
    unknown = {name.upper() for name in given} - set(known)
    found = {
        name: _most_alike(name, known)
        for name in sorted(unknown)
        if "_" in name and not name.startswith(FOREIGN)
    }
    return {name: meant for name, meant in found.items() if meant}


def _most_alike(name: str, known: Iterable[str]) -> str:
    """The setting that `name` looks like most; empty where it looks like none."""
    alike = [(_likeness(name, setting), setting) for setting in known]
    return max(((ratio, setting) for ratio, setting in alike if ratio), default=(0.0, ""))[1]


def _likeness(name: str, setting: str) -> float:
    if setting.startswith(name):
        return 1.0
    first, own_first = name.partition("_")[0], setting.partition("_")[0]
    is_own = first == own_first
    least = ALIKE if is_own else ALIKE_AT_FIRST_SIGHT
    if 2 * min(len(name), len(setting)) < least * (len(name) + len(setting)):
        return 0.0  # the ratio can't reach it, and a matcher takes long to make
    if not is_own and _ratio(own_first, first) < ALIKE_FIRST_WORDS:
        return 0.0
    compared = SequenceMatcher(None, setting, name, autojunk=False)
    if compared.quick_ratio() < least:
        return 0.0
    ratio = compared.ratio()
    return ratio if ratio >= least else 0.0


@lru_cache(maxsize=1_024)
def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
