"""Rendering: the report in every format, and its snapshots."""
