"""What runs in a child process: one task after another, read from standard input.

It ends with its input, which is when its parent ends. A task that takes too long is ended by the
kernel, in whatever code it is, should the parent not be there to do it.
"""

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from research.adapters.children.frames import (
    GRACE_SECONDS,
    MAX_REPLY_BYTES,
    REPLY,
    REQUEST,
    ChildLimits,
    Outcome,
)
from research.domain.errors import ResearchError
from research.domain.source import Page

Task = Callable[[Mapping[str, Any], bytes], bytes]
BELOW_PARENT = 3
"""How much less urgent a child is than its parent, who answers calls: about half. Were it much
less, a page would be over its time on a busy machine, for want of a processor."""
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Serve until standard input ends. The arguments are the limits: seconds, bytes of memory."""
    limits = ChildLimits(float(sys.argv[1]), int(sys.argv[2]))
    requests = os.fdopen(0, "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    sys.excepthook = lambda kind, _, trace: _tell_fault(replies, kind, trace)
    os.nice(BELOW_PARENT)
    _load_readers()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _reply(replies, Outcome.DONE, b"", is_spent=False)
    while header := requests.read(REQUEST.size):
        fields_bytes, body_bytes = REQUEST.unpack(header)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE_SECONDS)
        fields, body = json.loads(requests.read(fields_bytes)), requests.read(body_bytes)
        outcome, result = _outcome(_TASKS[fields.pop("task")], fields, body)
        del fields, body
        is_spent = outcome is Outcome.OUT_OF_MEMORY or _memory_bytes() > limits.memory_bytes / 2
        _reply(replies, outcome, result, is_spent=is_spent)
        del result
        signal.setitimer(signal.ITIMER_REAL, 0)


def _outcome(task: Task, fields: Mapping[str, Any], body: bytes) -> tuple[Outcome, bytes]:
    """How `task` ended. Errors that are not ours go on, and end the child."""
    try:
        result = task(fields, body)
    except ResearchError as error:
        said = {"code": error.code, "message": str(error)[:1000]}
        return Outcome.REFUSED, json.dumps(said).encode()
    except MemoryError:
        return Outcome.OUT_OF_MEMORY, b""
    if len(result) > MAX_REPLY_BYTES:
        return Outcome.TOO_LONG, b""
    return Outcome.DONE, result


def _reply(replies: BinaryIO, outcome: Outcome, result: bytes, *, is_spent: bool) -> None:
    replies.write(REPLY.pack(outcome, is_spent, len(result)) + result)
    replies.flush()


def _tell_fault(replies: BinaryIO, kind: type[BaseException], trace: Any) -> None:
    """Name the fault by its place alone: its message may hold what strangers wrote."""
    last = traceback.extract_tb(trace)[-1]
    where = f"{kind.__name__} at {Path(last.filename).name}:{last.lineno}"
    _reply(replies, Outcome.FAULT, where.encode(), is_spent=True)


def _memory_bytes() -> int:
    """The size of this process's address space; 0 where the kernel does not tell it so."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * _PAGE_BYTES
    except FileNotFoundError:
        return 0


def _load_readers() -> None:
    """Import what most tasks need, which is no part of their time."""
    import research.adapters.extract.page_extractor
    import research.adapters.extract.trafilatura_html  # noqa: F401


def _extract(fields: Mapping[str, Any], body: bytes) -> bytes:
    from research.adapters.extract.page_extractor import PageExtractor

    return PageExtractor().extract(Page(**fields, body=body)).model_dump_json().encode()


def _repair_json(_: Mapping[str, Any], body: bytes) -> bytes:
    from research.adapters.llm.json_values import json_values

    return json.dumps(json_values(body.decode(errors="replace"))).encode()


def _preview(_: Mapping[str, Any], body: bytes) -> bytes:
    from research.adapters.images.pillow_preview import preview_of

    return preview_of(body).model_dump_json().encode()


_TASKS: Mapping[str, Task] = {
    "extract": _extract,
    "preview": _preview,
    "repair_json": _repair_json,
}

if __name__ == "__main__":
    main()
