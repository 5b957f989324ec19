"""The pipeline: the order of the stages, with a model and without."""
