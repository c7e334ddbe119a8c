# Policyglot: legal policies in many languages. `make` alone prints what can be made.
# Make decides whether, Python decides how. GNU Make 3.81 (macOS) to 4.4.

MAKEFLAGS += -rR
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
ROOT ?= .
LOCALES ?=
POLICIES ?=
LOCALE ?=
POLICY ?=
FORMAT ?= text

ifneq ($(words $(ROOT)),1)
$(error ROOT is one folder without blanks in its name; for others: python -m scripts --root "DIR" build)
endif

MADE := $(ROOT)/build
RUN := .venv/bin/python -m scripts --root $(ROOT)
override LOCALES := $(sort $(LOCALES) $(LOCALE))
override POLICIES := $(sort $(POLICIES) $(POLICY))
CHOSEN := $(foreach locale,$(LOCALES),--locale $(locale)) $(foreach policy,$(POLICIES),--policy $(policy))
export FROM RELEASE FOLDER LOCALES POLICIES
SOURCES := $(wildcard scripts/*.py scripts/*/*.py scripts/*/*/*.py scripts/checks/*.toml scripts/layouts/* locale/*/LC_MESSAGES/site.po)
INPUTS := $(sort $(SOURCES) $(wildcard $(ROOT)/policy/*.md $(ROOT)/policy/site.toml \
	$(ROOT)/policy/editions/*/*/*.md $(ROOT)/policy/editions/*/*/*.po $(ROOT)/locale/*/LC_MESSAGES/*.po))
FOLDERS := $(wildcard $(ROOT)/policy $(ROOT)/locale $(ROOT)/locale/*)

.PHONY: help
help:
	@echo "make TARGET [ROOT=DIR] [LOCALES=\"de fr\"] [POLICIES=\"privacy\"] [FORMAT=text|json|github]"
	@sed -n 's/^## /  /p' Makefile

## build             pages of every locale, in build/site/
.PHONY: build
ifeq ($(strip $(LOCALES) $(POLICIES) $(filter-out text,$(FORMAT))),)
build: $(MADE)/.done
	@$(if $(BUILT),:,echo "build/site/ is up to date: nothing to do")
else
build: .venv/.made
	@$(RUN) build $(CHOSEN) --format $(FORMAT)
endif

# One process builds all that is stale: start-up costs more than a page.
-include $(MADE)/outputs.mk
# What was made is looked at too: a page that was deleted or touched is made again.
GONE := $(shell ls -dlni $(OUTPUTS) 2>/dev/null | cmp -s - $(MADE)/outputs.ls 2>/dev/null || echo yes)
$(MADE)/.done: $(INPUTS) $(MADE)/inputs $(if $(GONE),FORCE) | .venv/.made
	@$(eval BUILT := yes)touch $@.new
	@$(RUN) build --format $(FORMAT)
	@ls -dlni `sed -n 's|^OUTPUTS += $$(MADE)|$(MADE)|p' $(MADE)/outputs.mk` > $(MADE)/outputs.ls
	@mv $@.new $@

# Names, sizes and times of the inputs: sees also what comes, goes, or arrives with an old date.
$(MADE)/inputs: FORCE
	@test -d $(ROOT)/policy || { echo "there is no folder $(ROOT)/policy; is ROOT right?"; exit 2; }
	@mkdir -p $(@D)
	@ls -dlni $(INPUTS) $(FOLDERS) > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

## check             all that is wrong with policies and catalogs, warnings too (FORMAT=waivers: what to let stand)
.PHONY: check
check: .venv/.made
	@$(RUN) check $(CHOSEN) --format $(FORMAT)

## update            templates and catalogs, after a policy or a layout changed
.PHONY: update
update: .venv/.made
	@$(RUN) update $(CHOSEN) --format $(FORMAT)

## locale LOCALE=cs  start a locale
.PHONY: locale
locale: .venv/.made
	$(if $(LOCALES),,$(error which one? make locale LOCALE=cs))
	@$(RUN) locale $(foreach locale,$(LOCALES),--locale $(locale)) --format $(FORMAT)

## status            how far each catalog is, and what would be published of it
.PHONY: status
status: .venv/.made
	@$(RUN) status $(CHOSEN) --format $(FORMAT)

## import LOCALE=fr POLICY=privacy FROM=privacy.fr.md   a finished translation, into its catalog
.PHONY: import
import: .venv/.made
	$(if $(and $(LOCALES),$(POLICIES),$(FROM)),,$(error which one? make import LOCALE=fr POLICY=privacy FROM=privacy.fr.md))
	@$(RUN) import $(CHOSEN) --from "$$FROM" --format $(FORMAT)

## release           build, check and pack all that is shipped, in build/release/
.PHONY: release
release: .venv/.made
	@$(RUN) release --locale "$$LOCALES" --policy "$$POLICIES" --format $(FORMAT)

## verify RELEASE=file FOLDER=dir   whether an archive, or a folder, is a whole release; with both: the same one
.PHONY: verify
verify: .venv/.made
	@$(RUN) verify --folder="$$FOLDER" --format $(FORMAT) -- "$$RELEASE"

## test              the whole suite; the slowest tests are listed
.PHONY: test
test: .venv/.made-dev
	@.venv/bin/python -m pytest

## fuzz              hostile texts at every door, many more than in the suite, and others each time
.PHONY: fuzz
fuzz: .venv/.made-dev
	@HYPOTHESIS=fuzz .venv/bin/python -m pytest tests/test_fuzz.py

## lint              ruff, ruff format, mypy --strict
.PHONY: lint
lint: .venv/.made-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

## audit             the pages, looked at by validators, axe and Lighthouse in Chromium (needs Node, Chromium and Java)
.PHONY: audit
audit: build build/npm-audit/.made
	@node tests/audit/audit.mjs $(MADE)/site

## bench             how long it takes, beside msgmerge and Babel in the same run
.PHONY: bench
bench: .venv/.made-dev
	@.venv/bin/python -m tests.bench

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

## clean             delete what was made: build/ and .venv/
.PHONY: clean
clean:
	rm -rf $(MADE) .venv

.venv/.made: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Policyglot needs Python 3.11 or later; here $(PYTHON) is `$(PYTHON) --version 2>&1`. Name another: make PYTHON=python3.12"; exit 1; }
	@echo "setting up .venv/ (once)"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/.made-dev: requirements-dev.txt | .venv/.made
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

build/npm-audit/.made: tests/audit/package.json tests/audit/package-lock.json tests/audit/.npmrc
	@command -v node >/dev/null && command -v npm >/dev/null || { \
	  echo "the audit needs Node 18.19 or later and npm; Debian: apt install nodejs npm"; exit 2; }
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: FORCE
FORCE:
