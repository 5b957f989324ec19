"""The stages of a run, each a function of values and ports."""
