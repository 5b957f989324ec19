"""``content-research mcp``: research as tools of an assistant that starts this program."""

from argparse import Namespace

from research.cli.stopping import run_to_end
from research.settings import Settings
from research.wiring.assistants import serve_assistant


def serve_mcp(options: Namespace) -> None:
    """Serve on standard input and output until the input ends.

    Raises `InvalidSettingError` for a setting that can't be used, and where the MCP SDK is not
    installed.
    """
    run_to_end(serve_assistant(Settings.load(), options.remote or ""))
