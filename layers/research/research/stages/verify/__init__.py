"""Verifying: whether what a claim cites is there, and says what the claim says."""
