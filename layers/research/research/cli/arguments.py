"""The command line of ``content-research``: its commands and their options.

A command's module is imported when the command is chosen, so that ``--help`` is quick.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from research import __version__
from research.cli.request_options import OPTIONS, add_request_options
from research.cli.watch_options import add_watch_options

MAX_PORT = 65_535
NAME = "content-research"
EPILOG = """\
examples:
  content-research run "How do green roofs cool cities?"
  content-research run "What did we decide on pensions?" --source minutes/ --source plan.pdf
  content-research run "Who builds the lander?" --json > report.json
"""


def parse_arguments(arguments: Sequence[str]) -> Namespace:
    """The options in `arguments`; their `act` is the function that carries the command out.

    Exits with code 2 and a line for what can't be understood, and with 0 after help or version.
    """
    parser = ArgumentParser(
        prog=NAME,
        description="A question in, a cited report out: every sentence a quote that was checked.",
        epilog=EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_version(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (summary, add_options) in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, allow_abbrev=False)
        add_options(command)
        command.set_defaults(parser=command)
        command.add_argument(
            "--debug", action="store_true", help="log more, and show where an error comes from"
        )
    options, unknown = parser.parse_known_args(arguments)
    if unknown:  # reported by the command, whose usage helps: argparse shows that of all commands
        options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if getattr(options, "query", "") is None and not hasattr(options, "follow_up_of"):
        options.parser.error("the following arguments are required: QUERY")
    return options


def _add_run(parser: ArgumentParser) -> None:
    parser.add_argument(
        "query", metavar="QUERY", nargs="?", help="the question, in quotation marks"
    )
    add_request_options(parser, ["sources"])
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where the report goes (default: reports)"
    )
    add_request_options(parser, [name for name in OPTIONS if name != "sources"])
    parser.add_argument(
        "--remote", metavar="URL", help="have the service there do it (its key: REMOTE_API_KEY)"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the report's JSON, and nothing else, on stdout"
    )
    _add_version(parser)
    parser.set_defaults(act=_run)


def _add_ask(parser: ArgumentParser) -> None:
    parser.add_argument("job", metavar="JOB", help="the id by which the report's files are named")
    parser.add_argument("question", metavar="QUESTION", help="in quotation marks")
    parser.add_argument(
        "--reports", type=Path, metavar="DIR", help="where the report is (default: reports)"
    )
    parser.add_argument(
        "--remote", metavar="URL", help="ask the service there (its key: REMOTE_API_KEY)"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.set_defaults(act=_ask)


def _add_serve(parser: ArgumentParser) -> None:
    parser.add_argument("--host", metavar="H", help="where to listen (default: 127.0.0.1)")
    parser.add_argument(
        "--port", type=_port, metavar="N", help="the port (default: 8000; 0: one that is free)"
    )
    parser.set_defaults(act=_serve)


def _add_mcp(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--remote", metavar="URL", help="use the service there (its key: REMOTE_API_KEY)"
    )
    parser.set_defaults(act=_mcp)


def _add_init(parser: ArgumentParser) -> None:
    parser.set_defaults(act=_init)


def _add_doctor(parser: ArgumentParser) -> None:
    parser.set_defaults(act=_doctor)


def _add_settings(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="put the table into this Markdown file instead"
    )
    parser.set_defaults(act=_settings)


_COMMANDS = {
    "run": ("research a question", _add_run),
    "ask": ("ask a report that is there", _add_ask),
    "watch": ("have questions researched again, daily or weekly", add_watch_options),
    "serve": ("serve the API, reports and a page, and research", _add_serve),
    "mcp": ("serve an assistant that starts this program (MCP over stdio)", _add_mcp),
    "init": ("write a file .env with every setting explained", _add_init),
    "doctor": ("try each part, and tell what is used and why", _add_doctor),
    "settings": ("print what can be set, as a Markdown table", _add_settings),
}


def _port(written: str) -> int:
    if not (
        written.isdecimal() and len(written) <= len(str(MAX_PORT)) and int(written) <= MAX_PORT
    ):
        raise ArgumentTypeError(f"must be a number from 0 to {MAX_PORT}")
    return int(written)


def _add_version(parser: ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")


def _run(options: Namespace) -> None:
    if options.remote:
        from research.cli.remote import run_remote

        run_remote(options)
        return
    from research.cli.run import run

    run(options)


def _ask(options: Namespace) -> None:
    from research.cli.ask import ask

    ask(options)


def _serve(options: Namespace) -> None:
    from research.cli.serve import serve

    serve(options)


def _mcp(options: Namespace) -> None:
    from research.cli.mcp import serve_mcp

    serve_mcp(options)


def _init(options: Namespace) -> None:
    from research.cli.init import init

    init(options)


def _doctor(options: Namespace) -> None:
    from research.cli.doctor import doctor

    doctor(options)


def _settings(options: Namespace) -> None:
    from research.cli.settings_table import put_table, settings_table

    if options.into:
        put_table(options.into)
    else:
        print(settings_table(), flush=True)
