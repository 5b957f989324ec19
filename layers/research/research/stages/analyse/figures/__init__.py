"""Finds figures that can be compared: of one measure, in one unit, set side by side by a source."""
