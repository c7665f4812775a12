# Two commands to know: `make run` and `make test`. Everything is installed into .venv, from pinned and hashed versions.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check bench demo soak lock words clean

run: .venv/installed          ## the assistant, in this terminal, on SQLite, with nothing to configure
	@$(BIN)/explor chat

test: .venv/installed-dev     ## every test
	$(BIN)/python -m pytest -n 2

check: .venv/installed-dev    ## style, types, walls between rooms, words, dialogs, knowledge
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/explor words check
	$(BIN)/explor dialogs check
	$(BIN)/explor kb check

bench: .venv/installed-dev    ## speed and memory, as ratios side by side in one run
	$(BIN)/python -m tests.bench

demo: .venv/installed-dev     ## a whole journey, in Telegram and in Slack, emulated on this machine
	@$(BIN)/python -m tests.e2e

soak: .venv/installed-dev     ## a hundred journeys, the server killed all along each; and many more stories than `make test`
	EXPLOR_SOAK=100 EXPLOR_EXAMPLES=1000 $(BIN)/python -m pytest -n 2 tests/e2e tests/dialogs

words: .venv/installed-dev    ## after a sentence changed: bring the .po files up to date
	$(BIN)/explor words update

lock: .venv/installed-dev     ## after a dependency changed in pyproject.toml: pin it again, with hashes
	$(BIN)/pip-compile -q $(LOCK) --extra dev --extra build -o requirements-dev.txt pyproject.toml
	$(BIN)/pip-compile -q $(LOCK) --extra build -c requirements-dev.txt -o requirements.txt pyproject.toml

LOCK := --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "EXPLOR assistant needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 run")'
	@echo "Setting up .venv (once, about a minute)…"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/python requirements.txt pyproject.toml
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
