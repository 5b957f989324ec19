"""Analysing: who and what the sources name, when it happened, in which tone, how far to trust."""
