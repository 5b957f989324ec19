"""Reading: pages fetched, extracted, without those that repeat each other."""
