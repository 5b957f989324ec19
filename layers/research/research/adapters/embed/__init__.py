"""Adapters of `Embedder`: static vectors, ONNX models, servers that speak OpenAI's API."""
