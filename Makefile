# Every target installs what it needs by itself. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install pywb lock lock-pywb lint types test check demo browse bench proof soak clean chromium test-browser

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
	uv pip compile pyproject.toml bench/requirements.in -c requirements.lock --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o bench/requirements.lock

pywb: .venv-pywb/.installed  ## make .venv-pywb: pywb, to replay WARC files and to stand in for the Internet Archive in tests

# An environment of its own: pywb pins old versions of what Scrapy and Datasette bring.
.venv-pywb/.installed: requirements-pywb.lock
	@echo "Installing pywb into .venv-pywb (41 packages, once; half a minute) ..."
	@test -x .venv-pywb/bin/python || $(PYTHON) -m venv .venv-pywb
	@.venv-pywb/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-pywb.lock
	@touch $@

lock-pywb:  ## write requirements-pywb.lock anew (needs uv)
	echo "pywb>=2.10,<2.11" | uv pip compile - --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements-pywb.lock

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

test: install  ## run the tests
	$(BIN)/pytest -n 2 --dist worksteal

check: lint types test  ## lint, types and tests

bench: .venv-bench/.installed  ## speed beside other tools, as ratios (BENCH="reading crawl" for some of them)
	@.venv-bench/bin/python -m bench $(BENCH)

# --no-deps, as the lock holds them all: resolving them once more, pip 23.2 (Python 3.11's own) dies of lxml[html-clean].
.venv-bench/.installed: bench/requirements.lock pyproject.toml
	@echo "Installing what we are measured against into .venv-bench (once; a minute or two) ..."
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r bench/requirements.lock
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.browser: requirements-browser.lock .venv/.installed
	@echo "Installing what drives a browser into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.lock
	@touch $@

chromium:
	@command -v chromium >/dev/null || [ "$$(id -u)" != 0 ] || \
	    { echo "Installing Debian's chromium ..."; apt-get update -qq && apt-get install -qq --yes --no-install-recommends chromium >/dev/null; } || true

test-browser: .venv/.browser chromium  ## test the reader in Debian's chromium (installed where we are root), and make docs/*.jpg
	@if command -v chromium >/dev/null; then TEST_BROWSER=1 $(BIN)/pytest -n 2 --dist loadfile -m browser tests/web; \
	else echo "##### NOT TESTED: the reader in a real browser. There is no chromium here, and only root can install it:" >&2; \
	    echo "##### apt-get install chromium, then make test-browser" >&2; fi

clean:  ## remove what the targets made (never data/)
	rm -rf .venv .venv-pywb .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

demo: install  ## rebuild both portals here, crawl them into data/demo/archive.db, show the newest articles
	@$(BIN)/python -m tests.replica.demo

browse: install  ## read an archive in the browser: DB=FILE (else data/archive.db, else the demo's), PORT=8001
	@test -n "$(DB)" -o -e data/archive.db -o -e data/demo/archive.db || { echo "There is no archive yet. Run: make demo" >&2; exit 2; }
	@$(BIN)/archive browse $(if $(PORT),--port $(PORT)) $(or $(DB),$(if $(wildcard data/archive.db),data/archive.db,data/demo/archive.db))

proof: install  ## try to break every promise (under 10 minutes); prints tables, fails if one broke
	@$(BIN)/python -m proof all

soak: install  ## the same for hours
	@$(BIN)/python -m proof all --soak
