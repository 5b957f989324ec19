"""Adapters of `Fetcher`: the web, local files, snapshots of earlier jobs."""
