"""``content-research doctor``: tries each part, prints what is used, what fell back and why."""

import asyncio
import re
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from pydantic import SecretStr

from research.cli.doctor_parts import Part, parts_of
from research.cli.stopping import run_to_end
from research.domain.errors import PartsFailedError, ResearchError
from research.settings import Settings
from research.text.cleaning import clean_line

PROGRESS_SECONDS = 2.0
MAX_CELL_CHARACTERS = 300
HEADINGS = ("part", "state", "used", "why")
MIN_SECRET_CHARACTERS = 6
"""Shorter ones would blot out words of ours, and protect nothing."""
_LOGIN = re.compile(r"//[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the table."""

    part: str
    state: str
    """``works``; ``default`` for what nobody set up; ``fell back`` or ``failed``."""
    used: str
    why: str
    is_at_fault: bool
    """Whether a run misses it: it was set up, and does not work as it was, or nothing stands in."""


def doctor(_options: Namespace) -> None:
    """Try each part and print the table.

    Raises `PartsFailedError` where something that a run would use does not work, and
    `InvalidSettingError`.
    """
    settings = Settings.load()
    findings = run_to_end(_examine(settings))
    print(table(findings, settings), flush=True)
    if at_fault := [finding.part for finding in findings if finding.is_at_fault]:
        raise PartsFailedError(f"not working: {', '.join(at_fault)}")


async def _examine(settings: Settings) -> list[Finding]:
    async with AsyncExitStack() as stack:
        return await examine(parts_of(settings, stack), _print_wait)


async def examine(parts: Iterable[Part], on_wait: Callable[[str, float], None]) -> list[Finding]:
    """Try one after the other: importing what one needs would make another's server look slow.

    `on_wait` is called every `PROGRESS_SECONDS` with the part's name and the seconds it has taken.
    """
    findings = []
    for part in parts:
        started = time.monotonic()
        trial = asyncio.create_task(_try(part))
        while not (await asyncio.wait([trial], timeout=PROGRESS_SECONDS))[0]:
            on_wait(part.name, time.monotonic() - started)
        findings.append(trial.result())
    return findings


async def _try(part: Part) -> Finding:
    try:
        async with asyncio.timeout(part.limit_seconds):
            outcome = await part.attempt()
    except TimeoutError:
        return _fault(part, part.instead, f"no answer within {part.limit_seconds:g} s")
    except ResearchError as error:
        return _fault(part, part.instead, str(error))
    except Exception as error:  # whatever a library raises, the other parts are tried
        return _fault(part, part.instead, f"{type(error).__name__}: {error}")
    if not outcome.is_whole:
        return _fault(part, outcome.used, outcome.note)
    state = "works" if part.is_configured else "default"
    return Finding(part.name, state, outcome.used, outcome.note, is_at_fault=False)


def _fault(part: Part, used: str, why: str) -> Finding:
    state = "failed" if used == "nothing" else "fell back"
    is_missed = bool(part.is_configured) or state == "failed"
    return Finding(part.name, state, used, why, is_at_fault=is_missed)


def table(findings: Sequence[Finding], settings: Settings) -> str:
    """The findings in columns, without any secret of `settings`."""
    hide = _hider(settings)
    rows = [HEADINGS, *((f.part, f.state, hide(f.used), hide(f.why)) for f in findings)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(padded)


def _hider(settings: Settings) -> Callable[[str], str]:
    """A function that makes one line of a text, its secrets and logins replaced by ``***``."""
    secrets = [
        part.strip()
        for _, value in settings
        if isinstance(value, SecretStr)
        for part in (value.get_secret_value(), *value.get_secret_value().split(","))
    ]
    hidden = [secret for secret in secrets if len(secret) >= MIN_SECRET_CHARACTERS]

    def hide(text: str) -> str:
        for secret in sorted(hidden, key=len, reverse=True):
            text = text.replace(secret, "***")
        return clean_line(_LOGIN.sub("//***@", text), MAX_CELL_CHARACTERS)

    return hide


def _print_wait(part: str, seconds: float) -> None:
    print(f"[{seconds:5.1f} s] {part}: no answer yet", file=sys.stderr, flush=True)
