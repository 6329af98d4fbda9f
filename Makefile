# `make demo` and `make test` are the two commands to know; each sets itself up from a fresh clone.
PYTHON ?= python3
TORCH_INDEX ?=
BIN := .venv/bin
SLOW := live or browser or chaos or vision or media
# The rooms of pure mathematics and words, which their own tests must cover whole.
COVERED := tests/privacy tests/policies tests/shared
# Development machines keep real data beside the repository; elsewhere the variables are simply not set.
DATA := $(wildcard ../shared/data)
ifneq ($(DATA),)
export SHOAL_MODELS ?= $(abspath $(DATA)/models)
endif

# Workers take a file at a time, in the order of tests/conftest.py.
PYTEST := $(BIN)/python -m pytest -q --dist loadfile --no-loadscope-reorder
# One more than two cores: tests of real servers, cameras and browsers often wait.
WORKERS ?= 3

# Workers share the cores: torch's own threads would only wait for each other.
export OMP_NUM_THREADS ?= 1

.PHONY: setup quick check test demo bench campaign peers

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" TORCH_INDEX="$(TORCH_INDEX)" .ci/setup
	@touch $@

demo: setup
	@$(BIN)/shoal demo

test: setup
	@$(PYTEST) -n 2 $(COVERED) $(COVERED:tests/%=--cov=%) --cov-report=term:skip-covered --cov-fail-under=100
	@$(PYTEST) -n $(WORKERS) $(COVERED:%=--ignore=%) --durations 15

quick: setup
	@$(PYTEST) -n 2 -m "not ($(SLOW))"

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m tests.benchmarks.journeys
	@$(BIN)/python -m tests.benchmarks.decisions
	@$(BIN)/python -m tests.benchmarks.hq_page
	@$(BIN)/python -m tests.benchmarks.acceptance
	@$(BIN)/python -m tests.benchmarks.audit 1000000
	@$(BIN)/python -m tests.benchmarks.crossing
ifneq ($(DATA),)
	@$(BIN)/shoal bench edge --json
	@$(BIN)/python -m tests.benchmarks.clips $(DATA)/video
	@$(BIN)/python -m tests.benchmarks.mot_scores
	@$(BIN)/python -m tests.benchmarks.conservation
	@$(BIN)/python -m tests.benchmarks.groups
	@$(BIN)/python -m tests.benchmarks.heads
	@$(BIN)/python -m tests.benchmarks.fill_and_pose
	@$(BIN)/python -m tests.benchmarks.hands
	@$(BIN)/python -m tests.benchmarks.cameras --quick
	@$(BIN)/python -m tests.benchmarks.drawn_shop
	-@$(BIN)/python -m tests.benchmarks.accuracy
endif

# Attackers on every promise, with full samples; the table is committed.
campaign: setup
	@$(BIN)/python -m tests.adversary.campaign --full --write tests/adversary/CAMPAIGN.md

# What Shoal is compared to, in a virtual environment of its own.
peers: setup
	@.ci/peers
