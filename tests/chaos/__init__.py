"""Whole services under what machines, stores and people do to them: ``make chaos SEED=7``."""
