"""What stands behind the ports: one file an adapter, the vendor named first."""
