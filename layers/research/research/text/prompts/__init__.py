"""What prompts of every stage are made with: quoted data, and the evidence for a report."""
