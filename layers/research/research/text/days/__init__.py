"""Days: as they are written, as "last week" means them, and how they are told apart."""
