# `make demo` and `make test` need python3 (3.11 or newer) and nothing else: they make .venv and install into it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find adjoint dialects passes lowering runtime frontends tools -name '*.py')

# PyTorch's operator suite by the compiler; `make parity ARGS=--tenth` is a tenth of it, `ARGS=add` one operator.
ARGS ?=

.PHONY: demo gpt test bench docs parity lint types lit pytest clean

demo: $(VENV)/.demo
	$(BIN)/python examples/digits/train.py

gpt: $(VENV)/.demo
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python examples/gpt/train.py

test: $(VENV)/.dev
	$(BIN)/python tests/run_all.py

# All that is measured beside the peers, which this installs; `make bench ARGS="mlp --parts speed"` is a piece of it.
bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet torch==2.13.0 jax
	$(BIN)/python -W ignore -m benchmarks --chart build/benchmarks.svg $(ARGS)

docs: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet torch==2.13.0
	cd tests && PYTHONPATH=. ../$(BIN)/python ../docs/generate_operators.py

parity: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet torch==2.13.0
	mkdir -p build
	cd tests && ../$(BIN)/python -m parity --output ../build/parity.md $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/python tests/run_all.py ruff

types: $(VENV)/.dev
	$(BIN)/python tests/run_all.py pyright

lit: $(VENV)/.dev
	$(BIN)/python tests/run_all.py lit

pytest: $(VENV)/.dev
	$(BIN)/python tests/run_all.py pytest

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(BIN)/python $(SOURCES)
	$(BIN)/python -m pip install --quiet '.[examples]'
	@rm -f $(VENV)/.dev
	@touch $@

# A strict editable install is a folder of links: pyright follows it, which it does not with the default mode.
$(VENV)/.dev: $(BIN)/python $(SOURCES)
	$(BIN)/python -m pip install --quiet --config-settings editable_mode=strict --editable '.[dev,examples]'
	@rm -f $(VENV)/.demo
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info
