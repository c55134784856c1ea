# Lipei: what one can do. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
AT_ONCE ?= 3
SHARED_OUT = -n $(AT_ONCE) --dist loadfile --no-loadscope-reorder --durations 20

# Where bytecode is not kept, each of the hundred processes that a run starts compiles every file anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run down test test-long soak lint format letters reference mutation clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

$(INSTALLED): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lipei needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3 setup"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(INSTALLED) ## Make the environment in .venv

run: $(INSTALLED) ## Start the stack, load samples, live four families to their end
	@$(BIN)/lipei up
	@$(BIN)/lipei demo

down: $(INSTALLED) ## Stop the stack; everything stays as it is
	@$(BIN)/lipei down

test: $(INSTALLED) ## Run the suite on a stack of its own
	$(BIN)/python -m pytest -m "not long and not soak" $(SHARED_OUT)

test-long: $(INSTALLED) ## Run the large counts, faults and all roles
	$(BIN)/python -m pytest -m long --timeout 2700 $(SHARED_OUT)

soak: $(INSTALLED) ## Live 2,000 mixed cases while everything is killed (hours)
	MIXED_CASES=2000 MIXED_KILLS=10 $(BIN)/python -m pytest -m soak -s --timeout 0

lint: $(INSTALLED) ## Check style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

format: $(INSTALLED) ## Put the code into its style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

letters: $(INSTALLED) ## Render a sample of every letter in both languages to build/letters
	$(BIN)/python -m letters build/letters

reference: $(INSTALLED) ## Write the reference of settings, processes and clocks anew
	@$(BIN)/lipei reference

mutation: $(INSTALLED) ## Change the rules on purpose and count what no test notices (hours)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check mutmut==3.8.1
	rm -rf build/mutation && mkdir -p build/mutation
	git ls-files -z | xargs -0 cp --parents -t build/mutation
	cd build/mutation && nice -n 19 ../../$(BIN)/mutmut run --max-children 2

clean: ## Remove caches and built files; data and environment stay
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
