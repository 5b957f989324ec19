"""What comes after a report: a question about it, and how a later report differs."""
