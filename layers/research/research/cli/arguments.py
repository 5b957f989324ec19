"""The command line: what can be asked, and in which words.

A command's module is imported when the command is chosen, so that ``--help`` is quick.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from math import nan
from pathlib import Path

from research import __version__

MAX_BUDGET_USD = 1_000
"""As the request has it, whose module is too slow to import for ``--help``."""
MAX_PORT = 65_535
NAME = "content-research"
_GATHERED = {
    "news": "search the web alone, not its news as well",
    "images": "link to no images that the cited sources show",
    "videos": "link to no videos that the cited sources show",
}
EPILOG = """\
examples:
  content-research run "How do green roofs cool cities?"
  content-research run "What did we decide on pensions?" --source minutes/ --source plan.pdf
  content-research run "Who builds the lander?" --json > report.json
"""


def parse_arguments(arguments: Sequence[str]) -> Namespace:
    """What `arguments` ask for; `act` is the function that does it.

    Exits with code 2 and a line for what can't be understood, and with 0 after help or version.
    """
    options, unknown = _parser().parse_known_args(arguments)
    if unknown:  # told by the command that was chosen, whose usage helps: argparse asks the first
        options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return options


def _parser() -> ArgumentParser:
    from argparse import RawDescriptionHelpFormatter

    parser = ArgumentParser(
        prog=NAME,
        description="A question in, a cited report out: every sentence a quote that was checked.",
        epilog=EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_version(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands.add_parser("run", help="research a question", allow_abbrev=False))
    _add_serve(
        commands.add_parser(
            "serve", help="serve the API, reports and a page, and research", allow_abbrev=False
        )
    )
    _add_doctor(
        commands.add_parser(
            "doctor", help="try each part, and tell what is used and why", allow_abbrev=False
        )
    )
    _add_settings(
        commands.add_parser(
            "settings", help="print what can be set, as a Markdown table", allow_abbrev=False
        )
    )
    return parser


def _add_run(parser: ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", help="the question, in quotation marks")
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="S",
        help="a folder, a file or an http(s) address to read instead of searching the web; "
        "may be repeated",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where the report goes (default: reports)"
    )
    parser.add_argument(
        "--max-sources",
        type=int,
        metavar="N",
        help="pages to read, at most (default: 12 of the web, 50 of --source)",
    )
    parser.add_argument(
        "--max-words", type=int, metavar="N", help="words of the report, at most (default: 700)"
    )
    parser.add_argument(
        "--depth",
        choices=("quick", "standard", "deep"),
        help="with a model: how many rounds it may take (default: standard)",
    )
    parser.add_argument(
        "--budget-usd", type=_dollars, metavar="N", help="with a model: what it may cost, at most"
    )
    parser.add_argument(
        "--language",
        metavar="L",
        help="of what is searched for and written, such as en or pt-BR (default: as it is found); "
        "--source is read whatever its language",
    )
    for name, told in _GATHERED.items():
        parser.add_argument(
            f"--no-{name}",
            dest=f"include_{name}",
            action="store_false",
            help=told,
        )
    parser.add_argument(
        "--remote", metavar="URL", help="have the service there do it (its key: REMOTE_API_KEY)"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the report's JSON, and nothing else, on stdout"
    )
    _add_version(parser)
    _add_debug(parser)
    parser.set_defaults(act=_run, parser=parser)


def _add_serve(parser: ArgumentParser) -> None:
    parser.add_argument("--host", metavar="H", help="where to listen (default: 127.0.0.1)")
    parser.add_argument(
        "--port", type=_port, metavar="N", help="the port (default: 8000; 0: one that is free)"
    )
    _add_debug(parser)
    parser.set_defaults(act=_serve, parser=parser)


def _add_doctor(parser: ArgumentParser) -> None:
    _add_debug(parser)
    parser.set_defaults(act=_doctor, parser=parser)


def _add_settings(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="put the table into this Markdown file instead"
    )
    _add_debug(parser)
    parser.set_defaults(act=_settings, parser=parser)


def _dollars(written: str) -> float:
    try:
        dollars = float(written)
    except ValueError:
        dollars = nan
    if not 0 < dollars <= MAX_BUDGET_USD:  # as nothing that is no number is
        raise ArgumentTypeError(f"must be a number above 0, {MAX_BUDGET_USD} at most")
    return dollars


def _port(written: str) -> int:
    if not (
        written.isdecimal() and len(written) <= len(str(MAX_PORT)) and int(written) <= MAX_PORT
    ):
        raise ArgumentTypeError(f"must be a number from 0 to {MAX_PORT}")
    return int(written)


def _add_version(parser: ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")


def _add_debug(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--debug", action="store_true", help="log more, and show where an error comes from"
    )


def _run(options: Namespace) -> None:
    if options.remote:
        from research.cli.remote import run_remote

        run_remote(options)
        return
    from research.cli.run import run

    run(options)


def _serve(options: Namespace) -> None:
    from research.cli.serve import serve

    serve(options)


def _doctor(options: Namespace) -> None:
    from research.cli.doctor import doctor

    doctor(options)


def _settings(options: Namespace) -> None:
    from research.cli.settings_table import put_table, settings_table

    if options.into:
        put_table(options.into)
    else:
        print(settings_table(), flush=True)
