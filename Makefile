# make demo · make test are the two commands to know; each sets itself up from a fresh clone.
PYTHON ?= python3
TORCH_INDEX ?=
BIN := .venv/bin

.PHONY: setup quick check test demo bench clean
setup: .venv/.ready
quick: setup
	$(BIN)/pytest -q -n 2 -m "not live and not browser and not chaos and not vision and not media" tests
check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
