"""The stages of a run. Each is a folder, and its file of the same name all that others import."""
