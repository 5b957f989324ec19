"""Sentiment of sentences: one file per lexicon or model."""
