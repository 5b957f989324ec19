"""Many clients at once, as bench/load.py has them, until all jobs have ended."""

from job_listing import redis_port
from load import press, told
from miniweb import serve, topics
from tests.servers import required_program

CLIENTS = 20
JOBS = 60


def test_no_job_is_lost_or_done_twice() -> None:
    required_program("redis-server", "apt-get install redis-server")
    questions = [topic["query"] for topic in topics()]
    with serve("--scale", "0.1") as web, redis_port() as redis:
        load = press(web, redis, clients=CLIENTS, jobs=JOBS, seconds=180, questions=questions)
    assert load.is_good, told(load)
    assert load.completed == JOBS
