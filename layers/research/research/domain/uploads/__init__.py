"""Files that callers upload, to be read as sources of a job."""
