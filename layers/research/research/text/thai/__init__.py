"""What reading Thai needs beyond what other languages do."""
