# The two commands are `make check` and `make test`; both set up everything they need.
.PHONY: check test lint report checkov preview bench docs surface demo locks clean

VENV := .venv
BIN := $(VENV)/bin
STACK ?= dev
REPORT ?= build/report
USABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(USABLE)' 2>/dev/null && { echo $$python; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

check: $(VENV)/.runtime
	$(BIN)/python -m policy check --stack $(STACK)

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

report: $(VENV)/.report
	$(BIN)/python -m policy report --stack $(STACK) --output $(REPORT)
	$(BIN)/python -m policy verify $(REPORT)

preview: $(VENV)/.runtime
	pulumi preview --stack $(STACK) --policy-pack . --policy-pack-config policy-config.json

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

checkov: $(VENV)/.runtime $(VENV)-checkov/.built
	$(BIN)/python -m policy checkov --stack $(STACK) --checkov $(VENV)-checkov/bin/python

docs: $(VENV)/.dev
	$(BIN)/python -m docs.generate

surface: $(VENV)/.dev
	$(BIN)/python -m policy.surface

demo: $(VENV)/.dev
	$(BIN)/python -m stack.operations demo

locks: $(VENV)/.dev
	sh requirements/lock.sh $(CURDIR)/$(BIN)/uv

clean:
	rm -rf $(VENV) $(VENV)-checkov build

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11, 3.12 or 3.13 with venv" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements/runtime.txt | $(VENV)/.python
	$(PIP) -r $<
	@touch $@

$(VENV)/.report: requirements/report.txt | $(VENV)/.python
	$(PIP) -r $<
	@touch $@ $(VENV)/.runtime

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.python
	$(PIP) -r $<
	@touch $@ $(VENV)/.runtime $(VENV)/.report

# Checkov's pins contradict Pulumi's, so it has an environment of its own.
$(VENV)-checkov/.built: requirements/checkov.txt | $(VENV)/.python
	$(PYTHON) -m venv $(VENV)-checkov
	$(VENV)-checkov/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@
