"""Checks of a claim against the words it cites, one kind of particular each."""
