"""The least a FastAPI function can be: what ours are measured against."""

from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()


@app.get("/health")
@app.get("/status/{job_id}")
@app.post("/research", status_code=202)
async def answer() -> dict[str, str]:
    """The same to everyone."""
    return {"status": "ok"}


handler = Mangum(app, lifespan="off")
