"""Reads language: pure functions of text, for English where a module does not say otherwise."""
