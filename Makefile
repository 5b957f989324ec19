# Needs make and Python 3.11 or later; everything else is installed into .venv.
# CI runs these targets and no others.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup research serve test check bench clean

# The first of these that runs and is new enough.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check

# What was asked reaches the program through the environment, as it is: make must not expand its
# dollars, nor the shell its quotes and backticks.
unexport QUERY SOURCES OUT
export CR_QUERY := $(value QUERY)
export CR_SOURCES := $(value SOURCES)
export CR_OUT := $(value OUT)

help: ## show this
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sort | \
		awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

setup: .venv/.development ## make .venv, with the tools of development
	@echo "Ready: $(BIN)"

research: .venv/.local ## research the example; or QUERY="..." [SOURCES="folder file.pdf https://..."] [OUT=folder]
	@set -f; \
	if [ -z "$$CR_QUERY" ]; then \
		if [ -n "$$CR_SOURCES" ]; then echo 'SOURCES needs QUERY="..."' >&2; exit 2; fi; \
		CR_QUERY=$$(cat examples/QUESTION.txt); CR_SOURCES=examples/sailing-cargo; \
	fi; \
	set -- --out "$${CR_OUT:-reports}"; \
	for source in $$CR_SOURCES; do set -- "$$@" --source "$$source"; done; \
	exec $(BIN)/content-research run "$$@" -- "$$CR_QUERY"

serve: .venv/.local ## serve the API, the reports and a page on one machine: HOST=127.0.0.1 PORT=8000
	@exec $(BIN)/content-research serve --host "$(or $(HOST),127.0.0.1)" --port "$(or $(PORT),8000)"

test: .venv/.development ## run every test
	@$(BIN)/python -m pytest

check: .venv/.development ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m research.http.app | cmp - docs/openapi.json || { echo "docs/openapi.json is old: make docs" >&2; exit 1; }

bench: .venv/.development ## measure the reports and what they cost, on miniweb
	@$(BIN)/python bench/quality.py
	@$(BIN)/python bench/resources.py

docs: .venv/.development ## bring the README's settings and the report's schema up to date
	@$(BIN)/content-research settings --into README.md
	@$(BIN)/python -m research.stages.render > docs/report.schema.json
	@$(BIN)/python -m research.http.app > docs/openapi.json

clean: ## remove .venv and caches; reports stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/.python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or later is needed, and none was found. Name one: make PYTHON=/path/to/python3" >&2; \
		exit 1; fi
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is older than Python 3.11, or no Python" >&2; exit 1; }
	@echo "Making .venv with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv .venv || { \
		echo "No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
		exit 1; }
	@touch $@

.venv/.local: .venv/.python pyproject.toml layers/research/requirements.txt
	@echo "Installing what running needs into .venv: once, some minutes, no network after that"
	@$(PIP) --editable '.[local]'
	@touch $@

.venv/.development: .venv/.python requirements.txt pyproject.toml layers/research/requirements.txt
	@echo "Installing what development needs into .venv: once, some minutes"
	@$(PIP) --requirement requirements.txt
	@touch $@ .venv/.local
