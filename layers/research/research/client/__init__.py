"""A typed client of the API, blocking or for asyncio.

::

    with ResearchClient("http://127.0.0.1:8000") as client:
        job = client.wait(client.submit("How do green roofs cool cities?").job_id)
        print(client.report(job.job_id).title)

What the service refuses is raised as the error that the service met: a job that is not there as
`JobNotFoundError`, too many calls as `RateLimitedError`, and so on for every code in `errors`.
"""

from research.client.clients import AsyncResearchClient, ResearchClient

__all__ = ["AsyncResearchClient", "ResearchClient"]
