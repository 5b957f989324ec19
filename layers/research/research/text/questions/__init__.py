"""Questions: which ask the same again, and which compare things."""
