"""Adapters of `ReportStore` and `Journal`: a folder, an S3 bucket."""
