"""English words: their kinds, forms, near-synonyms and opposites. The lists are data files."""
