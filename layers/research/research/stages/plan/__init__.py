"""Planning: which questions the report answers, at first (`plan`) and in a further round."""
