"""Rule-based checks of a claim against the words it cites: `check_words` runs them all."""
