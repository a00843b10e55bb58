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

dates: setup ## the tests as of three other days: before the pilot's end, on the day after it, and on a contested Sunday
	@for day in 2025-01-06 2026-11-25 2027-12-26; do echo "As of $$day"; HAVEN_TEST_DATE=$$day tools/test || exit 1; done

check: setup ## format, types, import contracts, migrations, translations, generated docs
	@tools/check

bench: setup ## benchmarks, one JSON line a figure
	@$(BIN)/python tools/bench_law.py
	@$(BIN)/python tools/bench.py
	@$(BIN)/python tools/bench_line.py
	@for people in 100000 1000000; do $(BIN)/python tools/bench_register.py --other $$people; done

mutants: setup ## are the tests of the law able to fail: mutation testing, up to an hour on two cores
	@failed=0; $(BIN)/python tools/boundaries.py || failed=1; $(BIN)/python tools/mutants.py || failed=1; exit $$failed

crash: setup ## fault runs: a thousand updates, fifty killed workers, each message counted at the provider
	@$(BIN)/python tools/crash.py

fresh: ## remove .venv, caches and the practice data of this checkout
	@tools/fresh

sizes: setup ## the longest files and functions, to be talked over
	@$(BIN)/python tools/sizes.py

lock: setup ## make the hashed requirements anew
	@tools/lock

.PHONY: help setup run test dates check bench mutants crash fresh sizes lock
