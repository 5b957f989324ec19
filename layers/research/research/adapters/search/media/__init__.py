"""Searches of images and videos, at the providers that have them."""
