"""Routes of saved requests that are researched again and again."""
