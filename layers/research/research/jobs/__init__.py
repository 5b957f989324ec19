"""The life of a job: created, run by a worker, queued again if that died, announced, deleted."""
