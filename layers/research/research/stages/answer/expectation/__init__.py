"""What kind of thing a part of a query asks for, and whether a sentence holds it."""
