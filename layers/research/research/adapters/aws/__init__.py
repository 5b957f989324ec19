"""Adapters of Amazon's services that stand behind no port: secrets."""
