# On Windows use the commands below by hand; everything else works there too.
PYTHON ?= python3
BIN := .venv/bin
JS := tests/js/node_modules
# One process per core; the tests of a file share what is made for them.
SPREAD := --numprocesses auto --dist loadfile

.PHONY: help build serve soak fuzz mutants test test-browser check golden bench bench-reader dist clean

help:                            ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

build: .venv/installed           ## build content/ into output/
	$(BIN)/glossary-ssg build

serve: .venv/installed           ## show content/ in the browser while you write
	$(BIN)/glossary-ssg serve --open

soak: .venv/installed-test       ## ten minutes of random edits of a site that is previewed
	$(BIN)/python -m pytest tests/test_preview_files.py -k many_edits --soak 600

# Input that costs too much or breaks a parser: `python -m tests.fuzz --help` has more options.
fuzz: .venv/installed-test node-packages ## the whole matrix and every parser with hostile input; SECONDS=1200 bounds it, SEED=n repeats it
	$(BIN)/python -m tests.fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

# Whether the tests notice a changed operator, constant or call; `python -m tools.mutants --help` has more options.
mutants: .venv/installed-test node-packages ## score of the tests on changed copies; PATHS="publish.py serve" SEED=n COUNT=n
	$(BIN)/python -m tools.mutants --seed $(or $(SEED),0) --count $(or $(COUNT),12) $(PATHS)

test: .venv/installed-test node-packages  ## run the tests that need no browser
	$(BIN)/python -m pytest $(SPREAD) -m "not browser"

test-browser: .venv/installed-test node-packages  ## run the tests that need Chromium
	$(BIN)/python -m pytest $(SPREAD) tests/browser

check: .venv/installed-check node-packages  ## lint, types, import layers, wording, coverage; JavaScript and CSS too where npm exists
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.file_lengths
	@if [ -x $(JS)/.bin/biome ]; then set -ex; $(JS)/.bin/biome check --error-on-warnings; $(JS)/.bin/tsc; fi
	$(BIN)/python -m tools.wording
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -q $(SPREAD) -m "not browser and not heavy"
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report --fail-under=90

golden: .venv/installed-test     ## write what the golden cases give now, for review
	$(BIN)/python -m pytest tests/test_cases.py --golden

bench: .bench/python/installed   ## beside Hugo, MkDocs and Pelican; writes docs/performance.md; COUNT and MAX make it larger
	.bench/python/bin/python -m benchmarks.compare --count $(or $(COUNT),250) --max $(or $(MAX),3000) --write docs/performance.md

bench-reader: .venv/installed-test  ## what readers get: bytes, requests, Lighthouse; exit code 1 over budget
	npm install --prefix benchmarks/reader --no-audit --no-fund --silent
	$(BIN)/python -m benchmarks.reader

# In build/dist there is nothing but the wheel and what it needs.
dist: .venv/installed-dist       ## sdist and wheel in dist/, checked; a site built with the wheel alone
	rm -rf dist build/dist
	$(BIN)/python -m build
	$(BIN)/python -m twine check --strict dist/*
	$(PYTHON) -m venv build/dist
	build/dist/bin/pip install --quiet --disable-pip-version-check dist/*.whl
	cd build/dist && bin/glossary-ssg init site && cd site && ../bin/glossary-ssg build --strict

clean:
	rm -rf .venv .bench .glossary-cache build dist

# An environment of its own: with PYTHON=/usr/bin/python3 it measures on another interpreter than tests run on.
.bench/python/installed: pyproject.toml
	$(PYTHON) -m venv --clear .bench/python
	.bench/python/bin/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# What the tests run in Node.js. Without npm those tests are skipped.
.PHONY: node-packages
node-packages:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(JS)/.package-lock.json; \
	else echo "npm not found: Biome, tsc and tests that need Node.js are skipped; install Node.js 20 or later to run them"; fi

$(JS)/.package-lock.json: tests/js/package.json
	npm install --prefix tests/js --no-audit --no-fund --silent
	@touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-test: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

.venv/installed-check: .venv/installed-test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[check]'
	@touch $@

.venv/installed-dist: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dist]'
	@touch $@
