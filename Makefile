# Everything sets itself up: `make run` or `make test` on a machine with Python 3.11+ is enough.
FIT := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$name -c '$(FIT)' >/dev/null 2>&1; then echo $$name; break; fi; done)
UV_VERSION := 0.13.9
BIN := .venv/bin
# One process a core; a file's tests stay together, for some count what the ones before them did.
AT_ONCE := --numprocesses auto --dist loadfile --no-loadscope-reorder
# The tests start the program often: Python's compiled files are kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never

.PHONY: run try test test-ci test-all check format bench profile lock wheel clean

run: .venv/.runs
	@$(BIN)/mastery run

try: .venv/.runs
	@$(BIN)/mastery try

test: .venv/.ready
	@$(BIN)/python -m pytest $(AT_ONCE)

# All that must hold before anything lands: also on PostgreSQL and over every wire what `make test` tries on one.
test-ci: .venv/.ready
	@$(BIN)/python -m pytest $(AT_ONCE) -m 'not slow'

test-all: .venv/.ready
	@$(BIN)/python -m pytest $(AT_ONCE) -m 'slow or not slow'

check: .venv/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/deptry .

format: .venv/.ready
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/.ready
	@$(BIN)/python -m tests.bench

# What a turn costs on each wire, by part.
profile: .venv/.ready
	@$(BIN)/python -m tests.bench.profile

# A file to install anywhere, with the language model in it: pip install dist/mastery_bot-….whl
wheel: .venv/.ready
	@$(BIN)/python -m hatchling build -t wheel

lock: .venv/.uv
	@$(BIN)/uv lock --python $(BIN)/python

.venv/.uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed; name it: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv </dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)" </dev/null 2>.venv/pip.log || { cat .venv/pip.log >&2; exit 1; }
	@touch $@

.venv/.ready: .venv/.uv pyproject.toml uv.lock
	@$(BIN)/uv sync --quiet --locked --inexact --python $(BIN)/python </dev/null
	@$(BIN)/python -c "from knowledge.search.graph import made; made()"
	@touch $@

# Without the tools of the tests.
.venv/.runs: .venv/.uv pyproject.toml uv.lock
	@$(BIN)/uv sync --quiet --locked --inexact --no-dev --group model --extra postgres --python $(BIN)/python </dev/null
	@$(BIN)/python -c "from knowledge.search.graph import made; made()"
	@touch $@

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis
