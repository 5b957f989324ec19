"""The only place where a port meets its adapter. Each adapter is imported when it is asked for."""
