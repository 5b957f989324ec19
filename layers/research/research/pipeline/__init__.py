"""Runs the stages in order, from a question to a stored report: begin with `research.py`."""
