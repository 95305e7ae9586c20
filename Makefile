# Every target installs what it needs by itself. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install lock lint types test check demo browse clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

install: .venv/.installed  ## make .venv from requirements.lock and install the project into it

.venv/.installed: requirements.lock pyproject.toml
	@echo "Installing into .venv (about 100 packages, once; a minute or two) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "Installed. The commands are .venv/bin/scrapy, .venv/bin/archive and .venv/bin/datasette."

lock:  ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

test: install  ## run the tests
	$(BIN)/pytest -n 2

check: lint types test  ## lint, types and tests: all that CI runs

clean:  ## remove what the targets made (never data/)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

demo: install  ## rebuild both portals here, crawl them into data/demo/archive.db, show the newest articles
	@$(BIN)/python -m tests.replica.demo

browse: install  ## read an archive in the browser: DB=FILE, else data/archive.db, else the demo's
	@test -n "$(DB)" -o -e data/archive.db -o -e data/demo/archive.db || { echo "There is no archive yet. Run: make demo" >&2; exit 2; }
	@$(BIN)/archive browse $(or $(DB),$(if $(wildcard data/archive.db),data/archive.db,data/demo/archive.db))
