"""Routes that take files: where to post them and, on one machine, the posting itself."""
