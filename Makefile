# Needs make and Python 3.11 or later; everything else is installed into .venv.
# CI runs these targets and no others.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup research serve test fuzz chaos soak check bench clean package wheel e2e local local-test deploy cold-start

# The first of these that runs and is new enough.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check

# What was asked reaches the program through the environment, as it is: make must not expand its
# dollars, nor the shell its quotes and backticks.
# What stands on the command line of make, to refuse what no target knows: `Query=` is not `QUERY=`.
export CR_GIVEN := $(foreach name,$(.VARIABLES),$(if $(findstring command line,$(origin $(name))),$(name)))
KNOWN_IN_RESEARCH := QUERY SOURCES OUT PYTHON
KNOWN_IN_SERVE := HOST PORT PYTHON
# A line of shell, for the variables that a target knows: ends with 2 for any other.
REFUSE_OTHERS = for given in $$CR_GIVEN; do case " $(1) " in (*" $$given "*) ;; (*) \
	echo "make $@ knows no $$given, only $(1), each in capitals" >&2; exit 2;; esac; done
# Whether anything was: `unexport` defines it. A blank query is a mistake, and not the example.
export CR_ASKED := $(filter-out undefined,$(origin QUERY))
unexport QUERY SOURCES OUT
export CR_QUERY := $(value QUERY)
export CR_SOURCES := $(value SOURCES)
export CR_OUT := $(value OUT)

help: ## show this
	@grep -E '^[a-z0-9-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sort | \
		awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: .venv/.development ## make .venv, with the tools of development
	@echo "Ready: $(BIN)"

research: .venv/.local ## research the example; or QUERY="..." [SOURCES="folder file.pdf https://..."] [OUT=folder]
	@$(call REFUSE_OTHERS,$(KNOWN_IN_RESEARCH))
	@set -f; \
	if [ -z "$$CR_ASKED" ]; then \
		if [ -n "$$CR_SOURCES" ]; then echo 'SOURCES needs QUERY="..."' >&2; exit 2; fi; \
		CR_QUERY=$$(cat examples/QUESTION.txt); CR_SOURCES=examples/sailing-cargo; \
	fi; \
	set -- --out "$${CR_OUT:-reports}"; \
	for source in $$CR_SOURCES; do set -- "$$@" --source "$$source"; done; \
	exec $(BIN)/content-research run "$$@" -- "$$CR_QUERY"

serve: .venv/.local ## serve the API, the reports and a page on one machine: HOST=127.0.0.1 PORT=8000
	@$(call REFUSE_OTHERS,$(KNOWN_IN_SERVE))
	@exec $(BIN)/content-research serve $(if $(HOST),--host "$(HOST)") $(if $(PORT),--port "$(PORT)")

test: .venv/.development ## run every test
	@$(BIN)/python -m pytest --ignore tests/e2e

fuzz: .venv/.development ## call the API in thousands of ways, for some minutes
	@API_FUZZ_SECONDS=$${API_FUZZ_SECONDS:-150} $(BIN)/python -m pytest tests/integration/test_api_fuzzed.py -s

chaos: .venv/.development ## kill, stop and starve services as SEED=7 says, for some ten minutes
	@PYTHONPATH=. $(BIN)/python -m tests.chaos --seed $(or $(SEED),1)

soak: .venv/.development ## put 1,000 jobs through a service and watch its memory, for some minutes
	@$(BIN)/python bench/soak.py

