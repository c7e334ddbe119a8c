# Policyglot: legal policies in many languages. `make` alone prints what can be made.
# Make decides whether, Python decides how. GNU Make 3.81 (macOS) to 4.4.

MAKEFLAGS += -rR
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
ROOT ?= .
FORMAT ?= text

# What a person or a file's name gives stays what it is: `value` keeps make from expanding a $ in it, and recipes take
# it from the environment, "$$ROOT", where no shell looks into it. No name of a file is ever put on a command line.
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

## build             pages of every locale, in build/site/
# Up to date is only the whole build, with problems as text: what `stale.py` compares with is its record.
.PHONY: build
build: .venv/.made
	@case "$$LOCALES$$LOCALE$$POLICIES$$POLICY$(STRICTLY):$$FORMAT" in \
	  :text|:) .venv/bin/python -I -S scripts/stale.py "$$ROOT"$(if $(QUIETLY), >/dev/null);; \
	  *) false;; \
	esac || $(RUN) build $(CHOSEN) $(WITH_JOBS) $(STRICTLY) $(QUIETLY)

## check             all that is wrong with policies and catalogs, warnings too (FORMAT=waivers: what to let stand)
.PHONY: check
check: .venv/.made
	@$(RUN) check $(CHOSEN) $(WITH_JOBS) $(STRICTLY) $(QUIETLY)

## update            templates and catalogs, after a policy or a layout changed
.PHONY: update
update: .venv/.made
	@$(RUN) update $(CHOSEN)

## locale LOCALE=cs  start a locale
.PHONY: locale
locale: .venv/.made
	@case "$$LOCALES$$LOCALE" in "") echo "which one? make locale LOCALE=cs" >&2; exit 2;; esac
	@$(RUN) locale $(CHOSEN)

## status            how far each catalog is, and what would be published of it
.PHONY: status
status: .venv/.made
	@$(RUN) status $(CHOSEN)

## import LOCALE=fr POLICY=privacy FROM=privacy.fr.md   a finished translation, into its catalog
.PHONY: import
import: .venv/.made
	@case "$$FROM" in "") echo "which one? make import LOCALE=fr POLICY=privacy FROM=privacy.fr.md" >&2; exit 2;; esac
	@$(RUN) import $(CHOSEN) --from="$$FROM"

## release           build, check and pack all that is shipped, in build/release/
.PHONY: release
release: .venv/.made
	@$(RUN) release $(CHOSEN) $(WITH_JOBS) $(STRICTLY) $(QUIETLY)

## verify RELEASE=file FOLDER=dir   whether an archive, or a folder, is a whole release; with both: the same one (REPRODUCE=1: pack it again too)
.PHONY: verify
verify: .venv/.made
	@$(RUN) verify --folder="$$FOLDER" --format="$$FORMAT" $(if $(filter-out 0,$(REPRODUCE)),--reproduce) -- "$$RELEASE"

## test              the whole suite, on two cores; the slowest tests are listed
.PHONY: test
test: .venv/.made-dev
	@.venv/bin/python -m pytest -q -n 2 --dist loadfile

## test-quick        a selection of it in half a minute, for every commit: no slow tests, fewer random examples
.PHONY: test-quick
test-quick: .venv/.made-dev
	@HYPOTHESIS=quick .venv/bin/python -m pytest -q -n 2 --dist worksteal -m "not slow"

## fuzz              hostile texts at every door, random policies beside GitHub's parser, and random edits between builds: many more than in the suite
.PHONY: fuzz
fuzz: .venv/.made-dev
	@HYPOTHESIS=fuzz .venv/bin/python -m pytest -q tests/test_fuzz.py tests/markup/test_judge.py tests/commands/test_incremental.py

## mutants           small faults, one at a time: which of them does no test find? (some 30 minutes; SEED=2 NUMBER=60)
.PHONY: mutants
mutants: .venv/.made-dev
	@.venv/bin/python -m tests.mutation --seed="$${SEED:-1}" --number="$${NUMBER:-300}"

## lint              ruff, ruff format, mypy --strict
.PHONY: lint
lint: .venv/.made-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

## audit             the pages, looked at by validators, axe and Lighthouse in Chromium (needs Node, Chromium and Java)
.PHONY: audit
audit: build build/npm-audit/.made
	@node tests/audit/audit.mjs "$$ROOT/build/site"

## bench             what the work costs, beside other tools, as docs/benchmarks.md (up to an hour; QUICK=1: 3 minutes, in build/bench/)
.PHONY: bench
bench: .venv/.made-dev
	@.venv/bin/python -m tests.bench $(if $(filter-out 0,$(QUICK)),--quick)

## docs              docs/checks.md, from the rules
.PHONY: docs
docs: .venv/.made
	@.venv/bin/python -m scripts.checks > docs/checks.md.new && mv docs/checks.md.new docs/checks.md

## sheet             docs/pages.webp: pages in six scripts, on desktop and mobile, in light and dark (needs Chromium)
.PHONY: sheet
sheet: build .venv/.made-dev
	@.venv/bin/python -m tests.sheet

## lock              requirements*.txt from requirements*.in, with hashes (needs uv)
.PHONY: lock
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q requirements.in -o requirements.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q requirements-dev.in -o requirements-dev.txt

## clean             delete what was made: build/, but for build/release/, and .venv/ (not with ROOT=DIR)
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
