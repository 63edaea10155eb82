# Development tasks, identical on a laptop and in CI. Needs Python 3.11 or later, make and access to a package index.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONFIG ?= config.yaml
PIP := $(BIN)/pip --disable-pip-version-check --quiet --quiet
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --constraint=.ci/constraints.txt
# Twice the cores of the machine that runs the tests for every commit: many wait for a browser, a server or a process.
PYTEST_WORKERS ?= 4
# Tests make thousands of stores, and each step of a store waits for the disk. In memory, where there are 4 GB of it, that takes a third of
# the time. To run them on a disk: make test TESTS_IN=/tmp
TESTS_IN ?= $(shell test -w /dev/shm && df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 {print "/dev/shm"}')
# Hundreds of tests start the program: with its bytecode kept, each takes half as long as where the environment forbids to keep it.
PYTEST = PYTHONDONTWRITEBYTECODE= $(if $(TESTS_IN),TMPDIR=$(TESTS_IN)) $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist worksteal
COVERAGE ?= 85

.DEFAULT_GOAL := run
.PHONY: run test slow lint format types model evaluate mutants verdicts bench docs man reference lock audit release example images clean help

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

run: $(VENV)/.installed ## set up .venv, then fetch, compare, render and alert once
	@$(BIN)/policy-monitor --config $(CONFIG) run
	@echo "The command is $(BIN)/policy-monitor, or policy-monitor after: source $(BIN)/activate"

test: lint $(VENV)/.browser ## set up .venv, then run the linters, the type checker and the test suite with coverage
	$(PYTEST) --cov=monitor --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE)
	$(BIN)/python tests/coverage_gates.py

slow: $(VENV)/.browser ## run the slow tests: all cases of what the ordinary suite samples
	$(PYTEST) -m slow

lint: $(VENV)/.installed-dev ## run the linters and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev ## reformat the code and fix what the linter can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.installed-dev ## run the type checker
	$(BIN)/mypy

model: $(VENV)/.installed-dev ## train the model from the labelled pairs; into another folder: make model OUT=folder
	$(BIN)/python -m evaluation.train $(if $(OUT),--out $(OUT))
	$(BIN)/python -m evaluation.train_meaning $(if $(OUT),--out $(OUT))
	$(BIN)/python -m evaluation.train_topics $(if $(OUT),--out $(OUT))
	$(BIN)/python -m evaluation.train_favour $(if $(OUT),--out $(OUT))

evaluate: $(VENV)/.installed-dev ## measure how well changes are judged and write the figures to docs/evaluation.md; a second reader: make evaluate READER=URL MODEL=NAME
ifdef READER
	$(BIN)/python -m evaluation.reader_figures $(READER) $(if $(MODEL),--model $(MODEL)) $(if $(SAMPLE),--sample $(SAMPLE))
else
	$(BIN)/python -m evaluation.change_figures --write
	$(BIN)/python -m evaluation.sentence_figures --write
	$(BIN)/python -m evaluation.pair_figures --write
	$(BIN)/python -m evaluation.document_figures --write
	$(BIN)/python -m evaluation.report --write
endif

mutants: $(VENV)/.installed-dev ## test the tests of the rules with small faults and write docs/mutants.md; another sample: make mutants SEED=2 SAMPLE=60
	$(BIN)/python -m evaluation.mutants --write $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

verdicts: $(VENV)/.installed-dev ## freeze the verdicts again; what changed since a revision: make verdicts AGAINST=main
	$(BIN)/python -m evaluation.verdicts $(if $(AGAINST),--against $(AGAINST))

bench: $(VENV)/.installed-dev ## measure speed, memory, extraction and structure; one alone: make bench ONLY=diff_speed
	@$(if $(filter-out diff_speed,$(ONLY)),,test -d $(VENV)/compared || $(PIP) install --no-deps --target $(VENV)/compared 'changedetection.io>=0.60,<0.61' loguru || true)
	$(BIN)/python -m bench $(ONLY)

example: $(VENV)/.installed ## rebuild the example archive, byte for byte
	$(BIN)/python examples/make_example.py

images: $(VENV)/.installed-dev $(VENV)/.browser ## retake the screenshots in docs/images from the example
	$(BIN)/python docs/images/make_images.py

