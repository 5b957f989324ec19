"""Adapters of `LanguageModel`: servers that speak OpenAI's API; budget, retries, caches."""
