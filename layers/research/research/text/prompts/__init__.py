"""What prompts of every stage are made with: quoted data, evidence for a report, excerpts of it."""
