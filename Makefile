# Two commands matter: `make demo` and `make test`. Each does all its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
PYTEST_ARGS ?=

.PHONY: demo demo-reset test test-postgres check lint install install-test lock messages bench clean

demo: install
	@exec $(BIN)/python -m core.supervisor $(ARGS)

demo-reset:
	rm -rf var
	@echo "The demo starts over at the next 'make demo'."

test: install-test
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

# The suite without the browser on the PostgreSQL and Redis that DATABASE_URL and CELERY_BROKER_URL name.
test-postgres: install-test
	DATABASE_URL=$${DATABASE_URL:-postgres://root@127.0.0.1:5432/test} \
	CELERY_BROKER_URL=$${CELERY_BROKER_URL:-redis://127.0.0.1:6379/0} \
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser or smoke" $(PYTEST_ARGS)

check:
	bash .ci/run

lint: install-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	$(BIN)/python manage.py messages --check
	$(BIN)/python manage.py certification --check
	$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m tests.support.production manage.py check --deploy --fail-level WARNING

install: $(VENV)/runtime.stamp
install-test: $(VENV)/test.stamp
	@$(BIN)/python manage.py messages --compile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Millrace needs Python 3.11 or newer; name one with: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements/runtime.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@touch $@

$(VENV)/test.stamp: requirements/test.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@ $(VENV)/runtime.stamp

# uv.lock is the truth; the requirement files are what pip installs from.
lock: install-test
	$(BIN)/uv lock --python $(BIN)/python
	$(BIN)/uv export --quiet --no-default-groups --no-header --no-annotate -o requirements/runtime.txt
	$(BIN)/uv export --quiet --no-default-groups --group test --no-header --no-annotate -o requirements/test.txt

messages: install-test
	$(BIN)/python manage.py messages

bench: install-test
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
