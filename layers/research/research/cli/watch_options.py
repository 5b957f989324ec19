"""The options of ``content-research watch``. Loads no pydantic, so that ``--help`` is quick."""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from research.cli.request_options import OPTIONS, add_request_options
from research.domain.request_bounds import Every, Weekday

LAST_HOUR = 23
WATCH_FIELDS = ("every", "hour", "weekday")
"""The fields of a watch that a request has not."""


ATTENDED = ("confirm_plan", "clarify")
"""The fields of a request that somebody has to wait for."""


def add_watch_options(parser: ArgumentParser) -> None:
    """Add the commands of watches to `parser`; their `watch_act` is the command's name."""
    acts = parser.add_subparsers(required=True, metavar="ACT", dest="watch_act")
    add = acts.add_parser("add", help="watch a question", allow_abbrev=False)
    add.add_argument("query", metavar="QUERY", help="the question, in quotation marks")
    add.add_argument(
        "--every", required=True, choices=tuple(Every), help="how often it is researched again"
    )
    add.add_argument(
        "--hour", type=_hour, default=SUPPRESS, metavar="H",
        help="when it is due, 0 to 23, UTC (default: now, and then at this time of day)",
    )  # fmt: skip
    add.add_argument(
        "--weekday", choices=tuple(Weekday), default=SUPPRESS, metavar="DAY",
        help="of a weekly watch, such as monday (default: that of the first time)",
    )  # fmt: skip
    add_request_options(add, [name for name in OPTIONS if name not in ATTENDED])
    shown = acts.add_parser("list", help="list the watches", allow_abbrev=False)
    remove = acts.add_parser("remove", help="remove a watch; its reports stay", allow_abbrev=False)
    remove.add_argument("watch", metavar="ID", help="as `list` shows it")
    for act in (add, shown, remove):
        act.add_argument(
            "--reports", type=Path, metavar="DIR", help="where reports are (default: reports)"
        )
        act.add_argument(
            "--remote", metavar="URL", help="those of the service there (its key: REMOTE_API_KEY)"
        )
        act.add_argument("--debug", action="store_true", default=SUPPRESS, help="as of `watch`")
        act.set_defaults(act=_watch, parser=act)
    for act in (add, shown):
        act.add_argument("--json", action="store_true", help="print the answer as JSON")


def _hour(written: str) -> int:
    if not (written.isdecimal() and len(written) <= 2 and int(written) <= LAST_HOUR):
        raise ArgumentTypeError(f"must be an hour from 0 to {LAST_HOUR}")
    return int(written)


def _watch(options: Namespace) -> None:
    from research.cli.watch import watch

    watch(options)
