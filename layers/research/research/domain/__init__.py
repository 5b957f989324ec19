"""The values that everyone passes on, and the errors. Imports nothing else of the package."""
