"""Adapters of `LanguageModel`: OpenAI's wire format, and what is wrapped around it."""
