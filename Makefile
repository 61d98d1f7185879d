# Two commands do everything: `make run` and `make test`. Windows: see README.md.
PYTHON ?= python3
VENV := .venv
RALPH := .venv-ralph
AUDIT := .venv-audit
PY := $(VENV)/bin/python

.PHONY: run test check audit bench soak screenshots catalogues requirements clean help

help:
	@echo "make run     start Preau (installs what it needs into .venv first)"
	@echo "make test    run the tests (installs what they need, system packages too)"
	@echo "make check   ruff, mypy and the import rules"
	@echo "make audit   pins, licences and known faults of what we depend on"
	@echo "make bench   the benchmarks, as a table"
	@echo "make soak    broken files for every reader of quizzes, ten minutes each (SECONDS=...); sync and classes in trouble; a class under attack"
	@echo "make screenshots  pictures of every screen"

run: $(VENV)/.run
	$(PY) main.py

# One more than there are cores: for a third of their time the tests wait for sockets, clocks and pages.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")
test: $(VENV)/.dev $(RALPH)/.run
	$(PY) tools/install_system.py
	$(PY) -m pytest -n $(WORKERS) $(ARGS)

check: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest tests/test_architecture.py

audit: $(VENV)/.dev $(AUDIT)/.run
	$(PY) -m tools.audit

bench: $(VENV)/.dev
	$(PY) -m benchmarks $(ARGS)

# Broken quiz files for every reader, SECONDS for each: make soak SECONDS=60 ARGS="gift preau"
SECONDS ?= 600
# Stories of a failing network between sync and a platform; classes in which everything goes wrong at once.
STORIES ?= 500
CLASSES ?= 1000
# Seconds of hostile requests and messages to the class server.
ATTACKED ?= 1200
soak: $(VENV)/.dev
	$(PY) -m tests.soak --seconds $(SECONDS) $(ARGS)
	$(PY) -m tests.soak.sync --stories $(STORIES)
	$(PY) -m tests.soak.classes --runs $(CLASSES)
	$(PY) -m tests.soak.web --seconds $(ATTACKED)

# Every screen of the desktop into test-output/screens, and what the documents show into docs/screenshots; the
# pages of phones as well where there is a browser.
screenshots: $(VENV)/.dev
	$(PY) tools/desktop_screens.py
	$(PY) tools/screenshots.py

# Brings the message catalogues up to date with the sources.
catalogues: $(VENV)/.dev
	$(PY) tools/catalogues.py

# Pins every package with its hashes, for all systems at once (needs `uv`).
requirements:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements-ralph.in -o requirements-ralph.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements-audit.in -o requirements-audit.txt

$(VENV)/.run: requirements.txt
	$(PYTHON) tools/make_venv.py $(VENV) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt
	$(PYTHON) tools/make_venv.py $(VENV) requirements-dev.txt
	@touch $(VENV)/.run $@

# The record store for the tests, in an environment of its own.
$(RALPH)/.run: requirements-ralph.txt
	$(PYTHON) tools/make_venv.py $(RALPH) requirements-ralph.txt
	@touch $@

# What looks up known faults; without the internet the rest of the audit goes on.
$(AUDIT)/.run: requirements-audit.txt
	-$(PYTHON) tools/make_venv.py $(AUDIT) requirements-audit.txt && touch $@

clean:
	rm -rf $(VENV) $(RALPH) $(AUDIT) test-output .pytest_cache .mypy_cache .ruff_cache
