"""How Redis is reached, and what is done while it is away."""
