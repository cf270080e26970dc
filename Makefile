# Set-up is done once and again when the lock or the project file changes.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.done
HOME_DIR ?= data/warehouse
DUMPS ?= data/dumps

export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := true

.PHONY: help setup run build test test-browser test-sandbox test-slow demo bench reconcile fuzz reliability check docs lock clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup: $(SETUP) ## Make .venv with the locked dependencies

$(SETUP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not ((3, 11) <= v <= (3, 13)))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null \
		|| { rm -rf $(VENV); [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } \
		|| { echo "Python's venv module is missing; install it with: sudo apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@echo "installing the locked dependencies"
	@# compiled now: where Python may not write byte code, each start would compile everything anew
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(SETUP)

run: setup ## Build the warehouse, then serve the dashboard and the Dagster UI until Ctrl-C
	@$(BIN)/baspasoz run --home $(HOME_DIR) --dumps $(DUMPS)

build: setup ## Build the warehouse from data/dumps
	@$(BIN)/baspasoz build --home $(HOME_DIR) --dumps $(DUMPS)

test: setup browser check ## Check the code and run every test, a real browser included
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-browser: setup browser ## Run the browser tests alone
	@$(BIN)/python -m pytest tests/browser

test-sandbox: setup ## Attack the sandbox in which readers' SQL runs
	@$(BIN)/python -m pytest tests/sandbox

.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu >/dev/null; } \
		|| { echo "The browser tests need Chromium; install it with: sudo apt-get install chromium"; exit 1; }

test-slow: setup browser ## Whole builds: orders, kills, huge input, readers meanwhile
	@$(BIN)/python -m pytest -m slow tests/slow -n 2 --dist loadfile

demo: setup ## Two synthetic years in a home of their own, built and served
	@$(BIN)/baspasoz synthesize --articles 30000 --days 730 --seed 1 --out data/demo/dumps
	@$(BIN)/baspasoz run --home data/demo/home --dumps data/demo/dumps

N ?= 10000,100000
bench: setup ## Time every stage; make bench N=10000,100000
	@$(BIN)/python -m tests.benchmarks.bench --sizes $(N) $(BENCH)

reconcile: setup ## Compare all places that show numbers, on a synthetic year
	@$(BIN)/python -m tests.reconcile.reconcile

fuzz: setup ## 100,000 mutated dumps, at most five minutes
	@$(BIN)/python -m tests.fuzz.fuzz --dumps 100000 --seconds 290

reliability: setup ## Kills, full disks, damage, readers and sessions; some 20 minutes
	@$(BIN)/python -m tests.reliability.reliability

check: setup ## Lint, format, types and SQL style
	@$(BIN)/ruff check orchestration dashboard tests
	@$(BIN)/ruff format --check orchestration dashboard tests
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint dbt_project/models dbt_project/tests --config dbt_project/.sqlfluff

docs: setup ## Write dbt's documentation as one HTML file
	@$(BIN)/baspasoz docs --home $(HOME_DIR)

lock: setup ## Compile requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --no-emit-index-url \
		--no-header --extra dev pyproject.toml --output-file requirements.lock

clean: ## Remove .venv; homes and dumps stay
	@rm -rf $(VENV)
