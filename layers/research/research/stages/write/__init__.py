"""Writing: sentences of sources (`write`), or a model's, each with its citations.

A model writes in two acts, the paragraphs of each section (`write_section`) and what the report
begins with (`conclude`); `fit_words` then leaves out what is more than the words asked for.
"""
