"""Files that callers upload, in the report store: waiting for a job, then a job's own.

A file waits as two: a record, which names its owner, and its bytes, which may never come. A job
that takes it gets a copy, listed in one file of the job, and what waited is removed. Where the
store is a bucket, lifecycle rules remove what waits too long; elsewhere `removal` does.
"""
