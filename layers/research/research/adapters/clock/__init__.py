"""Adapters of `Clock`."""
