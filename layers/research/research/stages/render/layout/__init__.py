"""Lays out a report for its page and its Markdown: texts shortened, codes as words."""
