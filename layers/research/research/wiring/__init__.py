"""The only place where a port meets its adapter. Each module is named for what it opens.

An adapter is imported when it is asked for, so that a function loads no more than it uses.
"""
