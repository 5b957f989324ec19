"""Selecting: the sources about the query, and the passages that may answer a question (`select`).

With a model, passages are then divided among the questions (`share_passages`) and among the calls
that write at once (`share_out`, `limit_claims`); `relevant_sources` is the first half of `select`.
"""
