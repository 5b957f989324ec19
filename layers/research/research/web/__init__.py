"""Web addresses: which may be read, and which lead to the same page."""
