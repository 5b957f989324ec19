"""The least that can take a job: one write to Redis, one to S3, one message; nothing checked."""

import os
import uuid

import boto3
from fastapi import FastAPI
from mangum import Mangum
from redis.asyncio import Redis

app = FastAPI()
redis = Redis(port=int(os.environ["REDIS_PORT"]))
s3, sqs = boto3.client("s3"), boto3.client("sqs")


@app.post("/research", status_code=202)
async def submit() -> dict[str, str]:
    """Take a job."""
    job_id = uuid.uuid4().hex
    await redis.set(job_id, "{}")
    s3.put_object(Bucket=os.environ["REPORTS_BUCKET"], Key=f"{job_id}.json", Body=b"{}")
    sqs.send_message(QueueUrl=os.environ["JOB_QUEUE_URL"], MessageBody=job_id)
    return {"job_id": job_id}


handler = Mangum(app, lifespan="off")
