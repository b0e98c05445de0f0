# Everything a newcomer types. Only make and Python 3.11 or newer are expected on the machine: what else is needed
# goes into .venv, once, from the hashed lock files. Pass arguments on with ARGS: make run ARGS="headlines --limit 5"
# Another Python beside it: make test PYTHON=python3.14 VENV=.venv-3.14

VENV := .venv
PY := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
ARGS ?=

# Where pip-compile is told to look: nowhere but the public index, whatever this machine's pip is set up with, so that
# the locks hold its hashes for every platform and no address or path.
LOCK := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL -u PIP_CONSTRAINT PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-annotate --no-emit-index-url --no-emit-find-links --build-deps-for editable --build-deps-for wheel
UPGRADE ?=

.DEFAULT_GOAL := help
.PHONY: help demo run test test-all collect lint lint-format lint-code lint-types lint-mypy lint-pyright lint-imports format check lock \
	translations clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

demo: $(RUN_READY) ## the ticker on its built-in newsroom; needs no network once it is set up
	@$(PY) -m ticker_tui demo $(ARGS)

run: $(RUN_READY) ## the ticker on the feeds.toml of this folder
	@TICKER_CONFIG="$${TICKER_CONFIG:-feeds.toml}" $(PY) -m ticker_tui $(ARGS)

# Rewritten once for all runs and workers, even where Python is told to leave no files: half of the collection.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(PY) -m pytest -n auto --dist worksteal

test: $(DEV_READY) ## the tests, on every core
	@$(PYTEST) $(ARGS)

test-all: $(DEV_READY) ## the tests, the whole Unicode files and the long soaks too
	@$(PYTEST) -m "not terminals" $(ARGS)

# In a fresh clone each worker would compile each test for itself. What is wrong with one is said by `make test`.
collect: $(DEV_READY)
	@env -u PYTHONDONTWRITEBYTECODE $(PY) -m pytest --collect-only -qq >/dev/null 2>&1 || true

# The longest first: with --jobs 2 the others run beside it.
lint: lint-pyright lint-format lint-code lint-imports lint-mypy ## the static checks: format, lint, types (mypy and pyright, strict), import contracts

lint-format: $(DEV_READY)
	@$(PY) -m ruff format --check --quiet . || { echo "make format puts this right"; exit 1; }

lint-code: $(DEV_READY)
	@$(PY) -m ruff check --quiet .

lint-types: lint-pyright lint-mypy

lint-mypy: $(DEV_READY)
	@$(PY) -m mypy

lint-pyright: $(DEV_READY)
	@$(VENV)/bin/basedpyright --pythonpath $(PY)

lint-imports: $(DEV_READY)
	@$(VENV)/bin/lint-imports --no-cache --no-logo

format: $(DEV_READY) ## put the format right, and what the linter can mend by itself
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format .

check: lint test ## the whole loop: lint, then test

lock: $(DEV_READY) ## both lock files anew from pyproject.toml; UPGRADE=--upgrade takes the newest releases
	@$(LOCK) $(UPGRADE) --output-file requirements.lock pyproject.toml
	@$(LOCK) $(UPGRADE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

translations: $(DEV_READY) ## new sentences into every catalogue of the interface, every catalogue compiled
	@$(PY) tools/compile_catalogues.py

clean: ## remove .venv and everything the tools left
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .hypothesis .import_linter_cache .pytest_cache
	@find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +

# A folder that was moved or copied brings a .venv along which still points to the old place.
ifneq ($(CURDIR),$(shell cat $(VENV)/.home 2>/dev/null))
.PHONY: $(PY)
endif

$(PY):
	@VENV=$(VENV) sh tools/venv.sh new

$(RUN_READY): $(PY) requirements.lock pyproject.toml
	@VENV=$(VENV) sh tools/venv.sh install requirements.lock
	@touch $@

$(DEV_READY): $(PY) requirements-dev.lock pyproject.toml
	@VENV=$(VENV) sh tools/venv.sh install requirements-dev.lock
	@touch $(RUN_READY) $@
