"""Research a question and report it with quotes that were checked."""

__version__ = "0.1.0"
