"""``python -m research``, the same as ``content-research``."""

from research.cli import main

main()
