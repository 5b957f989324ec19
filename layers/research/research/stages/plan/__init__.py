"""Planning: which questions the report answers."""
