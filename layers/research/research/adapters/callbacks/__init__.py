"""Adapters of `CallbackSender`."""
