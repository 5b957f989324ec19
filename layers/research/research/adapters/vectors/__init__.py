"""Adapters of `VectorStore`: a Chroma server, the embedded Chroma, memory."""
