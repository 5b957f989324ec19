"""Reading language: pure functions of text."""
