# On Windows use the commands below by hand; everything else works there too.
PYTHON ?= python3
BIN := .venv/bin
JS := tests/js/node_modules
# One process per core; the tests of a file share what is made for them.
SPREAD := --numprocesses auto --dist loadfile

.PHONY: build serve soak fuzz test test-browser check golden bench bench-reader clean

build: .venv/installed           ## build content/ into output/
	$(BIN)/glossary-ssg build

serve: .venv/installed           ## show content/ in the browser while you write
	$(BIN)/glossary-ssg serve --open

soak: .venv/installed-test       ## ten minutes of random edits of a site that is previewed
	$(BIN)/python -m pytest tests/test_preview_files.py -k many_edits --soak 600

# Input that costs too much or breaks a parser: `python -m tests.fuzz --help` has more options.
fuzz: .venv/installed-test node-packages ## the whole matrix and every parser with hostile input; SECONDS=1200 bounds it, SEED=n repeats it
	$(BIN)/python -m tests.fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

test: .venv/installed-test node-packages  ## run the tests that need no browser
	$(BIN)/python -m pytest $(SPREAD) -m "not browser"

test-browser: .venv/installed-test node-packages  ## run the tests that need Chromium
	$(BIN)/python -m pytest $(SPREAD) tests/browser

check: .venv/installed-check node-packages  ## lint, types, import layers, wording, coverage
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
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
	else echo "npm not found: tests that need Node.js are skipped; install Node.js 20 or later to run them"; fi

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
