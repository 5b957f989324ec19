"""The API: routers over the ports, for the Lambda functions and for ``content-research serve``."""
