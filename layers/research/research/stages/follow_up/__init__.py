"""The stage that compares a report with an earlier one. `follow_up` is what it does."""
