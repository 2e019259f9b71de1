# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make help` lists what can be made. A machine needs Python >= 3.10, make and git, nothing else.

.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/set-up
REQUIREMENTS := requirements.txt test-requirements.txt tests/unit/requirements.txt tests/simulator/requirements.txt
NAMESPACE := telepresence
NAME := tms
INSTALLED := build/collections/ansible_collections/$(NAMESPACE)/$(NAME)
TREE := build/tree
ARGS ?=
PYTEST := $(PY) -m pytest -n auto

# Nothing is written into the user's home, and nothing of the user's Ansible configuration decides a test.
export ANSIBLE_HOME := $(CURDIR)/build/ansible
export ANSIBLE_CONFIG := $(CURDIR)/tests/ansible.cfg
export PATH := $(CURDIR)/$(BIN):$(PATH)

# All but the files that are made.
.PHONY: $(shell awk -F : '/^[a-z-]+:/ { print $$1 }' $(MAKEFILE_LIST))

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Options go into ARGS, for example: make units ARGS='-k seats'; CORES='2.16 2.21' restricts the matrix."

setup: $(STAMP) ## Make the virtual environment .venv (quick the second time)

$(STAMP): $(REQUIREMENTS)
	@sh tests/tools/make_venv.sh $(VENV)
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet --upgrade -r test-requirements.txt
	@touch $@

demo: setup build ## Bring a simulated TMS site to its declared state, step by step
	$(PY) tests/demo/run.py $(ARGS)

simulator: setup ## Start the simulator and print its address and accounts
	$(PY) tests/simulator serve $(ARGS)

check: style types units ## The inner loop: style, types and unit tests, in less than a minute

style: setup
	$(BIN)/ruff check .
	$(BIN)/yamllint --strict .

types: setup $(TREE)
	$(BIN)/mypy -p ansible_collections.$(NAMESPACE).$(NAME).plugins.module_utils

# One worker more than there are cores, for some tests wait for a time to pass.
units: setup ## Unit, contract and simulator tests
	$(PY) -m pytest -n $$($(PY) -c 'import os; print(os.cpu_count() + 1)') tests/unit $(ARGS)

integration: setup build ## Modules run by ansible-playbook against the simulator
	$(PYTEST) tests/integration $(ARGS)

browser: setup ## The HTML report in the machine's own Chromium; pictures go to build/browser
	$(PY) -m pip install --quiet -r tests/browser/requirements.txt
	$(PY) -m pytest tests/browser $(ARGS)

molecule: setup build ## Roles against simulators: check, converge, verify, idempotence, check
	MOLECULE_STATE=$(CURDIR)/build/molecule MOLECULE_SIMULATOR=$(CURDIR)/tests/simulator \
		ANSIBLE_COLLECTIONS_PATH=$(CURDIR)/build/collections $(BIN)/molecule test --all $(ARGS)

test: check integration docs-lint lint sanity ## Everything, as the CI runs it

build: setup ## Build the collection and install the built artefact below build/
	@$(PY) tests/tools/install_artefact.py build/collections

lint: build ## ansible-lint, profile production, on what ships
	cd $(INSTALLED) && ANSIBLE_COLLECTIONS_PATH=$(CURDIR)/build/collections $(CURDIR)/$(BIN)/ansible-lint --strict --config-file $(CURDIR)/.ansible-lint

docs-lint: build ## Lint the documentation of what ships, and the changelog
	cd $(INSTALLED) && $(CURDIR)/$(BIN)/antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs all .
	$(BIN)/antsibull-changelog lint

sanity: setup ## ansible-test sanity on what ships, without containers and without ignores
	$(PY) tests/tools/sanity.py $(ARGS)

coverage: setup build ## Coverage of plugins/ under unit and playbook tests
	$(PY) tests/tools/measure_coverage.py $(ARGS)

bench: setup build ## Count requests and measure times against the simulator
	$(PY) tests/bench/run.py $(ARGS)

peers: setup ## Sign in at servers of other makes, and reach TMS through proxies (takes system packages, says which are missing)
	@[ -d build/peers/site/gssapi ] || $(PY) -m pip install --quiet --target build/peers/site -r tests/peers/requirements.txt \
		|| echo "The Kerberos libraries cannot be built here (Debian: libkrb5-dev, gcc); tests that need them are left out."
	PYTHONPATH=build/peers/site $(PY) -m pytest tests/peers -rs $(ARGS)

conformance: setup ## The modules against a genuine ASP.NET, which Mono hosts (takes system packages, says which are missing)
	$(PY) -m pytest tests/conformance -rs $(ARGS)

matrix: setup ## Run the suite on each ansible-core for which a Python is at hand
	$(PY) tests/tools/matrix.py $(CORES) -- $(ARGS)

oracle: setup ## Generated pages, judged by Chromium (a minute or more; ARGS="--pages 500 --seed 2")
	$(PY) tests/generated/oracle.py $(ARGS)

mutations: setup ## Ten thousand tasks on a server whose replies are spoiled (some minutes; ARGS="--cases 500 --first 20000")
	$(PY) tests/generated/mutations.py $(ARGS)

clean: ## Remove all that was built; the virtual environment too
	rm -rf build $(VENV) .ruff_cache .mypy_cache .pytest_cache

$(TREE): tests/tools/link_tree.py
	@$(PY) tests/tools/link_tree.py
