"""What a claim is held against before it is printed, without a model: its quotes, and their words.

`quotes` finds a quote in its passage; `words` asks every other module here for its doubts.
"""
