"""Processes that read what strangers wrote, and can be ended."""
