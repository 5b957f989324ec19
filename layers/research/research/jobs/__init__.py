"""The life of a job: begun, run by a worker, swept up, deleted, told of."""
