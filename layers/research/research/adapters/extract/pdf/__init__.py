"""Readers of PDF: pages by columns, forms, and what of a file could not be read."""
