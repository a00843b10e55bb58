# Haven on a fresh Debian 12 with python3-venv, make and ca-certificates: `make run`, `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

help: ## what can be asked
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements/dev.txt requirements/uv.txt pyproject.toml
	@tools/setup "$(PYTHON)"

setup: $(READY) ## install everything into .venv

run: setup ## serve the staff and the public site with workers, until Ctrl-C
	@exec $(BIN)/haven serve

test: setup ## every test, browser tests included
	@tools/test

check: setup ## format, types, import contracts, migrations, translations, generated docs
	@tools/check

bench: setup ## benchmarks, one JSON line a figure
	@$(BIN)/python tools/bench.py

fresh: ## remove .venv, caches and the practice data of this checkout
	@tools/fresh

sizes: setup ## the longest files and functions, to be talked over
	@$(BIN)/python tools/sizes.py

lock: setup ## make the hashed requirements anew
	@tools/lock

.PHONY: help setup run test check bench fresh sizes lock
