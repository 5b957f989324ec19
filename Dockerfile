# The API and a worker, for compose.yaml.
FROM python:3.13-slim
WORKDIR /app
COPY layers/research/requirements.txt layers/research/requirements-lambda.txt layers/research/
RUN pip install --no-cache-dir --requirement layers/research/requirements-lambda.txt
COPY pyproject.toml README.md LICENSE ./
COPY layers/research/research layers/research/research
RUN pip install --no-cache-dir --no-deps . && useradd --create-home --uid 10001 service && install -d -o service reports
# With `--build-arg RENDER=chromium` also what FETCH_RENDER=chromium needs: docs/rendering.md.
ARG RENDER=
RUN if [ -n "$RENDER" ]; then apt-get update && apt-get install --yes --no-install-recommends chromium && rm -rf /var/lib/apt/lists && pip install --no-cache-dir '.[render]'; fi
COPY web web
# By number, so that whoever runs it can tell that it is not root.
USER 10001
EXPOSE 8000
ENTRYPOINT ["content-research"]
CMD ["serve", "--host", "0.0.0.0"]
