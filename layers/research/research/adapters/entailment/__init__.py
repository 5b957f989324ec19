"""Judges of whether evidence carries a claim: what `ports.Entailment` asks for."""
