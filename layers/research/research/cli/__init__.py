"""The command line, ``content-research``."""

from research.cli.entry import main

__all__ = ["main"]
