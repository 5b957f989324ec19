"""The local way in: ``content-research run QUERY``, and what it prints."""

from research.cli.entry import main

__all__ = ["main"]
