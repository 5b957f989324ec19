"""What is said of a search beside its query: the servers that a setting names."""
