"""Writing: sentences of sources (`write`), or a model's, each with its citations.

A model writes in two acts, the claims of a section (`write_claims`) and the report's title and key
findings (`conclude`); `fit_words` then leaves out what is more than the words asked for.
"""
