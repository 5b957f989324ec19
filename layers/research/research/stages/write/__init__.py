"""Writing: sentences of sources (`write`), or a model's, each with its citations.

A model writes the paragraphs of sections and, where one call writes all, what the report begins
with (`write_sections`); else that is concluded from what was verified (`conclude`). `fit_words`
then leaves out what is more than the words asked for.
"""
