"""Writing: chosen sentences of sources, or a model's, each with its citations."""
