"""Events: on which day happened what a sentence tells, and which tell the same."""