check: .venv/.development ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@for function in functions/*/; do MYPYPATH=$$function $(BIN)/mypy $$function*.py || exit 1; done
	@$(BIN)/lint-imports
	@$(BIN)/python -m research.api.app | cmp - docs/openapi.json || { echo "docs/openapi.json is old: make docs" >&2; exit 1; }

bench: .venv/.development ## measure the reports and what they cost, on miniweb, and what listing jobs costs
	@$(BIN)/python bench/quality.py
	@$(BIN)/python bench/resources.py
	@$(BIN)/python bench/job_listing.py

docs: .venv/.development ## bring the README's settings and the report's schema up to date
	@$(BIN)/content-research settings --into README.md
	@$(BIN)/python -m research.stages.render.render > docs/report.schema.json
	@$(BIN)/python -m research.api.app > docs/openapi.json

package: .aws-sam/.built .venv-runtime/.ready .venv/.development ## check the templates, build them for Lambda, show how large it is
	@$(BIN)/python deploy/sizes.py .aws-sam/build/Service
	@$(BIN)/python -m pytest -q tests/integration/test_layer.py

# Empty, as whoever installs the package begins: nothing of this checkout is found there.
wheel: .venv/.development ## build the Python package, check it, and run the example with it in an empty environment
	@rm -rf out/dist out/empty
	@$(BIN)/python -m build --outdir out/dist .
	@$(BIN)/twine check --strict out/dist/*
	@"$(PYTHON)" -m venv out/empty
	@out/empty/bin/python -m pip install --quiet --quiet --disable-pip-version-check "$$(echo out/dist/*.whl)[local]"
	@cd out/empty && bin/content-research run "$$(cat ../../examples/QUESTION.txt)" --source ../../examples/sailing-cargo

e2e: package .venv-ministack/.ready ## deploy to a local AWS and research there
	@$(BIN)/python -m pytest tests/e2e/test_service.py tests/e2e/test_undeployed.py

local: package .venv-localstack/.ready ## run the service on this machine as on AWS, with LocalStack: PORT=8001
	@PYTHONPATH=.:bench $(BIN)/python deploy/local_stack.py --port "$(or $(PORT),8001)" --aws-port "$(or $(AWS_PORT),4566)"

local-test: package .venv-localstack/.ready ## research in what `make local` starts
	@LOCAL_STACK=localstack $(BIN)/python -m pytest tests/e2e/test_local.py tests/e2e/test_service.py

deploy: package ## deploy to AWS: make deploy [STAGE=dev|prod] [ALARM_EMAIL=...] [CONFIRM=no]; asks what it needs to know
	@$(SAM) deploy --config-env $(or $(STAGE),default) $(if $(STAGE),,--guided) \
		$(if $(filter no,$(CONFIRM)),--no-confirm-changeset) \
		$(if $(ALARM_EMAIL),--parameter-overrides $$($(BIN)/python deploy/deployed.py $(or $(STAGE),default) --parameters) "AlarmEmail=$(ALARM_EMAIL)")
	@$(BIN)/python deploy/publish_page.py $$($(BIN)/python deploy/deployed.py $(or $(STAGE),default))

cold-start: package ## measure how soon the functions answer, in Lambda's own emulator
	@PYTHONPATH=. $(BIN)/python bench/cold_start.py

clean: ## remove what was installed and built, and caches; reports stay
	rm -rf .venv .venv-sam .venv-checkov .venv-runtime .venv-ministack .venv-localstack .aws-sam .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

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

# Lambda's Python: on the PATH, or one of pyenv's.
LAMBDA_PYTHON ?= $(shell for python in python3.13 "$$HOME"/.pyenv/versions/3.13.*/bin/python3.13; do \
	"$$python" -c 'import sys; print(sys.executable)' 2>/dev/null && break; done)
SAM := PATH="$(dir $(LAMBDA_PYTHON)):$$PATH" SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam
TEMPLATES := template.yaml deploy/github_role.yaml $(wildcard deploy/stacks/*.yaml)
DEPLOYED := $(TEMPLATES) samconfig.toml .checkov.yaml $(shell find functions layers/research -type f \
	-not -path '*/__pycache__/*' -not -path '*/*.egg-info/*')

.aws-sam/.built: $(DEPLOYED) .venv-sam/.ready .venv-checkov/.ready .venv-runtime/.ready
	@for template in $(TEMPLATES); do \
		$(SAM) validate --lint --region $${AWS_REGION:-us-east-1} --template $$template || exit 1; done
	@$(SAM) build
	@.venv-checkov/bin/checkov --config-file .checkov.yaml --file deploy/github_role.yaml \
		.aws-sam/build/template.yaml .aws-sam/build/*/template.yaml 2>/dev/null
	@touch $@

.venv-sam/.ready: deploy/requirements-sam.txt .venv/.python
	@echo "Installing the AWS SAM CLI into .venv-sam: once"
	@"$(PYTHON)" -m venv .venv-sam
	@.venv-sam/bin/python -m pip install --quiet --quiet --disable-pip-version-check --requirement $<
	@touch $@

.venv-checkov/.ready: deploy/requirements-checkov.txt .venv/.python
	@echo "Installing checkov into .venv-checkov: once"
	@"$(PYTHON)" -m venv .venv-checkov
	@.venv-checkov/bin/python -m pip install --quiet --quiet --disable-pip-version-check --requirement $<
	@touch $@

.venv-runtime/.ready .venv-ministack/.ready .venv-localstack/.ready: .venv-%/.ready: deploy/requirements-%.txt
	@if [ -z "$(LAMBDA_PYTHON)" ]; then \
		echo "Lambda runs Python 3.13, and none was found. Name one: make LAMBDA_PYTHON=/path/to/python3.13" >&2; \
		exit 1; fi
	@echo "Installing into .venv-$*: once"
	@"$(LAMBDA_PYTHON)" -m venv .venv-$*
	@.venv-$*/bin/python -m pip install --quiet --quiet --disable-pip-version-check --requirement $<
	@touch $@
