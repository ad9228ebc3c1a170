# Everything a newcomer needs: `make demo`, `make test`. Each target builds .venv when it is missing or out of date.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
INSTALL := $(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt

# Tests start hundreds of processes: what they load is compiled once, whatever the caller's environment says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test slow fuzz check bench theory

help:
	@echo "make demo     Laiyang: its load check, then how its 18 towns and streets fare"
	@echo "make test     install, then every test but the long ones"
	@echo "make slow     the long tests: every screen in both languages and sizes, kills, variants of what make test runs"
	@echo "make fuzz     spoiled inputs by the thousand: scenario files, recorded tables, pasted blocks, stores"
	@echo "make check    formatting, types, import directions"
	@echo "make bench    speed, as ratios, and memory"
	@echo "make theory   every test against queueing theory"

$(VENV)/planner-installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The planner needs Python 3.11 or newer, and $(PYTHON) is not." >&2; \
	  echo "Name another one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo "$(PYTHON) cannot make a virtual environment; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Installing the planner into $(VENV) (once) ..."
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/tools-installed: $(VENV)/planner-installed
	@echo "Installing the tools for tests and checks (once) ..."
	@$(INSTALL) --editable ".[dev]"
	@touch $@

demo: $(VENV)/planner-installed
	@$(RUN) planner check scenarios/laiyang/current.toml
	@echo
	@$(RUN) planner run scenarios/laiyang/current.toml --replications 4

# Three processes for two processors: tests of the interface also wait.
test: $(VENV)/tools-installed
	@$(RUN) pytest -q -n 3

slow: $(VENV)/tools-installed
	@$(RUN) pytest -q -n auto -m slow

# Ended after twenty minutes at the latest; FUZZ="--kind stores --count 100" or another seed for less, or for other ones.
fuzz: $(VENV)/tools-installed
	@$(VENV)/bin/python tests/fuzz/fuzz.py $(FUZZ)

check: $(VENV)/tools-installed
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/tools-installed
	@$(VENV)/bin/python tests/benchmarks/bench.py

theory: $(VENV)/tools-installed
	@$(RUN) pytest -q -n auto tests/theory -m "theory or not theory"

# For whoever changes a sentence: brings the Chinese catalogue up to date, names what is to be translated, compiles it.
.PHONY: words
words: $(VENV)/tools-installed
	@$(VENV)/bin/python tests/wording/words.py

# For whoever changes a field of the model, or its words: writes anew what is made from them.
.PHONY: reference
reference: $(VENV)/tools-installed
	@$(VENV)/bin/python tests/docs/reference.py
