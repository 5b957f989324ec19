"""Selecting: the sources about the query, and the passages that may answer a question (`select`).

With a model, a question's passages become a pack of whole paragraphs to write from
(`pack_evidence`); `relevant_sources` is the first half of `select`.
"""
