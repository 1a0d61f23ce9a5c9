# Everything here needs Python 3.11 or later with venv, and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.DEFAULT_GOAL := help
.PHONY: help run test check lint types walls bench bench-peers picture snapshots wheel lock docs clean

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Standpoint needs Python 3.11 or later; name one with: make PYTHON=python3.12 …' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'Setting up $(VENV), once; this takes a minute or two …'
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q feeds seeds store tagger tui
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

run: $(VENV)/run.stamp ## open the desk
	@$(BIN)/standpoint $(ARGS)

# Compiled files are kept whatever the shell says: the tests start the program some hundred times. Files are taken in the
# order of their names: by the number of their tests, the few that take longest would come last.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/dev.stamp ## run all tests
	@$(BIN)/python -m pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder

check: lint types walls test ## everything that must hold before a change lands

lint: $(VENV)/dev.stamp ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp ## mypy, strict
	@$(BIN)/mypy

walls: $(VENV)/dev.stamp ## import-linter: who may know whom
	@$(BIN)/lint-imports

bench: $(VENV)/dev.stamp ## take every measurement that needs no peer, in small sizes: some minutes
	@$(BIN)/python -m bench small

bench-peers: $(VENV)/dev.stamp ## install newsboat and lemon24/reader, and poll 500 feeds with each beside ours
	@command -v newsboat >/dev/null || apt-get install -y newsboat || sudo apt-get install -y newsboat
	@test -x .peers/bin/python || { python3 -m venv .peers && .peers/bin/pip install -q 'reader==3.26' sgmllib3k; }
	@$(BIN)/python -m bench peers --reader .peers/bin/python $(ARGS)

picture: $(VENV)/dev.stamp ## draw docs/desk.svg, the README's picture of the desk
	@$(BIN)/python -m bench.picture

snapshots: $(VENV)/dev.stamp ## draw every screen anew into tests/tui/snapshots
	@STANDPOINT_RENEW_SNAPSHOTS=1 $(BIN)/python -m pytest -q -n 0 tests/tui/test_snapshots.py

wheel: $(VENV)/dev.stamp ## build the wheel into dist/
	@$(BIN)/python -m hatchling build --target wheel

lock: ## pin anew what pyproject.toml asks for (needs uv)
	@uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -U -o requirements/run.txt
	@uv pip compile requirements/build.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -U -o requirements/build.txt
	@uv pip compile --group dev -c requirements/run.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -U -o requirements/dev.txt

docs: $(VENV)/dev.stamp ## write the pages about the command line, the manual page and the completions anew
	@$(VENV)/bin/python -m tui.manual docs

clean: ## remove the environment and all caches
	@rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
