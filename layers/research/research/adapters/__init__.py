"""What stands behind the ports: one folder a port, one file a vendor."""
