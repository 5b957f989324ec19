"""Adapters of `Extractor`: text and metadata of HTML, PDF, Word, Markdown, plain text."""
