# Every chore, the same on a laptop and in continuous integration. Needs Python 3.11+, make and a package index.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONFIG ?= config.yaml
PIP := $(BIN)/pip --disable-pip-version-check --quiet --quiet
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
PYTEST_WORKERS ?= 2
COVERAGE ?= 85

.DEFAULT_GOAL := run
.PHONY: run test lint types model evaluate mutants verdicts bench lock audit example images clean help

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST)

run: $(VENV)/.installed ## set up and do one cycle: fetch, keep, compare, render, alert
	@$(BIN)/policy-monitor --config $(CONFIG) run

test: $(VENV)/.installed-dev $(VENV)/.browser ## set up, lint, check types, run the whole suite with coverage
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --cov=monitor --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE)
	$(BIN)/coverage report --include='monitor/core/*' --fail-under=95 --skip-covered

lint: $(VENV)/.installed-dev ## lint and types alone
	$(BIN)/ruff check .
	$(BIN)/mypy

types: $(VENV)/.installed-dev ## types alone
	$(BIN)/mypy

model: $(VENV)/.installed-dev ## train the model from the labelled pairs; into another folder: make model OUT=folder
	$(BIN)/python -m evaluation.train $(if $(OUT),--out $(OUT))
	$(BIN)/python -m evaluation.train_meaning $(if $(OUT),--out $(OUT))

evaluate: $(VENV)/.installed-dev ## measure how well changes are judged and write the figures to docs/evaluation.md
	$(BIN)/python -m evaluation.report --write

mutants: $(VENV)/.installed-dev ## test the tests of the rules with small faults; another sample: make mutants SEED=2 SAMPLE=60
	$(BIN)/python -m evaluation.mutants --write $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

verdicts: $(VENV)/.installed-dev ## freeze the verdicts again; what changed since a revision: make verdicts AGAINST=main
	$(BIN)/python -m evaluation.verdicts $(if $(AGAINST),--against $(AGAINST))

bench: $(VENV)/.installed-dev ## measure speed, memory, extraction and structure; one alone: make bench ONLY=diff_speed
	$(BIN)/python -m bench $(ONLY)

example: $(VENV)/.installed ## writes the example archive again (same bytes)
	$(BIN)/python examples/make_example.py

images: $(VENV)/.installed-dev $(VENV)/.browser ## the pictures of the documentation, from the example
	$(BIN)/python docs/images/make_images.py

lock: $(VENV)/.installed-dev ## resolves the dependencies again and writes both lock files
	$(LOCK) --build-deps-for=editable --upgrade --output-file=requirements.lock pyproject.toml
	$(BIN)/python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['dev']))" > $(VENV)/dev.in
	$(LOCK) --constraint=requirements.lock --no-annotate --output-file=requirements-dev.lock $(VENV)/dev.in

audit: $(VENV)/bin/python ## known vulnerabilities of the locked libraries, from PyPI's advisories; fails when one can't be asked about
	@test -x $(VENV)/audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)/audit && $(VENV)/audit/bin/pip install --quiet pip-audit; }
	$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock -r requirements-dev.lock

clean: ## removes what the tools left; never the archive
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov

# The locked libraries, each with its hash; then the package itself, built with the locked builder. Stamps make a second run take no time.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.12"; exit 2; }
	@echo "Setting up $(VENV) (once) …" >&2
	@$(PYTHON) -m venv $(VENV) || { echo "python's venv module is missing; on Debian: apt-get install python3-venv"; exit 2; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need (once) …" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# A browser for the tests that open reports: $$CHROMIUM, an installed one, Debian's, Playwright's own, or none (those tests then say why they skip).
$(VENV)/.browser: | $(VENV)/.installed-dev
	@sh .ci/browser $(BIN)
	@touch $@
