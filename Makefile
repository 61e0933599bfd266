# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# Needs Debian 12 or newer (on another system: ODOO_SRC, a checkout of Odoo 19.0) with
# make, Python 3.11 to 3.13 and its venv module (python3-venv); no root.
PYTHON ?= python3

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

setup: ## Get Odoo, its packages and a database (about 5 minutes, once)
	@$(PYTHON) tools/dev setup

up: ## Start Odoo and the QuickBooks simulator in the background
	@$(PYTHON) tools/dev up

down: ## Stop them
	@$(PYTHON) tools/dev down

demo: ## Start them and send a first load to QuickBooks
	@$(PYTHON) tools/dev demo

demo-desktop: ## Send a load to QuickBooks Desktop, through its Web Connector
	@$(PYTHON) tools/dev demo-desktop

test: ## Run all tests
	@$(PYTHON) tools/dev test

chaos: ## Let everything go wrong 200 times (ROUNDS= SEED= ONLY= SABOTAGE=all DESKTOP=1)
	@$(PYTHON) tools/dev chaos $(if $(ROUNDS),--rounds $(ROUNDS)) \
		$(if $(DESKTOP),--desktop) \
		$(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY)) \
		$(if $(SABOTAGE),--sabotage $(SABOTAGE))

lint: ## Run the linters
	@$(PYTHON) tools/dev lint

bench: ## Measure
	@$(PYTHON) tools/dev bench

screenshots: ## Take the pictures under docs/images anew
	@$(PYTHON) tools/screenshots.py

.PHONY: help setup up down demo demo-desktop test chaos lint bench screenshots
