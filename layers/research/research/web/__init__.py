"""Web addresses: which may be read, and which mean the same page."""
