"""The MCP server: research as tools of an assistant, over the API and behind its keys.

Every tool is calls of the API, made by its typed client with the assistant's own key: whose jobs
are seen, how many may be submitted and what is refused is decided there and nowhere else.
"""
