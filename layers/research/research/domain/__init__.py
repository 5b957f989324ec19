"""The values that all parts exchange, and the errors. Imports nothing else of the package."""
