# Two commands on a fresh machine: `make run` and `make test`.
# Set-up makes .venv from pyproject.toml with the exact versions and hashes of constraints.txt,
# and is repeated only when one of the two changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# On a terminal, uv shows how far it is; elsewhere it is quiet.
QUIET := $(shell test -t 2 || echo --quiet)
UV := $(BIN)/uv


SOAK_SECONDS ?= 3600
FUZZ_SECONDS ?= 600

.PHONY: run test test-compiled compiled check lint types imports demo bench soak clients audit fuzz pictures lock clean help

run: $(VENV)/.installed  ## set up, ingest seeds/, print a summary and where to look next
	@echo "Reading seeds/, cleaning, loading and publishing: seconds for one seed, a minute for some tens of thousands."
	$(BIN)/seedbank ingest seeds

test: $(VENV)/.installed-test $(VENV)-pywb/.installed lint types imports  ## set up, then lint, types, import rules and all tests
	$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder --durations=10

check: $(VENV)/.installed-test lint types imports  ## the loop of a minute: lint, types, import rules, tests of the rooms that changed
	$(BIN)/python -m pytest -n 2 --quick $$($(BIN)/python tests/rooms_changed.py)

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

imports: $(VENV)/.installed-test
	$(BIN)/lint-imports

compiled: $(VENV)/.installed-test  ## compile the rooms that decide, for large corpora (some minutes; wants a C compiler)
	$(BIN)/python deployments/compile_rooms.py

test-compiled: $(VENV)/.installed-test  ## compile them in a copy: the same results by hash, and their tests
	$(BIN)/python tests/compiled.py

demo: $(VENV)/.installed  ## the whole line with refetching, against the demo site on loopback
	$(BIN)/seedbank demo

bench: $(VENV)/.installed-bench  ## the benchmarks: ratios against a peer or a floor in the same run
	$(BIN)/python tests/benchmarks

soak: $(VENV)/.installed-test  ## an hour at 20 requests/s: memory, open files, addresses without an answer (SOAK_SECONDS=600: ten minutes)
	$(BIN)/python tests/soak $(SOAK_SECONDS)

fuzz: $(VENV)/.installed-test $(VENV)/.installed-fuzz  ## fuzz the parser (generated markup, then mutated bytes) and the whole command, FUZZ_SECONDS each (600)
	$(BIN)/python tests/fuzz/fuzz_markup.py $(FUZZ_SECONDS)
	$(BIN)/python tests/fuzz/fuzz_bytes.py $(FUZZ_SECONDS)
	$(BIN)/python tests/fuzz/fuzz_answers.py $(FUZZ_SECONDS)

pictures: $(VENV)/.installed-test  ## the pictures of README.md again, from the demo site (wants Debian's chromium)
	$(BIN)/python tests/site/pictures.py tests/site/pictures

clients: $(VENV)/.installed-test  ## read a published file with many programs, by name from their registries; writes the table of warehouse/README.md
	$(BIN)/python tests/clients
	$(BIN)/python -m warehouse.dictionary

audit: $(VENV)/.installed-audit  ## the pins against the public list of known flaws
	$(BIN)/python tests/audit.py

lock: $(UV)  ## resolve pyproject.toml again into constraints.txt, other pins unchanged (all anew: make lock UPGRADE=--upgrade)
	$(UV) pip compile --quiet --all-extras --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	    $(UPGRADE) --output-file constraints.txt pyproject.toml

$(UV): constraints.txt
	@echo "Setting up $(VENV), once: about a minute on two cores, some minutes on a slow machine or network."
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Seedbank needs Python 3.11 or newer.")'
	@echo "1 of 4: the environment ..."
	$(PYTHON) -m venv $(VENV)
	sed -n -e '/^uv==/,/[^\\]$$/p' -e '/^setuptools==/,/[^\\]$$/p' constraints.txt > $(VENV)/setup.txt
	@echo "2 of 4: uv, which installs the rest ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(VENV)/setup.txt
	@touch $@

$(VENV)/.installed: $(UV) pyproject.toml constraints.txt
	@echo "3 of 4: the packages of constraints.txt ..."
	VIRTUAL_ENV=$(VENV) $(UV) pip install $(QUIET) --compile-bytecode --constraint constraints.txt --build-constraint constraints.txt --editable .
	@echo "4 of 4: Prefect's empty database, about ten seconds ..."
	$(BIN)/python -m flows.runs.prefect_server prepare
	@touch $@

$(VENV)/.installed-%: $(VENV)/.installed pyproject.toml constraints.txt
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --compile-bytecode --constraint constraints.txt --build-constraint constraints.txt --editable '.[$*]'
	@touch $@

# pywb and other programs read our archives in tests, and we theirs; pywb's pins exclude prefect's, so they have an
# environment of their own.
$(VENV)-pywb/.installed: tests/fetch/pywb-constraints.txt | $(UV)
	$(UV) venv --quiet --clear --python $(BIN)/python $(VENV)-pywb
	VIRTUAL_ENV=$(VENV)-pywb $(UV) pip install --quiet --require-hashes --requirement $<
	@touch $@

clean:  ## remove the set-up (never your data)
	rm -rf $(VENV) $(VENV)-pywb build *.egg-info
	find flows -name '*.so' -delete

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'
