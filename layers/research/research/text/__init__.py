"""Pure functions of text: cleaning, near-duplicates, sentences, terms. Nothing of ours imported."""
