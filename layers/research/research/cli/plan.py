"""The plan of a report, shown on a terminal and approved there: as it is, or changed."""

import asyncio
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from research.cli.stopping import StopSignal
from research.domain.errors import InvalidRequestError
from research.domain.question import (
    MAX_CLARIFICATION_CHARACTERS,
    MAX_PLAN_QUESTIONS,
    MAX_PLANNED_CHARACTERS,
    PlanApproval,
)
from research.text.cleaning import clean_line

HELP = (
    "Enter: research this. Or: 2 NEW WORDS changes question 2, -2 removes it, + WORDS adds one, "
    "q stops here."
)
VAGUE = "The question may be too vague:"
ANSWER = "Your answer (Enter: none): "
PROMPT = "> "
OPTIONS = {"confirm_plan": "--confirm-plan", "clarify": "--clarify"}

_CHANGE = re.compile(r"([0-9]{1,2})[.):]?\s+(\S.*)")
_REMOVE = re.compile(r"-\s*([0-9]{1,2})")
_ADD = re.compile(r"\+\s*(\S.*)")

Ask = Callable[[str], Awaitable[str]]
"""Shows a text and returns the line that is typed then, without its end; raises `EOFError`."""


def check_terminal(fields: Mapping[str, Any]) -> None:
    """Raise `InvalidRequestError` where the plan is to be approved and nobody can be asked."""
    for name, option in OPTIONS.items():
        if fields.get(name) and not (sys.stdin and sys.stdin.isatty()):
            raise InvalidRequestError(
                f"{option}: standard input is no terminal, so nobody can be asked; "
                "leave it out, or use the API (docs/api.md)"
            )


async def ask_on_terminal(text: str) -> str:
    """`Ask` on standard error and input. Cancelled, it leaves the thread that reads behind."""
    print(text, end="", file=sys.stderr, flush=True)
    line: str = await asyncio.to_thread(sys.stdin.readline)
    if not line:
        raise EOFError
    return line.strip()


async def approve_plan(
    questions: Sequence[str], clarifying_question: str, ask: Ask = ask_on_terminal
) -> PlanApproval:
    """What the user makes of a plan. Raises `StopSignal` where that is to stop."""
    try:
        clarification = ""
        if clarifying_question:
            clarification = await ask(f"\n{VAGUE} {clean_line(clarifying_question)}\n{ANSWER}")
        clarification = clean_line(clarification, MAX_CLARIFICATION_CHARACTERS)
        return PlanApproval(
            questions=await _approved(list(questions), ask), clarification=clarification
        )
    except EOFError:
        raise StopSignal(signal.SIGINT) from None


async def _approved(questions: list[str], ask: Ask) -> tuple[str, ...]:
    """The questions that are to be researched, after any number of changes."""
    told = _shown(questions)
    while typed := await ask(f"{told}\n{PROMPT}"):
        if typed.lower() in ("q", "quit"):
            raise StopSignal(signal.SIGINT)
        fault = _change(questions, typed)
        told = f"{fault} {HELP}" if fault else _shown(questions)
    return tuple(questions)


def _shown(questions: Sequence[str]) -> str:
    lines = (f"  {number:>2}  {clean_line(one)}" for number, one in enumerate(questions, start=1))
    return "\n".join(["", "The plan:", *lines, HELP])


def _change(questions: list[str], typed: str) -> str:
    """Carry out what was typed; what is wrong with it, if anything."""
    if added := _ADD.fullmatch(typed):
        return _put(questions, len(questions), added[1])
    if removed := _REMOVE.fullmatch(typed):
        return _remove(questions, int(removed[1]) - 1)
    if changed := _CHANGE.fullmatch(typed):
        return _put(questions, int(changed[1]) - 1, changed[2])
    return "That is not understood."


def _put(questions: list[str], place: int, words: str) -> str:
    """Put `words` in the place of a question, or after the last."""
    question = clean_line(words, MAX_PLANNED_CHARACTERS + 1)
    if not any(map(str.isalnum, question)):
        return "Ask something, in words."
    if len(question) > MAX_PLANNED_CHARACTERS:
        return f"A question has {MAX_PLANNED_CHARACTERS} characters at most."
    if not 0 <= place <= min(len(questions), MAX_PLAN_QUESTIONS - 1):
        return _no_place(questions, place)
    questions[place : place + 1] = [question]
    return ""


def _remove(questions: list[str], place: int) -> str:
    if not 0 <= place < len(questions):
        return _no_place(questions, place)
    if len(questions) == 1:
        return "One question must stay."
    del questions[place]
    return ""


def _no_place(questions: Sequence[str], place: int) -> str:
    if place == MAX_PLAN_QUESTIONS:
        return f"A plan has {MAX_PLAN_QUESTIONS} questions at most."
    return f"There is no question {place + 1}: they are 1 to {len(questions)}."
