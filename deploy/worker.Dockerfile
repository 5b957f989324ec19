# The worker as a container image (PackageType: Image), with what has no room in Lambda's layer: PDF, a
# Chromium for pages that need JavaScript, ONNX models of your own, MCP servers to search with, Thai.
# From the top: docker build --file deploy/worker.Dockerfile . ; docs/deploy.md tells the rest.
FROM python:3.13-slim
# A browser, what draws PDF, and letters for both.
RUN apt-get update && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core fonts-noto-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 && rm -rf /var/lib/apt/lists
WORKDIR /build
COPY layers/research/requirements.txt layers/research/requirements-lambda.txt layers/research/
COPY deploy/requirements-runtime.txt deploy/
RUN pip install --no-cache-dir --requirement layers/research/requirements-lambda.txt --requirement deploy/requirements-runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY layers/research/research layers/research/research
RUN pip install --no-cache-dir ".[mcp,onnx,pdf,render,thai]"
WORKDIR /var/task
COPY functions/worker ./
ENTRYPOINT ["python", "-m", "awslambdaric"]
CMD ["app.handler"]
