"""Adapters of `Extractor`: the text and the metadata of HTML, PDF, Word, Markdown, plain text."""
