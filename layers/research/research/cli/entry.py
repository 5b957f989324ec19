"""From the console script to an exit code.

====  ====================================================================
0     it worked
1     our error, or something outside that failed
2     the user can mend it: an argument, a setting, a source that was named
130   Ctrl-C; 143 for SIGTERM, 141 for a reader of ours that went away
====  ====================================================================
"""

import sys
import traceback
from argparse import Namespace
from io import TextIOWrapper
from types import TracebackType
from typing import NoReturn

from research.cli.arguments import NAME, parse_arguments
from research.cli.logs import configure_logging
from research.cli.stopping import BROKEN_PIPE, Stopped, leave, stop_at_once
from research.domain.errors import ResearchError, UserError

FAILED, MISTAKEN = 1, 2
MAX_ERROR_CHARACTERS = 1_000


def main() -> NoReturn:
    """Do what the command line asks, and end the process. Never raises but for argparse's exit."""
    stop_at_once()
    options = parse_arguments(sys.argv[1:])
    configure_logging(debug=options.debug)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as standard error has it
    if not options.debug:
        sys.excepthook = _tell_of_bug
    try:
        code = run_command(options)
    except BrokenPipeError:  # who read our output has gone, as `head` does
        code = BROKEN_PIPE
    leave(code)


def run_command(options: Namespace) -> int:
    """The exit code of the command that `options` chose. What it raises beyond that is a bug."""
    try:
        options.act(options)
    except Stopped as stopped:
        complain("stopped")
        return stopped.exit_code
    except ResearchError as error:
        if options.debug:
            traceback.print_exc()
        complain(str(error))
        return MISTAKEN if isinstance(error, UserError) else FAILED
    return 0


def complain(message: str) -> None:
    """Print `message` on standard error, in a line that can't drive the terminal."""
    from research.text.cleaning import clean_line

    print(f"{NAME}: {clean_line(message, MAX_ERROR_CHARACTERS)}", file=sys.stderr)


def _tell_of_bug(
    kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    """`sys.excepthook` for those who did not ask for a traceback."""
    complain(f"this is a bug of ours: {kind.__name__}: {error} (--debug shows where)")
    leave(FAILED)
