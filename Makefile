# The two commands: `make run` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
export OTKLIK_DATA ?= $(CURDIR)/var

.PHONY: run setup test check bench shots clean

run: setup  ## the site with the demonstration town on http://127.0.0.1:8000
	@OTKLIK_DEMO=1 $(BIN)/otklik init
	@OTKLIK_DEMO=1 $(BIN)/otklik demo load --if-empty
	@OTKLIK_DEMO=1 exec $(BIN)/otklik serve --port $(PORT)

setup: $(VENV)/.run  ## the environment alone, in .venv

test: $(VENV)/.test  ## the whole suite: SQLite, PostgreSQL, headless Chromium
	@PYTHON=$(BIN)/python tests/run.sh

check: $(VENV)/.test  ## static checks
	@PYTHON=$(BIN)/python tests/check.sh

bench: $(VENV)/.test  ## the benchmarks, one after another
	@for one in benchmarks/bench_*.py; do echo "== $$one"; $(BIN)/python $$one || exit 1; done

shots: $(VENV)/.test  ## the screenshots of the README
	@$(BIN)/python docs/screenshots/take.py

$(BIN)/python:
	@PYTHON=$(PYTHON) VENV=$(VENV) requirements/venv.sh

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Ставим зависимости в $(VENV)…"
	@PYTHON=$(BIN)/python requirements/install.sh requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@PYTHON=$(BIN)/python requirements/install.sh requirements/test.txt
	@touch $@

clean:  ## forget the environment (the data in var/ stay)
	rm -rf $(VENV) build *.egg-info
