"""Whether a number of a claim follows from those of its evidence by arithmetic."""
