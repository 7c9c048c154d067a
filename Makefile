# One virtual environment for everything. On Windows, run the commands of README.md instead.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PACKAGES := juesuan.schema juesuan.converter juesuan.validators juesuan.cli
# A strict editable installation links single files: a new or removed file needs a new one.
FOLDERS := $(addsuffix /.,$(shell find schema converter validators cli -type d -not -name __pycache__))
SAMPLE := samples/putuo-natural-resources-2024.pdf

.PHONY: demo test lint schema docs bench clean

demo: $(VENV)/installed
	$(BIN)/juesuan convert $(SAMPLE) -o build/demo.xml
	$(BIN)/juesuan validate build/demo.xml

test: $(VENV)/tested
	$(MAKE) lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(addprefix -p ,$(PACKAGES))
	$(BIN)/python -m juesuan.schema.generate --check
	$(BIN)/python -m docs.generate --check

schema: $(VENV)/installed
	$(BIN)/python -m juesuan.schema.generate

docs: $(VENV)/tested
	$(BIN)/python -m docs.generate

bench: $(VENV)/tested
	$(PIP) install -q -e ".[bench]" --config-settings editable_mode=strict
	$(BIN)/python -m bench.convert
	$(BIN)/python -m bench.mutations --every 12

clean:
	rm -rf $(VENV) build dist *.egg-info

$(VENV)/installed: pyproject.toml $(FOLDERS)
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -q -e . --config-settings editable_mode=strict
	mkdir -p build
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(PIP) install -q -e ".[test]" --config-settings editable_mode=strict
	touch $@
