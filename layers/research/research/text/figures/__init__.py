"""Reads numbers in text: how they are written, what they count, whether two may be the same."""