docs: $(VENV)/docs/.installed ## build the documentation site in site/
	@NO_MKDOCS_2_WARNING=1 $(VENV)/docs/bin/mkdocs build --strict --quiet
	@echo "Documentation: site/index.html"

reference: $(VENV)/.installed-dev ## write the pages of the documentation that are made from the program
	@$(BIN)/python .ci/reference.py

man: $(VENV)/.installed-dev ## write the man pages of all commands to dist/man/
	@$(BIN)/python .ci/man.py dist/man

lock: $(VENV)/.installed-dev ## upgrade all dependencies and rewrite the lock files
	$(LOCK) --build-deps-for=editable --upgrade --output-file=requirements.lock pyproject.toml
	for group in dev docs; do \
	  $(BIN)/python -c "import sys, tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups'][sys.argv[1]], sep='\n')" $$group > $(VENV)/$$group.in; \
	done
	$(LOCK) --upgrade --constraint=requirements.lock --no-annotate --output-file=requirements-dev.lock $(VENV)/dev.in
	$(LOCK) --upgrade --no-annotate --output-file=requirements-docs.lock $(VENV)/docs.in

audit: | $(VENV)/bin/python ## check the locked dependencies for known vulnerabilities; without network, against a file: make audit OSV=all.zip
	@$(if $(OSV),,$(MAKE) --no-print-directory $(VENV)/tools/.installed >/dev/null 2>&1 || true) # it says itself that it has no pip-audit
	@for locks in "requirements.lock requirements-dev.lock" requirements-docs.lock; do \
	  $(BIN)/python .ci/audit.py $(if $(OSV),--advisories $(OSV)) $(if $(STRICT),--strict) --pip-audit $(VENV)/tools/bin/pip-audit $$locks || exit $$?; \
	done

release: $(VENV)/tools/.installed $(VENV)/.installed ## build the packages, the bill of materials (CycloneDX) and the licences of all dependencies in dist/
	@sh .ci/release $(VENV) $(PYTHON)

clean: ## remove .venv, caches and build output; never snapshots or reports
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov site dist

# A virtual environment works only in the folder in which it was set up: its scripts and its link to the package are absolute paths. The stamp
# records that folder. If this one is another, because the clone was moved or copied, everything in .venv is made again.
ifneq ($(shell test -s $(VENV)/.installed && test "$$(cat $(VENV)/.installed)" != "$$(pwd -P)" && echo moved),)
$(VENV)/.moved: # never made, so this runs each time
	@echo "$(VENV) was set up in $$(cat $(VENV)/.installed) and does not work here; setting it up again." >&2
	@rm -rf $(VENV)

$(addprefix $(VENV)/,bin/python .installed .installed-dev .browser tools/.installed docs/.installed): $(VENV)/.moved
endif

# Install the locked dependencies by hash, then the package itself with the locked build backend. Stamp files make later runs instant.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is required; try: make PYTHON=/path/to/python3.12"; exit 2; }
	@echo "Setting up $(VENV) (once) …" >&2
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 2; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@pwd -P > $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing the development tools (once) …" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# The tools that look at the dependencies have their own environment, so that they do not count as dependencies.
$(VENV)/tools/.installed: | $(VENV)/bin/python
	@$(PYTHON) -m venv $(VENV)/tools
	@$(VENV)/tools/bin/pip --disable-pip-version-check --quiet --quiet install 'pip-audit>=2.10,<3' 'cyclonedx-bom>=7,<8' 'pip-licenses>=5,<6' 'build>=1.2,<2'
	@touch $@

# The documentation tools have their own environment, so that their dependencies never meet the program's.
$(VENV)/docs/.installed: requirements-docs.lock | $(VENV)/bin/python
	@echo "Installing the documentation tools (once) …" >&2
	@$(PYTHON) -m venv $(VENV)/docs
	@$(VENV)/docs/bin/pip --disable-pip-version-check --quiet --quiet install --require-hashes -r requirements-docs.lock
	@touch $@

# The browser tests use $$CHROMIUM, an installed Chromium or Chrome, Debian's package, or Playwright's build. Without any they skip and say why.
$(VENV)/.browser: | $(VENV)/.installed-dev
	@sh .ci/browser $(BIN)
	@touch $@
