"""What submit and status load: no numpy, no Chroma, and no vendor that is not used."""

import subprocess
import sys

HEAVY = {"numpy", "chromadb", "openai", "trafilatura", "lxml", "httpx", "moto"}
JOBS = (
    "research.ports research.domain.job research.domain.job_transitions research.jobs.new "
    "research.jobs.heartbeat research.settings research.adapters.jobs.report_store_jobs "
    "research.adapters.jobs.resilient_jobs"
)


def loaded(modules: str) -> set[str]:
    program = f"import sys, {', '.join(modules.split())}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    return {name.partition(".")[0] for name in run.stdout.split()}


def test_job_stores_load_nothing_heavy() -> None:
    assert not loaded(JOBS) & (HEAVY | {"redis", "boto3"})
    assert (
        not loaded("research.adapters.jobs.redis_jobs research.adapters.redis.redis_connection")
        & HEAVY
    )
    assert not loaded("research.adapters.reports.s3_reports") & HEAVY
