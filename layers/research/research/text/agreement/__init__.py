"""Agreement: which sources say the same, and whether in words of their own."""
