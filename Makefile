# Cross-mobility Workbook. `make help` lists what can be done.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup browser dashboards lab test check format notebooks dictionary sample bench lock

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8866
DATA ?=
RELEASE := data/release
NOTEBOOKS := notebooks/dashboards notebooks/desk
STORE := --to notebook --execute --inplace --ExecutePreprocessor.store_widget_state=False --ExecutePreprocessor.record_timing=False
NBVAL := --nbval --nbval-current-env --nbval-cell-timeout=120 --nbval-sanitize-with tests/notebooks/sanitize.cfg -p no:cacheprovider
SYNC := --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
# Python must look nowhere but in .venv, and keep what it compiled: a kernel that compiles pandas anew is slow.
export PYTHONNOUSERSITE := 1
unexport PYTHONDONTWRITEBYTECODE

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## create .venv with the exact versions of requirements.lock

$(VENV)/.ready: requirements.lock pyproject.toml
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	python3 -m venv $(VENV)
	@awk '/^uv==/ {on=1} on {print} on && !/\\$$/ {exit}' requirements.lock > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@# A network with certificates of its own: the second try asks the system's.
	$(BIN)/uv pip sync $(SYNC) || $(BIN)/uv pip sync --system-certs $(SYNC)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

browser: setup ## find Chromium for the browser tests, or install it
	@CROSSMOBILITY_PLAYWRIGHT=$(BIN)/playwright bash tests/browser/install.sh

dashboards: setup ## build a release from the bundled data (or DATA=folder) and serve it; PORT=8866
	@# build checks first. Exit code 1: rows were rejected and named, the good ones count, and the pages open.
	@$(BIN)/crossmobility build $(if $(DATA),--data "$(DATA)") --out $(RELEASE) || [ $$? -eq 1 ]
	@$(BIN)/crossmobility serve --release $(RELEASE) --port $(PORT)

lab: setup ## open the same notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=notebooks --LabApp.news_url= --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

test: check browser ## run everything: style, types, unit tests, notebooks (strict nbval), browser
	$(BIN)/pytest -q -m "not browser"
	$(BIN)/pytest -q $(NBVAL) $(NOTEBOOKS)
	$(BIN)/pytest -q -m browser tests/browser

check: setup ## style and types, without running anything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup ## put the sources in their form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

notebooks: setup ## run the notebooks and store their outputs; read the diff before you commit it
	$(BIN)/jupyter nbconvert $(STORE) $(wildcard $(NOTEBOOKS:%=%/*.ipynb))

dictionary: setup ## write data/README.md, the data dictionary, from the schemas
	$(BIN)/python -m crossmobility.intake.dictionary

sample: setup ## write the synthetic sample anew: the same seed gives the same bytes
	$(BIN)/crossmobility sample

bench: setup browser ## measure: pages, change of year, memory, check and build on a million rows
	$(BIN)/python tests/bench/bench_intake.py
	$(BIN)/python tests/bench/bench_records.py
	$(BIN)/python tests/bench/bench_pages.py
	$(BIN)/python tests/bench/bench_changes.py

lock: setup ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-annotate --no-header --quiet --no-emit-index-url --output-file requirements.lock
