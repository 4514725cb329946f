# make sets up .venv from requirements.lock and builds; make test sets up and tests.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin/python
LOCK   := requirements.lock
UV     := uv==0.13.9

# Named after what the lock file says, so that neither a checkout's new time nor a second run
# installs anything again.
STAMP := $(VENV)/.stamp-$(firstword $(shell cksum $(LOCK)))

# MARKS picks tests by pytest's -m; MARKS= (set, and empty) runs all, with those that need a
# server, a browser or patience. Not set, pyproject.toml decides.
MARK_OPTION := $(if $(filter undefined,$(origin MARKS)),,-m "$(MARKS)")

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all setup test check format bench lock upgrade clean help

all: setup ## set up and build (what plain make does)
	$(PYTHON) build.py

setup: $(STAMP) ## set up .venv

$(STAMP): | $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'make: $(PYTHON) is missing or older than 3.11; name a newer one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'make: $(PYTHON) cannot make environments; install what it lacks (Debian: apt-get install python3-venv)' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN) -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
	  --require-hashes --requirement $(LOCK)
	@touch $@

test: setup ## set up and test; MARKS= runs the marked tests too
	$(BIN) -m ruff check
	$(BIN) -m ruff format --check
	$(BIN) -m mypy
	$(BIN) -m claimgraph.turtle_style
	$(BIN) -m pytest --numprocesses auto --dist loadfile $(MARK_OPTION)

check: setup ## check the graph, build nothing
	$(PYTHON) build.py check

format: setup ## lay out the Python code, and mend what ruff can mend
	$(BIN) -m ruff check --fix
	$(BIN) -m ruff format

bench: setup ## measure
	$(BIN) -m bench

lock: ## write requirements.lock anew from pyproject.toml, keeping versions that still fit
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check $(UV)
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(VENV)-lock/bin/uv pip compile --quiet --no-config \
	  --all-extras --universal --python-version 3.11 --no-build --generate-hashes \
	  --no-emit-index-url --no-emit-find-links $(LOCK_OPTION) --output-file $(LOCK) pyproject.toml
	rm -rf $(VENV)-lock

upgrade: LOCK_OPTION := --upgrade
upgrade: lock ## the same, with the newest versions

clean: ## remove all that was made
	rm -rf $(VENV) $(VENV)-lock dist .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
