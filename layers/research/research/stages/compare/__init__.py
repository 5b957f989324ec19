"""Comparing: where two sources contradict each other."""
