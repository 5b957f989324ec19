"""Adapters of `Fetcher`: the web, files, snapshots."""
