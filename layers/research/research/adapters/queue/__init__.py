"""Adapters of `JobQueue` and `Messages`: Amazon SQS, this process."""
