# Policyglot: legal policies in many languages. `make` without a target lists the targets.
# make decides whether there is work to do; Python does it. Works with GNU Make 3.81 (macOS) to 4.4.

MAKEFLAGS += -rR
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
ROOT ?= .
FORMAT ?= text

# Values from people and from file names are passed on unchanged: `value` keeps make from expanding a $ in them, and
# recipes read them from the environment ("$$ROOT"), where no shell interprets them. No list of file names is ever put
# on a command line.
override ROOT := $(value ROOT)
override LOCALE := $(value LOCALE)
override LOCALES := $(value LOCALES)
override POLICY := $(value POLICY)
override POLICIES := $(value POLICIES)
override FORMAT := $(value FORMAT)
override FROM := $(value FROM)
override RELEASE := $(value RELEASE)
override FOLDER := $(value FOLDER)
override JOBS := $(value JOBS)
override REPRODUCE := $(value REPRODUCE)
override QUIET := $(value QUIET)
override QUICK := $(value QUICK)
override STRICT := $(value STRICT)
override SEED := $(value SEED)
override NUMBER := $(value NUMBER)
export ROOT LOCALE LOCALES POLICY POLICIES FORMAT FROM RELEASE FOLDER JOBS SEED NUMBER

RUN := .venv/bin/python -m scripts --root="$$ROOT"
CHOSEN := --locale="$$LOCALES $$LOCALE" --policy="$$POLICIES $$POLICY" --format="$$FORMAT"
STRICTLY := $(if $(filter-out 0,$(STRICT)),--strict)
WITH_JOBS := --jobs="$$JOBS"
QUIETLY := $(if $(filter-out 0,$(QUIET)),--quiet)

.PHONY: help
help:
	@echo "make TARGET [ROOT=DIR] [LOCALES=\"de fr\"] [POLICIES=\"privacy\"] [FORMAT=text|json|github] [QUIET=1] [STRICT=1] [JOBS=2]"
	@sed -n 's/^## /  /p' Makefile

## build       write the pages of all locales to build/site/
# Only a full build with problems as text can be up to date: `stale.py` compares with the record of such a build.
.PHONY: build
build: .venv/.made
	@case "$$LOCALES$$LOCALE$$POLICIES$$POLICY$(STRICTLY):$$FORMAT" in \
	  :text|:) .venv/bin/python -I -S scripts/stale.py "$$ROOT"$(if $(QUIETLY), >/dev/null);; \
	  *) false;; \
	esac || $(RUN) build $(CHOSEN) $(WITH_JOBS) $(STRICTLY) $(QUIETLY)

## check       report all problems of policies and catalogs, warnings too (FORMAT=waivers: blocks for locale/waivers.toml)
.PHONY: check
check: .venv/.made
	@$(RUN) check $(CHOSEN) $(WITH_JOBS) $(STRICTLY) $(QUIETLY)

## update      bring templates and catalogs up to date after a policy or a layout has changed
.PHONY: update
update: .venv/.made
	@$(RUN) update $(CHOSEN)

## locale      start a locale: make locale LOCALE=cs
.PHONY: locale
locale: .venv/.made
	@case "$$LOCALES$$LOCALE" in "") echo "which locale? for example: make locale LOCALE=cs" >&2; exit 2;; esac
	@$(RUN) locale $(CHOSEN)

## status      show how complete each catalog is, and what would be published
.PHONY: status
status: .venv/.made
	@$(RUN) status $(CHOSEN)

## import      fill a catalog from a finished translation: make import LOCALE=fr POLICY=privacy FROM=privacy.fr.md
.PHONY: import
import: .venv/.made
	@case "$$FROM" in "") echo "which file? for example: make import LOCALE=fr POLICY=privacy FROM=privacy.fr.md" >&2; exit 2;; esac
	@$(RUN) import $(CHOSEN) --from="$$FROM"

## release     build, check, and pack the site as one archive in build/release/
.PHONY: release
release: .venv/.made
	@$(RUN) release $(CHOSEN) $(WITH_JOBS) $(STRICTLY) $(QUIETLY)

## verify      check that an archive or a folder is a complete release: make verify RELEASE=FILE FOLDER=DIR
.PHONY: verify
verify: .venv/.made
	@$(RUN) verify --folder="$$FOLDER" --format="$$FORMAT" $(if $(filter-out 0,$(REPRODUCE)),--reproduce) -- "$$RELEASE"

## test        run all tests on two cores, and list the slowest
.PHONY: test
test: .venv/.made-dev
	@.venv/bin/python -m pytest -q -n 2 --dist loadfile

## test-quick  run the tests before a commit: no slow ones, and fewer random examples
.PHONY: test-quick
test-quick: .venv/.made-dev
	@HYPOTHESIS=quick .venv/bin/python -m pytest -q -n 2 --dist worksteal -m "not slow"

## fuzz        run the random tests with many more examples: hostile inputs, policies, edits between builds
.PHONY: fuzz
fuzz: .venv/.made-dev
	@HYPOTHESIS=fuzz .venv/bin/python -m pytest -q tests/test_fuzz.py tests/markup/test_judge.py tests/commands/test_incremental.py

## mutants     put small faults into the code, and list those that no test finds (30 minutes; SEED=2 NUMBER=60)
.PHONY: mutants
mutants: .venv/.made-dev
	@.venv/bin/python -m tests.mutation --seed="$${SEED:-1}" --number="$${NUMBER:-300}"

## lint        run ruff, ruff format --check and mypy --strict
.PHONY: lint
lint: .venv/.made-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

## audit       check the pages with validators, axe and Lighthouse (needs Node, Chromium and Java)
.PHONY: audit
audit: build build/npm-audit/.made
	@node tests/audit/audit.mjs "$$ROOT/build/site"

## bench       measure, compare with other tools, write docs/benchmarks.md (an hour; QUICK=1: 3 minutes, in build/bench/)
.PHONY: bench
bench: .venv/.made-dev
	@.venv/bin/python -m tests.bench $(if $(filter-out 0,$(QUICK)),--quick)

## docs        write docs/checks.md from the rules in the code
.PHONY: docs
docs: .venv/.made
	@.venv/bin/python -m scripts.checks > docs/checks.md.new && mv docs/checks.md.new docs/checks.md

## sheet       draw docs/pages.webp, the picture in the README (needs Chromium)
.PHONY: sheet
sheet: build .venv/.made-dev
	@.venv/bin/python -m tests.sheet

## lock        write requirements*.txt with hashes from requirements*.in (needs uv)
.PHONY: lock
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q requirements.in -o requirements.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q requirements-dev.in -o requirements-dev.txt

## clean       delete build/ except build/release/, and .venv/ (with ROOT=DIR only DIR/build/)
.PHONY: clean
clean:
	@case "$$ROOT" in .|"") rm -rf .venv;; esac
	@$(PYTHON) scripts/clean.py "$$ROOT"

.venv/.made: requirements.txt
	@$(PYTHON) scripts/environment.py $< $@

.venv/.made-dev: requirements-dev.txt | .venv/.made
	@$(PYTHON) scripts/environment.py $< $@

build/npm-audit/.made: tests/audit/package.json tests/audit/package-lock.json tests/audit/.npmrc
	@command -v node >/dev/null && command -v npm >/dev/null || { \
	  echo "the audit needs Node 18.19 or later and npm; Debian: apt install nodejs npm"; exit 2; }
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
